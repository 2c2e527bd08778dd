import { addHook, testHook } from '#domain/hooks/actions';
import { roles } from '#domain/identity/rules';
import type { Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { ctxOf, personWith } from '../makers/context.ts';
import type { Proof, Proofs } from './types.ts';

const aHook = { name: 'Cổng dữ liệu thử', url: 'https://hooks.example.vn/ocop', types: ['decision.released'] };

const proof = (input: (ctx: Ctx, db: Db) => Promise<Record<string, unknown>>, twice: Proof['twice']): Proof => ({
  given: async (db) => {
    const right = await personWith(db, 'administrator', { area: 'VN' });
    const others = roles.filter((role) => role !== 'administrator');
    return {
      right,
      refused: await Promise.all(others.map((role) => personWith(db, role, { area: 'VN' }))),
      input: await input(ctxOf(db, right), db),
    };
  },
  twice,
});
const hook = async (ctx: Ctx) => ({ hook: (await addHook(ctx, aHook)).id });

export const proofs: Proofs = {
  'hooks.add': proof(async () => aHook, 'both'),
  'hooks.pause': proof(async (ctx) => ({ ...(await hook(ctx)), to: 'paused' }), 'one'),
  'hooks.remove': proof(hook, 'one'),
  'hooks.test': proof(hook, 'both'),
  'hooks.send_again': proof(async (ctx, db) => {
    const { id } = await testHook(ctx, await hook(ctx));
    await db.updateTable('hooks.delivery').set({ state: 'failed' }).execute();
    return { delivery: id };
  }, 'one'),
};

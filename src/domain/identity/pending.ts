import { timingSafeEqual } from 'node:crypto';
import { preparedAction } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { passwordOf } from './passwords.ts';
import { TakeSecondStep } from './schema.ts';
import { limitCodes, spendSecondCode } from './second-step.ts';
import { keyedHash } from './secrets.ts';

/** The cookie of whoever typed the right password and owes the code: nothing is kept of them on our side. */
export const pendingName = 'ocop.pending';

const minutes = 10;

/** What makes the cookie void: its age, another secret, and a password changed meanwhile. */
const sealOf = (ctx: Ctx, person: string, until: number, password: string | null) =>
  keyedHash(ctx, 'pending', `${person}.${until}.${password}`);

export function pendingCookie(ctx: Ctx, { id, password }: { id: string; password: string | null }): string {
  const until = Date.now() + minutes * 60_000;
  const secure = ctx.runtime.config.publicUrl.startsWith('https:') ? '; Secure' : '';
  const value = `${id}.${until}.${sealOf(ctx, id, until, password)}`;
  return `${pendingName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${minutes * 60}${secure}`;
}

/** @throws AppError state.conflict for a cookie that is none of ours, too old, or of a password that was changed */
async function personPending(ctx: Ctx, value: string): Promise<string> {
  const over = new AppError('state.conflict', { details: { reason: 'identity.sign_in_over' } });
  const [id = '', until = '', seal = ''] = value.split('.');
  const person = await ctx.db
    .selectFrom('identity.person')
    .select('id')
    .where((is) => is(is.cast<string>('id', 'text'), '=', id))
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!person || !(Number(until) > Date.now())) throw over;
  const [given, right] = [seal, sealOf(ctx, id, Number(until), await passwordOf(ctx, id))].map((text) =>
    Buffer.from(text),
  );
  if (given!.length !== right!.length || !timingSafeEqual(given!, right!)) throw over;
  return id;
}

/**
 * Takes the code of the second step of whoever typed the right password; it works once.
 * @throws AppError input.invalid at `code`, limit.reached, state.conflict
 */
export const takeSecondStep = preparedAction(
  { name: 'identity.take_second_step', input: TakeSecondStep, may: () => true },
  async (ctx, input) => {
    const person = await personPending(ctx, input.pending);
    await limitCodes(ctx, person);
    return async (tx) => {
      await spendSecondCode(tx, person, input.code);
      return { person };
    };
  },
);

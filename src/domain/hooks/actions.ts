import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { canManageHooks } from './policy.ts';
import { testType } from './rules.ts';
import { hookSecret } from './signing.ts';
import { AddHook, OneHook, PauseHook, SendAgain } from './schema.ts';

const subject = (id: string) => ({ kind: 'hook', id });

/** Adds an address to be told. @returns the secret that signs, shown once @throws AppError input.invalid at `area` */
export const addHook = action(
  { name: 'hooks.add', input: AddHook, may: canManageHooks },
  async (tx, { area, ...given }) => {
    const unit =
      area && (await tx.db.selectFrom('areas.unit').select('path').where('id', '=', area).executeTakeFirst());
    if (area && !unit) throw fieldError('area', 'fields.choice');
    const id = newId();
    await tx.db
      .insertInto('hooks.endpoint')
      .values({ id, ...given, area_path: unit ? unit.path : null, made_at: tx.now, made_by: authorOf(tx) })
      .execute();
    await record(tx, 'hook.added', subject(id), { types: given.types });
    return { id, secret: hookSecret(tx, id) };
  },
);

/** Stops telling an address, or begins again; what happens meanwhile is not told later. @throws AppError not_found */
export const pauseHook = action({ name: 'hooks.pause', input: PauseHook, may: canManageHooks }, async (tx, input) => {
  const is_active = input.to === 'active';
  const changed = await tx.db
    .updateTable('hooks.endpoint')
    .set({ is_active })
    .where('id', '=', input.hook)
    .where('is_active', '!=', is_active)
    .returning('id')
    .executeTakeFirst();
  if (!changed) throw new AppError('not_found');
  await record(tx, is_active ? 'hook.resumed' : 'hook.paused', subject(input.hook));
});

/** Removes an address with everything that was sent to it. @throws AppError not_found */
export const removeHook = action({ name: 'hooks.remove', input: OneHook, may: canManageHooks }, async (tx, input) => {
  const { numDeletedRows } = await tx.db.deleteFrom('hooks.endpoint').where('id', '=', input.hook).executeTakeFirst();
  if (!numDeletedRows) throw new AppError('not_found');
  await record(tx, 'hook.removed', subject(input.hook));
});

/** Sends an address a delivery that tells of nothing, active or paused. @throws AppError not_found */
export const testHook = action({ name: 'hooks.test', input: OneHook, may: canManageHooks }, async (tx, input) => {
  const known = await tx.db.selectFrom('hooks.endpoint').select('id').where('id', '=', input.hook).executeTakeFirst();
  if (!known) throw new AppError('not_found');
  const id = newId();
  const body = JSON.stringify({ id, type: testType, at: tx.now.toISOString() });
  await tx.db
    .insertInto('hooks.delivery')
    .values({ id, endpoint_id: known.id, type: testType, body, state: 'waiting', made_at: tx.now, due_at: new Date() })
    .execute();
  await send(tx, id);
  return { id };
});

/** Sends a delivery that was given up once more, from the first pause on. @throws AppError not_found */
export const sendHookAgain = action(
  { name: 'hooks.send_again', input: SendAgain, may: canManageHooks },
  async (tx, { delivery }) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('hooks.delivery')
      .set({ state: 'waiting', tries: 0, fault: null, due_at: new Date() })
      .where('id', '=', delivery)
      .where('state', '=', 'failed')
      .executeTakeFirst();
    if (!numUpdatedRows) throw new AppError('not_found');
    await send(tx, delivery);
  },
);

const send = (tx: Tx, id: string) => tx.runtime.enqueue(tx.db, 'hooks.send', { id });

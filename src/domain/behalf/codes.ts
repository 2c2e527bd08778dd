import { timingSafeEqual } from 'node:crypto';
import { isProducer } from '#domain/identity/rules';
import { keyedHash, newCode } from '#domain/identity/secrets';
import { isOwnOf } from '#domain/producers/policy';
import { action, preparedAction, touch } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { limit } from '#kernel/limits';
import { mayHelp } from './policy.ts';
import { answer, helpedProducer, lockEntry } from './rows.ts';
import { codes } from './rules.ts';
import { ConfirmByCode, MakeCode } from './schema.ts';

const hashOf = (ctx: Pick<Ctx, 'runtime'>, id: string, code: string) => keyedHash(ctx, `behalf:${id}`, code);

/**
 * A code that the producer's own person reads to an officer, from the phone or from a slip that they printed. Shown once;
 * an earlier one stops working. No officer ever sees it before: a code that the officer knows would prove nothing.
 * @throws AppError not_found, refused
 */
export const makeCode = action({ name: 'behalf.make_code', input: MakeCode, may: isProducer }, async (tx, input) => {
  const producer = await tx.db
    .selectFrom('producers.producer')
    .select(['id', 'area_path'])
    .where('id', '=', input.producer)
    .forUpdate()
    .executeTakeFirst();
  if (!producer || !isOwnOf(tx.actor, producer.id)) throw new AppError('not_found');
  const [id, code] = [newId(), newCode(codes.length)];
  const until = new Date(Date.now() + codes.hours * 3_600_000);
  const made = { id, person_id: tx.actor!.id, hash: hashOf(tx, id, code), expires_at: until };
  await tx.db
    .insertInto('behalf.code')
    .values({ producer_id: producer.id, ...made })
    .onConflict((at) => at.column('producer_id').doUpdateSet(made))
    .execute();
  await record(tx, 'behalf.code_made', { kind: 'producer', id: producer.id, area: producer.area_path });
  return { code, until };
});

/**
 * Confirms entries by the code that the producer reads out, once. A wrong code, one that was used or is over, one of a
 * person who speaks for the producer no more, and a sixth try all answer alike.
 * @throws AppError not_found, refused, state.conflict, input.invalid at `code` or `entries`
 */
export const confirmByCode = preparedAction(
  { name: 'behalf.confirm_by_code', input: ConfirmByCode, may: mayHelp },
  async (ctx, input) => {
    const producer = await helpedProducer(ctx, input.producer);
    const found = await standingCode(ctx, producer.id);
    if (!found || found.person_id === ctx.actor!.id) throw wrongCode();
    await limit(ctx, `behalf-code:${found.id}`, codes.tries, codes.hours * 3600).catch((error: unknown) => {
      throw error instanceof AppError ? wrongCode() : error;
    });
    const [given, right] = [hashOf(ctx, found.id, input.code), found.hash].map((text) => Buffer.from(text));
    if (given!.length !== right!.length || !timingSafeEqual(given!, right!)) throw wrongCode();
    return async (tx) => {
      const spent = await tx.db.deleteFrom('behalf.code').where('id', '=', found.id).executeTakeFirst();
      if (!spent.numDeletedRows) throw wrongCode();
      for (const id of input.entries) {
        const entry = await lockEntry(tx, id);
        if (entry.producer_id !== producer.id || entry.entered_by === found.person_id)
          throw fieldError('entries', 'behalf.choose_entries');
        await answer(tx, entry, 'confirm', { how: 'code', answered_by: found.person_id });
      }
      touch(tx, `producer:${producer.id}`);
    };
  },
);

const wrongCode = () => fieldError('code', 'behalf.code_wrong');

/** The code that stands for a producer, if whoever made it still speaks for it. */
const standingCode = (ctx: Ctx, producer: string) =>
  ctx.db
    .selectFrom('behalf.code as code')
    .innerJoin('identity.person as person', 'person.id', 'code.person_id')
    .innerJoin('identity.role_grant as held', (join) =>
      join
        .onRef('held.person_id', '=', 'code.person_id')
        .onRef('held.organisation_id', '=', 'code.producer_id')
        .on('held.ended_at', 'is', null)
        .on('held.valid_from', '<=', ctx.today),
    )
    .select(['code.id', 'code.hash', 'code.person_id'])
    .where('code.producer_id', '=', producer)
    .where('code.expires_at', '>', new Date())
    .where('person.ended_at', 'is', null)
    .where((eb) => eb.or([eb('held.valid_to', 'is', null), eb('held.valid_to', '>=', ctx.today)]))
    .executeTakeFirst();

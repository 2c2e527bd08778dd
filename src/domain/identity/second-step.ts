import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { toSVG } from 'bwip-js/node';
import { action, preparedAction } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { limit } from '#kernel/limits';
import { readSetting, writeSetting } from '#kernel/settings';
import { assertPassword, endSessions } from './passwords.ts';
import { canManagePeople, isPerson } from './policy.ts';
import type { SecondStepRule } from './rules.ts';
import { BeginSecondStep, RemoveSecondStep, SecondStepCode, SetSecondStepRule } from './schema.ts';
import { keyedHash, newCode } from './secrets.ts';
import { newSecret, periodFor, totpAddress } from './totp.ts';

const recoveryCodes = { number: 10, length: 10 };

/** What the rule of the installation is called among its settings. */
export const ruleKey = 'identity.second_step';

export type SecondStepState =
  { is: 'off' } | { is: 'begun'; secret: string; picture: string } | { is: 'on'; since: Date; codesLeft: number };

/** How one's own second step stands. While it is being set up: the secret, and the QR code that tells it to a phone. */
export async function ownSecondStep(ctx: Ctx): Promise<SecondStepState> {
  if (!ctx.actor) throw new AppError('sign_in.needed');
  const row = await ctx.db
    .selectFrom('identity.second_step as step')
    .innerJoin('identity.person as person', 'person.id', 'step.person_id')
    .select(['step.secret', 'step.confirmed_at', 'person.phone', 'person.email'])
    .where('step.person_id', '=', ctx.actor.id)
    .executeTakeFirst();
  if (!row) return { is: 'off' };
  if (row.confirmed_at) return { is: 'on', since: row.confirmed_at, codesLeft: await codesLeft(ctx, ctx.actor.id) };
  const secret = await symmetricDecrypt({ key: ctx.runtime.config.secret, data: row.secret });
  const text = totpAddress(secret, row.phone ?? row.email);
  return { is: 'begun', secret, picture: toSVG({ bcid: 'qrcode', text, paddingwidth: 2, paddingheight: 2 }) };
}

const codesLeft = async (ctx: Ctx, person: string) =>
  (
    await ctx.db
      .selectFrom('identity.recovery_code')
      .select('hash')
      .where('person_id', '=', person)
      .where('used_at', 'is', null)
      .execute()
  ).length;

/** True if this person signs in by a second step; for those who may remove it. */
export async function hasSecondStep(ctx: Ctx, person: string): Promise<boolean> {
  const step = await ctx.db
    .selectFrom('identity.second_step')
    .select('person_id')
    .where('person_id', '=', person)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  return !!step;
}

/**
 * Makes the secret of a second step that does not count until a code confirms it; one that was begun before is void.
 * @throws AppError limit.reached, input.invalid at `current`, state.conflict when it is set up already
 */
export const beginSecondStep = preparedAction(
  { name: 'identity.begin_second_step', input: BeginSecondStep, may: isPerson },
  async (ctx, input) => {
    await assertPassword(ctx, input.current);
    const secret = await symmetricEncrypt({ key: ctx.runtime.config.secret, data: newSecret() });
    return async (tx) => {
      const begun = await tx.db
        .insertInto('identity.second_step')
        .values({ person_id: tx.actor!.id, secret, begun_at: tx.now })
        .onConflict((at) =>
          at
            .column('person_id')
            .doUpdateSet({ secret, begun_at: tx.now })
            .where('identity.second_step.confirmed_at', 'is', null),
        )
        .returning('person_id')
        .executeTakeFirst();
      if (!begun) throw new AppError('state.conflict', { details: { reason: 'identity.second_step_is_on' } });
    };
  },
);

/**
 * Sets up the second step by a first code of the application, and ends the other sessions: they began without it.
 * @returns the ten recovery codes, shown this once
 * @throws AppError limit.reached, input.invalid at `code`, state.conflict when none is being set up
 */
export const confirmSecondStep = preparedAction(
  { name: 'identity.confirm_second_step', input: SecondStepCode, may: isPerson },
  async (ctx, input) => {
    await limitCodes(ctx, ctx.actor!.id);
    return async (tx) => {
      const { id, session } = tx.actor!;
      const step = await lockStep(tx, id);
      if (!step || step.confirmed_at) throw new AppError('state.conflict');
      await spendPeriod(tx, step, input.code);
      await tx.db
        .updateTable('identity.second_step')
        .set({ confirmed_at: tx.now })
        .where('person_id', '=', id)
        .execute();
      await endSessions(tx, id, session);
      await record(tx, 'second_step.set_up', { kind: 'person', id });
      return { codes: await makeRecoveryCodes(tx, id) };
    };
  },
);

/** Ten new recovery codes; the earlier ones are void. @throws AppError limit.reached, input.invalid at `code`, state.conflict */
export const renewRecoveryCodes = preparedAction(
  { name: 'identity.renew_recovery_codes', input: SecondStepCode, may: isPerson },
  async (ctx, input) => {
    await limitCodes(ctx, ctx.actor!.id);
    return async (tx) => {
      const { id } = tx.actor!;
      await spendSecondCode(tx, id, input.code);
      await record(tx, 'second_step.codes_renewed', { kind: 'person', id });
      return { codes: await makeRecoveryCodes(tx, id) };
    };
  },
);

/** Signs in by password alone again. @throws AppError limit.reached, input.invalid at `current`, state.conflict */
export const endSecondStep = preparedAction(
  { name: 'identity.end_second_step', input: BeginSecondStep, may: isPerson },
  async (ctx, input) => {
    await assertPassword(ctx, input.current);
    return async (tx) => {
      const { id } = tx.actor!;
      await dropStep(tx, id);
      await record(tx, 'second_step.ended', { kind: 'person', id });
    };
  },
);

/** For somebody who lost the phone and the recovery codes: they sign in by password alone and set it up anew. @throws AppError state.conflict */
export const removeSecondStep = action(
  { name: 'identity.remove_second_step', input: RemoveSecondStep, may: canManagePeople },
  async (tx, input) => {
    await dropStep(tx, input.person);
    await endSessions(tx, input.person);
    await record(tx, 'second_step.removed', { kind: 'person', id: input.person });
  },
);

async function dropStep(tx: Tx, person: string): Promise<void> {
  const dropped = await tx.db
    .deleteFrom('identity.second_step')
    .where('person_id', '=', person)
    .returning('person_id')
    .executeTakeFirst();
  if (!dropped) throw new AppError('state.conflict');
  await tx.db.deleteFrom('identity.recovery_code').where('person_id', '=', person).execute();
}

/** Five tries in a quarter of an hour and thirty a day: to guess one code in a million takes decades. @throws AppError limit.reached */
export async function limitCodes(ctx: Ctx, person: string): Promise<void> {
  await limit(ctx, `second-step:${person}`, 5, 15 * 60);
  await limit(ctx, `second-step-day:${person}`, 30, 24 * 3600);
}

type Step = { person_id: string; secret: string; confirmed_at: Date | null; last_period: number | null };

const lockStep = (tx: Tx, person: string): Promise<Step | undefined> =>
  tx.db
    .selectFrom('identity.second_step')
    .select(['person_id', 'secret', 'confirmed_at', 'last_period'])
    .where('person_id', '=', person)
    .forUpdate()
    .executeTakeFirst();

/**
 * Takes a code of the application, or a recovery code, once.
 * @throws AppError input.invalid at `code`, state.conflict for somebody without a second step
 */
export async function spendSecondCode(tx: Tx, person: string, code: string): Promise<void> {
  const step = await lockStep(tx, person);
  if (!step?.confirmed_at) throw new AppError('state.conflict');
  if (code.length === 6) return spendPeriod(tx, step, code);
  const spent = await tx.db
    .updateTable('identity.recovery_code')
    .set({ used_at: tx.now })
    .where('person_id', '=', person)
    .where('hash', '=', keyedHash(tx, 'recovery', code))
    .where('used_at', 'is', null)
    .returning('hash')
    .executeTakeFirst();
  if (!spent) throw fieldError('code', 'identity.code_wrong');
  await record(tx, 'second_step.recovered', { kind: 'person', id: person });
}

async function spendPeriod(tx: Tx, step: Step, code: string): Promise<void> {
  const secret = await symmetricDecrypt({ key: tx.runtime.config.secret, data: step.secret });
  const period = periodFor(secret, code, new Date(), step.last_period);
  if (period === null) throw fieldError('code', 'identity.code_wrong');
  await tx.db
    .updateTable('identity.second_step')
    .set({ last_period: period })
    .where('person_id', '=', step.person_id)
    .execute();
}

async function makeRecoveryCodes(tx: Tx, person: string): Promise<string[]> {
  await tx.db.deleteFrom('identity.recovery_code').where('person_id', '=', person).execute();
  const codes = Array.from({ length: recoveryCodes.number }, () => newCode(recoveryCodes.length));
  await tx.db
    .insertInto('identity.recovery_code')
    .values(codes.map((code) => ({ person_id: person, hash: keyedHash(tx, 'recovery', code) })))
    .execute();
  return codes;
}

/** How the installation asks for the second step; null: it does not. */
export const secondStepRule = async (ctx: Ctx): Promise<SecondStepRule | null> =>
  ((await readSetting(ctx.db as Tx['db'], ruleKey)) as SecondStepRule | null | undefined) ?? null;

/** Asks for the second step from today on, with days to set it up; or no longer. */
export const setSecondStepRule = action(
  { name: 'identity.set_second_step_rule', input: SetSecondStepRule, may: canManagePeople },
  async (tx, { days }) => {
    await writeSetting(tx.db, ruleKey, days === null ? null : { since: tx.today, days });
    await record(tx, 'second_step.asked_for', { kind: 'setting', id: ruleKey }, { days });
  },
);

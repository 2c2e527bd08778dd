import { closeRound, makeRounds } from '#domain/grading/process/rounds';
import { roundsOf } from '#domain/grading/process/queries';
import { roles } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { personWith, systemCtx } from '../makers/context.ts';
import { communes } from '../makers/producers.ts';
import { councilRules } from '../makers/process.ts';
import type { Proof, Proofs } from './types.ts';

const setters = ['province_officer', 'ministry_officer', 'administrator'];

/** The officer of the province sets it; who works in another province, or for the whole country, does not. */
const ofProvince = (input: (db: Db) => Promise<object> | object, twice: Proof['twice']): Proof => ({
  given: async (db) => {
    await communes(db);
    return {
      right: await personWith(db, 'province_officer', { area: 'VN/22' }),
      refused: await Promise.all(
        roles.filter((role) => !setters.includes(role)).map((role) => personWith(db, role, { area: 'VN/22' })),
      ),
      stranger: await personWith(db, 'ministry_officer', { area: 'VN' }),
      input: { ...(await input(db)) },
    };
  },
  twice,
});

/** A round of the province. */
async function aRound(db: Db, isClosed = false) {
  await makeRounds(systemCtx(db), { area: 'VN/22', year: 2027 });
  const { id, version } = (await roundsOf(systemCtx(db), 'VN/22', 2027))[0]!;
  if (isClosed) await closeRound(systemCtx(db), { id, version });
  return { id, version: isClosed ? version + 1 : version };
}

const days = { proposed_until: '2027-08-15', graded_until: '2027-09-30' };

export const proofs: Proofs = {
  'grading.make_rounds': ofProvince(() => ({ area: 'VN/22', year: 2027 }), 'one'),
  'grading.add_round': ofProvince(() => ({ area: 'VN/22', year: 2027, ...days, basis: 'Quy chế' }), 'both'),
  'grading.change_round': ofProvince(async (db) => ({ ...(await aRound(db)), ...days }), 'one'),
  'grading.close_round': ofProvince((db) => aRound(db), 'one'),
  'grading.reopen_round': ofProvince((db) => aRound(db, true), 'one'),
  'grading.set_council_rules': ofProvince(() => ({ area: 'VN/22', version: 0, ...councilRules }), 'one'),
  'grading.set_cycle': ofProvince(
    () => ({ area: 'VN/22', year: 2027, version: 0, call_from: '2027-03-01', call_to: '2027-04-30' }),
    'one',
  ),
};

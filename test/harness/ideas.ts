import { beginIdea, carryOn, decideIdea } from '#domain/grading/ideas/actions';
import { roles } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { ctxOf, personWith } from '../makers/context.ts';
import { anIdea, aPlan } from '../makers/ideas.ts';
import { ofProducer } from './grading.ts';
import type { Proof, Proofs } from './types.ts';

type Made = Awaited<ReturnType<typeof ofProducer>>;
const own = (input: (made: Made, db: Db) => Promise<object> | object, twice: Proof['twice']): Proof => ({
  given: async (db) => {
    const made = await ofProducer(db);
    return { ...made, input: { ...(await input(made, db)) } };
  },
  twice,
});

const officers = ['commune_officer', 'province_officer', 'ministry_officer', 'administrator'];

/** An officer of the commune; one of another commune; and every role that never decides. */
const byOfficer = (input: (made: Made, db: Db) => Promise<object>, twice: Proof['twice']): Proof => ({
  given: async (db) => {
    const made = await ofProducer(db);
    return {
      right: await personWith(db, 'commune_officer', { area: 'VN/22/06970' }),
      stranger: await personWith(db, 'commune_officer', { area: 'VN/22/06994' }),
      refused: await Promise.all(
        roles
          .filter((role) => !officers.includes(role))
          .map((role) =>
            personWith(db, role, role.startsWith('producer') ? { organisation: made.producer } : { area: 'VN' }),
          ),
      ),
      input: { ...(await input(made, db)) },
    };
  },
  twice,
});

/** An idea of the producer, a draft or sent. */
async function idea({ producer, right }: Made, db: Db, send = 'on') {
  const { id } = await beginIdea(ctxOf(db, right), { producer, ...anIdea({ send }) });
  return { id, version: 1 };
}

/** An idea that an officer has accepted. */
async function accepted(made: Made, db: Db) {
  const { id, version } = await idea(made, db);
  const officer = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  await decideIdea(officer, { id, version, verdict: 'accept' });
  return { id, version: version + 1 };
}

export const proofs: Proofs = {
  'ideas.begin': own(({ producer }) => ({ producer, ...anIdea({ send: 'on' }) }), 'both'),
  'ideas.begin_plan': own(({ producer }) => ({ producer, ...aPlan({ send: 'on' }) }), 'both'),
  'ideas.write': own(async (made, db) => ({ ...(await idea(made, db, '')), ...anIdea({ send: 'on' }) }), 'one'),
  'ideas.write_plan': own(async (made, db) => {
    const { id, version } = await accepted(made, db);
    await carryOn(ctxOf(db, made.right), { id, version });
    return { id, version: version + 1, ...aPlan() };
  }, 'one'),
  'ideas.retract': own((made, db) => idea(made, db), 'one'),
  'ideas.carry_on': own(accepted, 'one'),
  'ideas.remark': byOfficer(async (made, db) => ({ id: (await idea(made, db)).id, words: 'Nói rõ hơn' }), 'both'),
  'ideas.decide': byOfficer(async (made, db) => ({ ...(await idea(made, db)), verdict: 'accept' }), 'one'),
  'ideas.become_product': byOfficer(async (made, db) => ({ ...(await accepted(made, db)), set_no: 12 }), 'one'),
};

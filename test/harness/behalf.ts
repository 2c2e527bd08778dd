import { enterOnBehalf } from '#domain/behalf/actions';
import { makeCode } from '#domain/behalf/codes';
import { roles } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { ctxOf, personWith } from '../makers/context.ts';
import { filesCtx, uploaded } from '../makers/files.ts';
import { ofProducer } from './grading.ts';
import { around } from './producers.ts';
import type { Proof, Proofs } from './types.ts';

const commitment = { kind: 'safety_commitment', received_by: 'UBND xã', from: '2026-03-01' };

/** An officer has entered a fact on the producer's behalf. */
async function withEntry(db: Db) {
  const made = await ofProducer(db);
  const officer = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
  const { entry } = await enterOnBehalf(ctxOf(db, officer), {
    producer: made.producer,
    act: 'producers.enter_fact',
    input: { ...commitment, producer: made.producer },
  });
  return { ...made, officer, entry };
}

type Made = Awaited<ReturnType<typeof withEntry>>;

const byProducer = (input: (made: Made) => object, twice: Proof['twice'] = 'one'): Proof => ({
  given: async (db) => {
    const { right, refused, stranger, ...made } = await withEntry(db);
    return { right, refused, stranger, input: { ...input({ right, refused, stranger, ...made }) } };
  },
  twice,
});

const byOfficer = (input: (made: Made, db: Db) => Promise<object>): Proof => ({
  given: async (db) => {
    const made = await withEntry(db);
    const { refused, stranger } = await officers(db);
    return { right: made.officer, refused, stranger, input: { ...(await input(made, db)) } };
  },
  twice: 'one',
});

const helping = ['commune_officer', 'province_officer', 'ministry_officer', 'administrator'];
const officers = async (db: Db) => ({
  refused: await Promise.all(
    roles.filter((role) => !helping.includes(role)).map((role) => personWith(db, role, { area: 'VN' })),
  ),
  stranger: await personWith(db, 'commune_officer', { area: 'VN/22/06994' }),
});

export const proofs: Proofs = {
  'behalf.enter': {
    given: async (db) => {
      const { producer, ...made } = await around(db);
      const input = { producer, act: 'producers.enter_fact', input: { ...commitment, producer } };
      return { ...made, input };
    },
    twice: 'both',
  },
  'behalf.confirm': byProducer(({ entry }) => ({ entry, version: 1 })),
  'behalf.dispute': byProducer(({ entry }) => ({ entry, version: 1, words: 'Không phải ngày đó' })),
  'behalf.make_code': byProducer(({ producer }) => ({ producer }), 'both'),
  'behalf.confirm_by_code': byOfficer(async ({ producer, entry, right }, db) => {
    const { code } = await makeCode(ctxOf(db, right), { producer });
    return { producer, entries: [entry], code };
  }),
  'behalf.confirm_by_sheet': byOfficer(async ({ producer, entry, officer }, db) => ({
    producer,
    entries: entry,
    issued_on: '2026-11-20',
    file: await uploaded(filesCtx(db, officer)),
  })),
};

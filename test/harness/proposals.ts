import { roles } from '#domain/identity/rules';
import { enterProducerFact } from '#domain/producers/facts';
import { decideProposal, makeProposal } from '#domain/proposals/actions';
import type { Db } from '#kernel/db';
import { ctxOf, personWith, systemCtx } from '../makers/context.ts';
import { ofProducer } from './grading.ts';
import type { Proof, Proofs } from './types.ts';

const commitment = { kind: 'safety_commitment', received_by: 'UBND xã', from: '2026-03-01' };

async function around(db: Db) {
  const made = await ofProducer(db);
  const { id } = await enterProducerFact(systemCtx(db), { producer: made.producer, ...commitment });
  const input = { act: 'producers.correct_fact', input: { ...commitment, id, version: '1', number: '7' } };
  return { ...made, input };
}

/** The same with the proposal made, by the producer's own person. */
async function withProposal(db: Db) {
  const { input, ...rest } = await around(db);
  const { id: proposal } = await makeProposal(ctxOf(db, rest.right), input);
  const officer = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
  return { ...rest, proposal, officer };
}

const officers = ['commune_officer', 'province_officer', 'ministry_officer', 'administrator'];
const own = (input: (proposal: string) => object, isAsked = false): Proof => ({
  given: async (db) => {
    const { proposal, officer, right, refused, stranger } = await withProposal(db);
    if (isAsked)
      await decideProposal(ctxOf(db, officer), { proposal, version: 1, decision: 'ask', reason: 'Giấy nào?' });
    return { right, refused, stranger, input: { ...input(proposal) } };
  },
  twice: 'one',
});

export const proofs: Proofs = {
  'proposals.make': {
    given: async (db) => {
      const { right, refused, stranger, input } = await around(db);
      return { right, refused, stranger, input };
    },
    twice: 'both',
  },
  'proposals.answer': own((proposal) => ({ proposal, version: 2, note: 'Giấy số 7' }), true),
  'proposals.withdraw': own((proposal) => ({ proposal, version: 1 })),
  'proposals.send_back_fact': {
    given: async (db) => {
      const { producer, right: owner } = await ofProducer(db);
      const { id } = await enterProducerFact(ctxOf(db, owner), { producer, ...commitment });
      return {
        right: await personWith(db, 'commune_officer', { area: 'VN/22/06970' }),
        refused: await Promise.all(
          roles.filter((role) => !officers.includes(role)).map((role) => personWith(db, role, { area: 'VN' })),
        ),
        stranger: await personWith(db, 'commune_officer', { area: 'VN/22/06994' }),
        input: { kind: commitment.kind, id, version: 1, reason: 'Thiếu số' },
      };
    },
    twice: 'one',
  },
  'proposals.decide': {
    given: async (db) => {
      const { proposal, officer } = await withProposal(db);
      return {
        right: officer,
        refused: await Promise.all(
          roles.filter((role) => !officers.includes(role)).map((role) => personWith(db, role, { area: 'VN' })),
        ),
        stranger: await personWith(db, 'commune_officer', { area: 'VN/22/06994' }),
        input: { proposal, version: 1, decision: 'accept' },
      };
    },
    twice: 'one',
  },
};

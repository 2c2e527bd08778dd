import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { producerIn } from '../../../test/makers/products.ts';
import { correctProducerFact, enterProducerFact, producerFacts, producerOwner } from '#domain/producers/facts';
import { answerProposal, decideProposal, makeProposal, withdrawProposal } from './actions.ts';
import { proposalById, proposalsOf, waitingProposals } from './queries.ts';
import { after, decisions, type Move, type State } from './rules.ts';

const commitment = { kind: 'safety_commitment', received_by: 'UBND xã', from: '2026-03-01' };

async function proposed() {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const { id: fact } = await enterProducerFact(systemCtx(db), { producer, ...commitment });
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  const officer = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  const input = { ...commitment, id: fact, version: '1', number: '12/CK' };
  const { id } = await makeProposal(own, { act: 'producers.correct_fact', input, note: 'Ghi thiếu số' });
  const number = async () => {
    const found = await producerFacts(officer, await producerOwner(officer, producer));
    return found.safety_commitment![0]!.number;
  };
  return { db, producer, fact, own, officer, id, number };
}

test('a proposal waits, is accepted as the official’s own act, and its producer sees it', async () => {
  const { own, officer, producer, id, number } = await proposed();
  expect((await waitingProposals(officer)).map((one) => one.id)).toEqual([id]);
  expect(await number()).toBeNull();
  await decideProposal(officer, { proposal: id, version: 1, decision: 'accept' });
  expect(await number()).toBe('12/CK');
  expect(await waitingProposals(officer)).toEqual([]);
  expect(await proposalsOf(own, producer)).toMatchObject([{ id, state: 'accepted' }]);
});

test('the same words sent twice are one proposal while it waits', async () => {
  const { own, officer, producer, fact, id } = await proposed();
  const input = { ...commitment, id: fact, version: '1', number: '12/CK' };
  const again = { act: 'producers.correct_fact', input, note: 'Ghi thiếu số' };
  const two = await Promise.all([makeProposal(own, again), makeProposal(own, again)]);
  expect(two).toEqual([{ id }, { id }]);
  await makeProposal(own, { ...again, note: 'Lý do khác' });
  expect(await waitingProposals(officer)).toHaveLength(2);
  await decideProposal(officer, { proposal: id, version: 1, decision: 'refuse', reason: 'Chưa rõ' });
  await makeProposal(own, again);
  expect(await proposalsOf(own, producer)).toHaveLength(3);
});

test('two officers decide one proposal: one wins, the other is told who was first', async () => {
  const { db, officer, id } = await proposed();
  const other = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' }));
  const decide = (ctx: typeof officer, decision: string) =>
    decideProposal(ctx, { proposal: id, version: 1, decision, reason: 'Chưa có giấy' });
  const outcomes = await Promise.allSettled([decide(officer, 'accept'), decide(other, 'refuse')]);
  const lost = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(lost.reason).toMatchObject({
    code: 'state.conflict',
    details: { reason: 'proposals.meanwhile', by: expect.stringMatching(/officer/) },
  });
});

test('asked again, answered, refused with a reason; data that changed meanwhile is not overwritten', async () => {
  const { own, officer, id, fact, number } = await proposed();
  await expect(decideProposal(officer, { proposal: id, version: 1, decision: 'ask' })).rejects.toMatchObject({
    issues: [{ path: 'reason', key: 'fields.required' }],
  });
  await decideProposal(officer, { proposal: id, version: 1, decision: 'ask', reason: 'Số nào?' });
  const found = async (state: 'open' | 'asked') => (await waitingProposals(officer, state)).map((one) => one.id);
  expect([await found('open'), await found('asked')]).toEqual([[], [id]]); // not out of the official's sight
  await answerProposal(own, { proposal: id, version: 2, note: 'Số 12/CK, ngày 1/3' });
  expect(await proposalById(officer, id)).toMatchObject({ state: 'open', note: 'Số 12/CK, ngày 1/3', version: 3 });
  await correctProducerFact(officer, { ...commitment, id: fact, version: 1, number: '99' });
  await expect(decideProposal(officer, { proposal: id, version: 3, decision: 'accept' })).rejects.toMatchObject({
    code: 'state.conflict',
    details: { reason: 'proposals.stale' },
  });
  expect(await number()).toBe('99');
  await decideProposal(officer, { proposal: id, version: 3, decision: 'refuse', reason: 'Đã sửa theo giấy' });
  await expect(withdrawProposal(own, { proposal: id, version: 4 })).rejects.toMatchObject({ code: 'state.conflict' });
});

test('what is wrong with a proposal is told when it is made; nobody proposes for somebody else, nor decides their own', async () => {
  const { db, own, fact, id } = await proposed();
  const act = 'producers.correct_fact';
  const input = { ...commitment, id: fact, version: '1', from: '31/02/2026' };
  await expect(makeProposal(own, { act, input })).rejects.toMatchObject({ issues: [{ path: 'from' }] });
  await expect(makeProposal(own, { act: 'identity.grant_role', input: {} })).rejects.toMatchObject({
    code: 'not_found',
  });
  const elsewhere = await producerIn(db, 'VN/22/06994', 'HTX Khác');
  const stranger = ctxOf(db, await personWith(db, 'producer_owner', { organisation: elsewhere }));
  await expect(makeProposal(stranger, { act, input: { ...input, from: '2026-03-01' } })).rejects.toMatchObject({
    code: 'refused',
  });
  await expect(proposalById(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
  // Whoever holds both roles may not be judge of their own wish.
  const both = {
    ...own.actor!,
    grants: [...own.actor!.grants, { role: 'commune_officer', area: 'VN/22', organisation: null }],
  };
  await expect(decideProposal(ctxOf(db, both), { proposal: id, version: 1, decision: 'accept' })).rejects.toMatchObject(
    { code: 'refused' },
  );
});

test('a proposal that ended moves no more, whatever is tried', () => {
  const every = [...decisions, 'answer', 'withdraw'] as Move[];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...every), { maxLength: 12 }), (moves) => {
      const states: State[] = ['open'];
      for (const move of moves) states.push(after(states.at(-1)!, move) ?? states.at(-1)!);
      const end = states.findIndex((state) => !['open', 'asked'].includes(state));
      expect(end < 0 ? [] : states.slice(end)).toEqual(end < 0 ? [] : states.slice(end).map(() => states[end]));
    }),
  );
});

test('a producer that proposes without end floods no officer', async () => {
  const { own, fact, id } = await proposed();
  let sent = 0;
  const again = () => {
    const input = { ...commitment, id: fact, version: '1', scope: `Lần ${++sent}` }; // the same words are one proposal
    return makeProposal(own, { act: 'producers.correct_fact', input });
  };
  await withdrawProposal(own, { proposal: id, version: 1 });
  for (let i = 1; i < 100; i++) await again();
  await expect(again()).rejects.toMatchObject({ code: 'limit.reached', details: { minutes: 24 * 60 } });
});

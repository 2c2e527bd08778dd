import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { aProduct, producerIn } from '../../../test/makers/products.ts';
import { checkProducerFact, correctProducerFact, enterProducerFact } from '#domain/producers/facts';
import { registerProduct } from '#domain/products/actions';
import { enterProductFact } from '#domain/products/facts';
import { sendBackFact, sentBack } from './sent-back.ts';
import { factDuties, returnedFacts, uncheckedFacts } from './unchecked.ts';

const commitment = { kind: 'safety_commitment', received_by: 'UBND xã', from: '2026-03-01' };

async function around() {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  const officer = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  const { id } = await enterProducerFact(own, { producer, ...commitment });
  await enterProductFact(own, { product, kind: 'label', label_name: 'Mật ong', from: '2026-03-01' });
  return { db, producer, product, own, officer, id };
}

test('what a producer says waits for an officer of its area, labels apart; what an officer enters does not', async () => {
  const { db, producer, product, officer, id } = await around();
  await enterProducerFact(officer, { producer, ...commitment });
  expect((await uncheckedFacts(officer, {})).items).toMatchObject([
    { kind: 'safety_commitment', id, owner_kind: 'producer', owner_id: producer, producer_id: producer, reason: null },
    { kind: 'label', owner_kind: 'product', owner_id: product, producer_id: producer },
  ]);
  expect((await uncheckedFacts(officer, { kind: 'label', area: 'VN/22/06994' })).items).toEqual([]);
  const one = { count: 1, oldest: officer.now };
  expect(await factDuties(officer)).toEqual({ facts: one, labels: one });
  const none = { count: 0, oldest: null };
  for (const role of ['commune_officer', 'auditor'] as const) {
    const other = ctxOf(db, await personWith(db, role, { area: 'VN/22/06994' }));
    expect([(await uncheckedFacts(other, {})).items, await factDuties(other)]).toEqual([
      [],
      { facts: none, labels: none },
    ]);
  }
  await checkProducerFact(officer, { kind: commitment.kind, id, version: 1 });
  expect((await factDuties(officer)).facts).toEqual(none);
});

test('sent back, it is its producer’s turn until they word it anew', async () => {
  const { db, own, officer, id } = await around();
  const fact = { kind: commitment.kind, id, version: 1 };
  await sendBackFact(officer, { ...fact, reason: 'Thiếu số cam kết' });
  expect(await returnedFacts(own)).toMatchObject([{ id, reason: 'Thiếu số cam kết' }]);
  expect(await sentBack(own, [fact])).toEqual(new Map([[`${id}:1`, 'Thiếu số cam kết']]));
  const stranger = ctxOf(
    db,
    await personWith(db, 'producer_owner', { organisation: await producerIn(db, 'VN/22/06994', 'Khác') }),
  );
  expect([await returnedFacts(stranger), (await sentBack(stranger, [fact])).size]).toEqual([[], 0]);
  expect((await uncheckedFacts(officer, {})).items.map((row) => row.kind)).toEqual(['label']);
  expect((await uncheckedFacts(officer, { turn: 'producer' })).items).toMatchObject([{ id }]);
  await correctProducerFact(own, { ...commitment, ...fact, number: '12/CK' });
  expect([(await uncheckedFacts(officer, {})).items.length, await returnedFacts(own)]).toEqual([2, []]);
  await expect(sendBackFact(officer, { ...fact, reason: 'Cũ' })).rejects.toMatchObject({ code: 'state.conflict' });
});

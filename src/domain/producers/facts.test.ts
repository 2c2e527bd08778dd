import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { aProduct, producerIn } from '../../../test/makers/products.ts';
import { registerProduct } from '#domain/products/actions';
import { enterProductFact, publicProductFacts } from '#domain/products/facts';
import { kinds as productKinds } from '#domain/products/kinds';
import { addFacility } from './facilities.ts';
import {
  checkProducerFact,
  correctProducerFact,
  endProducerFact,
  enterProducerFact,
  producerFacts,
  producerFactWordings,
  producerOwner,
  publicProducerFacts,
  takeBackProducerFact,
} from './facts.ts';
import { kinds } from './kinds.ts';

const dayNo = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
const span = fc.tuple(fc.nat(40), fc.option(fc.nat(40), { nil: null })).map(([from, long]) => ({
  from: dayNo(from),
  until: long === null ? null : dayNo(from + long),
}));
type Told = { from: string; until: string | null };
const step = fc.record({
  later: fc.nat(3),
  which: fc.nat(5),
  what: fc.constantFrom('enter', 'correct', 'end', 'takeBack'),
  span,
});

test('what held on a day, as known on a day, is computed again whatever was corrected since', async () => {
  const { db } = await freshDatabase();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 9 }), fc.nat(60), async (steps, on) => {
      const producer = await producerIn(db, 'VN/22/06970');
      const owner = await producerOwner(systemCtx(db), producer);
      const facts: { id: string; version: number; told: Told }[] = [];
      const known = new Map<string, Map<string, Told>>(); // what stood at the end of each day
      let at = 0;
      for (const { later, which, what, span: told } of steps) {
        at += later;
        const ctx = systemCtx(db, dayNo(at));
        const said = { kind: 'training', course: 'Lớp', managers: 1, others: 0, ...told };
        const fact = facts[which % Math.max(1, facts.length)];
        if (what === 'enter' || !fact) {
          const { id } = await enterProducerFact(ctx, { ...said, producer });
          facts.push({ id, version: 1, told });
        } else {
          const named = { kind: 'training', id: fact.id, version: fact.version };
          if (what === 'takeBack') {
            await takeBackProducerFact(ctx, named);
            facts.splice(facts.indexOf(fact), 1);
          } else {
            const until = fact.told.from > told.from ? fact.told.from : told.from;
            if (what === 'end') await endProducerFact(ctx, { ...named, on: until });
            else await correctProducerFact(ctx, { ...said, id: fact.id, version: fact.version });
            fact.told = what === 'end' ? { from: fact.told.from, until } : told;
            fact.version++;
          }
        }
        known.set(dayNo(at), new Map(facts.map((one) => [one.id, one.told])));
      }
      for (const [day, stood] of known) {
        const { training } = await producerFacts(systemCtx(db), owner, { on: dayNo(on), known: day });
        const expected = [...stood].filter(
          ([, { from, until }]) => from <= dayNo(on) && (!until || until >= dayNo(on)),
        );
        expect(training!.map(({ id }) => id).toSorted()).toEqual(expected.map(([id]) => id).toSorted());
      }
    }),
    { numRuns: 25 },
  );
});

test('a correction shows as one: both wordings stand in the history, with who and when', async () => {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const officer = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
  const said = { kind: 'safety_commitment', received_by: 'UBND xã', from: '2026-03-01' };
  const { id } = await enterProducerFact(systemCtx(db, '2026-03-02'), { ...said, producer });
  await correctProducerFact(ctxOf(db, officer, '2026-05-01'), { ...said, id, version: 1, received_by: 'Sở NN&MT' });
  const rows = await producerFactWordings(systemCtx(db), 'safety_commitment', id);
  expect(rows.map(({ version, received_by, recorder }) => [version, received_by, !!recorder])).toEqual([
    [2, 'Sở NN&MT', true],
    [1, 'UBND xã', false],
  ]);
  const owner = await producerOwner(systemCtx(db), producer);
  const asKnown = async (known: string) =>
    (await producerFacts(systemCtx(db), owner, { on: '2026-03-01', known })).safety_commitment!.map(
      ({ received_by }) => received_by,
    );
  expect([await asKnown('2026-03-01'), await asKnown('2026-04-30'), await asKnown('2026-05-01')]).toEqual([
    [],
    ['UBND xã'],
    ['Sở NN&MT'],
  ]);
});

test('a producer writes its own facts, unchecked; what an official checked it cannot change by itself', async () => {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  const officer = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  const said = { kind: 'quality_system', standard: 'haccp', production: 'on', from: '2026-01-01' };
  const { id } = await enterProducerFact(own, { ...said, producer });
  await correctProducerFact(own, { ...said, id, version: 1, number: '12' });
  await checkProducerFact(officer, { kind: 'quality_system', id, version: 2 });
  const [row] = await producerFactWordings(own, 'quality_system', id);
  expect(row).toMatchObject({ checked: true, number: '12', version: 3, production: true, circulation: false });
  await expect(
    endProducerFact(own, { kind: 'quality_system', id, version: 3, on: '2026-02-01' }),
  ).rejects.toMatchObject({ code: 'refused', details: { reason: 'facts.bar.checked' } });
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  const flagship = { kind: 'class_membership', class: 'provincial_flagship', from: '2026-01-01', product };
  await expect(enterProductFact(own, flagship)).rejects.toMatchObject({ details: { reason: 'facts.bar.official' } });
  await enterProductFact(officer, flagship);
});

test('a contract names a partner of the register or off it, and only facilities of its own', async () => {
  const { db } = await freshDatabase();
  const [producer, partner] = [await producerIn(db, 'VN/22/06970'), await producerIn(db, 'VN/22/06994', 'HTX Biển')];
  const ctx = systemCtx(db);
  const { id: facility_id } = await addFacility(ctx, {
    producer: partner,
    name: 'Xưởng',
    activity: 'processing',
    commune: '06994',
  });
  const said = { kind: 'supply_contract', producer, partner: 'HTX Biển', material: 'Hàu', from: '2026-01-01' };
  await expect(enterProducerFact(ctx, { ...said, facility_id })).rejects.toMatchObject({
    issues: [{ path: 'facility_id', key: 'fields.choice' }],
  });
  await expect(enterProducerFact(ctx, { ...said, partner_id: producer })).rejects.toMatchObject({
    issues: [{ path: 'partner_id', key: 'facts.partner_self' }],
  });
  await enterProducerFact(ctx, { ...said, partner_id: `/producers/${partner}`, quantity: '12.000', unit: 'kg' });
  await enterProducerFact(ctx, { ...said, partner: 'Nhóm hộ nuôi hàu (ngoài sổ đăng ký)' });
  const rows = (await producerFacts(ctx, await producerOwner(ctx, producer))).supply_contract!;
  expect(rows.map(({ partner_id }) => partner_id).toSorted()).toEqual([null, partner].toSorted());
  const elsewhere = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06994' }));
  expect(await producerFacts(elsewhere, await producerOwner(ctx, producer))).not.toHaveProperty('supply_contract');
});

test('each kind lies in a table of its own room', () => {
  const tables = (room: string, all: typeof kinds) => Object.values(all).filter(({ table }) => !table.startsWith(room));
  expect([...tables('producers.', kinds), ...tables('products.', productKinds)]).toEqual([]);
});

test('everybody reads of the facts that hold today what is open, and where a household sells or grows stays at home', async () => {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const product = await registerProduct(systemCtx(db), aProduct(producer));
  const about = { from: '2026-01-01', until: null };
  const place = { ...about, kind: 'sales_place', name: 'Chợ Ba Chẽ', address: 'thôn 3', last_checked: null };
  await enterProductFact(systemCtx(db), { ...place, product: product.id });
  await enterProductFact(systemCtx(db), { ...place, name: 'Chợ cũ', until: '2026-02-01', product: product.id });
  const right = { right_kind: 'trade_mark', stage: 'registered', number: '4-0123', owner: 'Nguyễn Văn A', issuer: '' };
  await enterProductFact(systemCtx(db), { ...about, kind: 'registered_right', ...right, product: product.id });
  const stranger = ctxOf(db, null);
  const said = async (kind: string) =>
    (await publicProductFacts(stranger, { id: product.id, producer_kind: kind })).map((fact) => [fact.kind, fact.said]);
  const mark = ['registered_right', { right_kind: 'trade_mark', stage: 'registered', number: '4-0123' }];
  expect(await said('company')).toEqual([mark, ['sales_place', { name: 'Chợ Ba Chẽ', address: 'thôn 3' }]]);
  expect(await said('household')).toEqual([mark, ['sales_place', { name: 'Chợ Ba Chẽ' }]]);

  const area = { ...about, kind: 'sourcing_area', name: 'Đồi chè', material: 'trà hoa vàng', place: 'thôn 3' };
  await enterProducerFact(systemCtx(db), { ...area, area_m2: null, growers: 4, area_code: null, producer });
  const ofProducer = (isPrivate: boolean) => publicProducerFacts(stranger, { id: producer, isPrivate });
  expect((await ofProducer(false)).map((fact) => fact.said)).toEqual([
    { name: 'Đồi chè', material: 'trà hoa vàng', place: 'thôn 3' },
  ]);
  expect(await ofProducer(true)).toEqual([]);
});

import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { aProduct, aRecognition, producerIn } from '../../../test/makers/products.ts';
import { inTransaction } from '#kernel/action';
import { frameOf } from '#domain/criteria/frames';
import type { Star } from '#domain/criteria/rules';
import type { Db } from '#kernel/db';
import { changeProduct, registerProduct } from './actions.ts';
import { correctRecognition, recordRecognition, takeBackRecognition } from './recognitions.ts';
import { correctWithdrawal, takeBackWithdrawal, withdrawRecognition } from './withdrawals.ts';
import { addOldCode, giveCode, takeBackOldCode } from './codes.ts';
import { relistProducts, renewPlaces } from './reactions.ts';
import { figures } from './figures.ts';
import { publicProduct } from './queries.ts';
import { verify } from './verify.ts';
import { addMonths } from '#domain/papers/rules';
import { isGtin, pointsFault, readHundredths, standing } from './rules.ts';
import { searchProducts } from './search.ts';
import { changeProducer } from '#domain/producers/actions';

describe('rules', () => {
  test('36 months later is the same day, or the last of a shorter month', () => {
    expect([
      addMonths('2025-08-14', 36),
      addMonths('2024-02-29', 36),
      addMonths('2025-01-31', 1),
      addMonths('2023-11-30', 3),
    ]).toEqual(['2028-08-14', '2027-02-28', '2025-02-28', '2024-02-29']);
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2013-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.nat(120),
        (date, months) => {
          const day = date.toISOString().slice(0, 10);
          const end = addMonths(day, months);
          expect(end >= day).toBe(true);
          expect(Number(end.slice(8))).toBeLessThanOrEqual(Number(day.slice(8)));
        },
      ),
    );
  });

  const held = (id: string, from: string | null, to: string | null, stars = 4, year: number | null = null) => ({
    id,
    stars,
    decided_on: from,
    year,
    valid_from: from,
    valid_to: to,
  });

  test('a star holds on its last day and not on the next', () => {
    const one = [held('a', '2023-11-23', '2026-11-23')];
    expect([standing(one, [], '2026-11-23').state, standing(one, [], '2026-11-24').state]).toEqual([
      'valid',
      'expired',
    ]);
  });

  test('the latest decision counts: an earlier star does not come back', () => {
    const two = [held('a', '2024-01-01', '2027-01-01', 3), held('b', '2025-01-01', '2028-01-01', 4)];
    const withdrawal = { recognition_id: 'b', valid_from: '2026-01-01', ground: 'b' };
    expect(standing(two, [], '2026-06-01')).toMatchObject({ state: 'valid', stars: 4, until: '2028-01-01' });
    expect(standing(two, [withdrawal], '2026-06-01')).toMatchObject({ state: 'withdrawn', stars: 4, ground: 'b' });
    expect(standing(two, [withdrawal], '2025-12-31').state).toBe('valid');
  });

  test('an undated decision may be the later one: unknown, once the dated star no longer holds', () => {
    const ended = held('a', '2020-05-01', '2023-05-01', 3);
    const state = (year: number | null, of = ended) =>
      standing([of, held('b', null, null, 4, year)], [], '2026-06-01').state;
    expect([state(2025), state(2020), state(null), state(2019)]).toEqual(['unknown', 'unknown', 'unknown', 'expired']);
    expect(state(2025, held('a', '2024-05-01', '2027-05-01', 3))).toBe('valid');
  });

  test('no decision date: unknown, and no star to show', () => {
    expect(standing([held('a', null, null)], [], '2026-06-01')).toMatchObject({ state: 'unknown', stars: null });
    expect(standing([], [], '2026-06-01').state).toBe('none');
  });

  test('a GTIN has its check digit', () => {
    expect(['8936012345674', '4006381333931', '96385074', '036000291452'].map(isGtin)).toEqual([
      isGtin('8936012345674'),
      true,
      true,
      true,
    ]);
    expect(['4006381333932', '123', '400638133393１', '00000000', '0000000000000'].map(isGtin)).toEqual(
      Array(5).fill(false),
    );
  });

  test('points are read as printed, and must fit parts, sum and star', () => {
    expect(['82,50', '82.5', '82', '7,05', '82,555', 'x'].map(readHundredths)).toEqual([
      8250,
      8250,
      8200,
      705,
      null,
      null,
    ]);
    const fault = (stars: Star, a: number, b: number, c: number, total: number | null, criteria = '26/2026/QĐ-TTg') =>
      pointsFault(stars, { part_a: a, part_b: b, part_c: c, total }, frameOf(criteria)!)?.key ?? null;
    expect(fault(4, 3300, 2050, 2900, 8250)).toBeNull();
    expect(fault(4, 3300, 2050, 2900, 8200)).toBe('products.total_not_sum');
    expect(fault(4, 4100, 2000, 2000, null)).toBe('products.part_above');
    expect(fault(4, 3400, 2000, 4000, null, '1048/QĐ-TTg')).toBeNull();
    expect(fault(4, 3000, 2000, 1900, null)).toBe('products.stars_above_band');
    expect(fault(3, 4000, 2500, 3500, 10_000)).toBeNull(); // a minimum was missed
  });
});

describe('the register', () => {
  let db: Db;
  let producer: string;
  beforeEach(async () => {
    ({ db } = await freshDatabase());
    producer = await producerIn(db, 'VN/22/06970', 'HTX Ong Rừng');
  });
  const ctx = () => systemCtx(db);
  const add = async (name: string, given: object = {}) =>
    (await registerProduct(ctx(), aProduct(producer, { name, ...given }))).id;

  test('the same products are found however the words are typed', async () => {
    const honey = [await add('Mật ong rừng Ba Chẽ'), await add('Mật ong hoa vải')].toSorted();
    await add('Chè Đường Hoa', { set_no: 11 });
    const found = async (q: string) => (await searchProducts(ctx(), { q })).items.map(({ id }) => id).toSorted();
    for (const q of ['Mật ong', 'mat ong', 'MẬT ONG', 'Mật ong'.normalize('NFD'), 'ong mật', 'mat onng', 'mật  ong!'])
      expect(await found(q), q).toEqual(honey);
    expect((await searchProducts(ctx(), { q: 'mat onng' })).corrected).toBe('mat ong');
    // A letter wrong, missing or too many, neighbours swapped, and a slip that makes another word of the register.
    const corrected = async (q: string) => (await searchProducts(ctx(), { q })).corrected;
    for (const q of ['mat omg', 'mta ong', 'mt ong', 'mat ogn', 'mat omng'])
      expect(await corrected(q), q).toBe('mat ong');
    expect(await corrected('ba che ong')).toBeNull();
    expect(await corrected('che ong')).toBeNull();
    expect(await corrected('ong duong')).toBeNull(); // both words are known: nothing near holds them together
    expect(await found('khongcogi')).toEqual([]);
    const monster = '각'.repeat(200); // PostgreSQL measures no word of more than 255 letters
    const [one] = [await add(monster), await add('x'.repeat(200))];
    expect(await found(monster)).toEqual([one]);
    for (const q of [`${monster.slice(1)} mat`, `mat ${'x'.repeat(190)}`]) expect(await found(q), q).toEqual([]);
    expect(await corrected(`mta ong`)).toBe('mat ong');
    expect(await found("'; drop table products.listing; --")).toEqual([]);
  });

  test('a row is found exactly by words that it holds, however many and in whatever order', async () => {
    await add('Mật ong 𝐗 ﷲ số 5');
    await add('Mật mía số 22');
    const rows = await db
      .selectFrom('products.listing')
      .select(['product_id', sql<string[]>`tsvector_to_array(folded)`.as('words')])
      .execute();
    const all = [...new Set(rows.flatMap(({ words }) => words))];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(all, { minLength: 1, maxLength: 3 }), async (asked) => {
        const holds = rows.filter(({ words }) => asked.every((word) => words.includes(word)));
        const { items } = await searchProducts(ctx(), { q: asked.join(' ') });
        expect(items.map(({ id }) => id).toSorted()).toEqual(holds.map(({ product_id }) => product_id).toSorted());
      }),
      { numRuns: 60 },
    );
  });

  test('what was typed with marks ranks above what only folds alike', async () => {
    await add('Mắt kính tre', { set_no: 21 }); // "mat" as well
    const honey = await add('Mật rừng');
    expect((await searchProducts(ctx(), { q: 'mật' })).items[0]!.id).toBe(honey);
  });

  test('pages by key lose nothing and double nothing, ranked and by name', async () => {
    for (let n = 0; n < 23; n++) await add(`Miến dong số ${n}`);
    for (const q of ['miến dong', null]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof searchProducts>> = await searchProducts(ctx(), { q, after, limit: 5 });
        expect(page.total).toBe(23);
        seen.push(...page.items.map(({ id }) => id));
        after = page.next;
      } while (after);
      expect([seen.length, new Set(seen).size]).toEqual([23, 23]);
    }
  });

  test('a cursor made by hand is refused at its field', async () => {
    for (const after of [
      'x',
      'e30',
      Buffer.from('{"name":5}').toString('base64url'),
      Buffer.from('[]').toString('base64url'),
    ]) {
      await expect(searchProducts(ctx(), { after })).rejects.toMatchObject({
        issues: [{ path: 'after', key: 'fields.cursor' }],
      });
    }
  });

  test('the state in the list is the standing of the product, on every day', async () => {
    const id = await add('Trà hoa vàng', { set_no: 12 });
    const first = await recordRecognition(
      ctx(),
      aRecognition(id, { decided_on: '2023-06-01', criteria: '148/QĐ-TTg' }),
    );
    const second = await add('Trà dây');
    await recordRecognition(ctx(), aRecognition(second, { decided_on: null, year: 2021, criteria: '1048/QĐ-TTg' }));
    for (const day of ['2023-05-31', '2023-06-01', '2026-06-01', '2026-06-02']) {
      const on = systemCtx(db, day);
      const { items } = await searchProducts(on, {});
      for (const item of items) {
        const { standing: held } = await publicProduct(on, item.id);
        if (day >= '2023-06-01') expect([day, item.name, item.state]).toEqual([day, item.name, held.state]);
      }
    }
    await withdrawRecognition(ctx(), { id: first.id, ground: 'đ', on: '2026-01-01' });
    expect((await searchProducts(ctx(), { state: 'withdrawn' })).items.map((item) => item.id)).toEqual([id]);
    expect((await searchProducts(ctx(), { state: 'unknown' })).items.map((item) => item.id)).toEqual([second]);
    expect((await searchProducts(ctx(), { stars: 4 })).items).toEqual([]);
  });

  test('a recognition under 26/2026 gives the product its code, counted by commune and year', async () => {
    const ids = [await add('A'), await add('B')];
    for (const id of ids) await recordRecognition(ctx(), aRecognition(id));
    expect(await Promise.all(ids.map(async (id) => (await publicProduct(ctx(), id)).code))).toEqual([
      '22-06970-01-2026',
      '22-06970-02-2026',
    ]);
    const old = await add('C');
    await recordRecognition(ctx(), aRecognition(old, { criteria: '148/QĐ-TTg', decided_on: '2025-01-17' }));
    expect((await publicProduct(ctx(), old)).code).toBeNull();
    expect(await giveCode(ctx(), { product: old, year: 2026 })).toEqual({ code: '22-06970-03-2026' });
  });

  test('a code says what it is known to mean, and nothing is guessed', async () => {
    const id = await add('Mật ong', { gtin: '4006381333931' });
    await recordRecognition(ctx(), aRecognition(id, { certificate_no: 'GCN 12/2026' }));
    await addOldCode(ctx(), { product: id, code: '22-202-06970-3-2022' });
    const what = async (text: string) => {
      const { matches } = await verify(ctx(), text);
      expect(matches.length, text).toBeLessThan(2);
      return matches[0]?.matched ?? null;
    };
    expect(await what(' 22-06970-01-2026 ')).toBe('code');
    expect(await what('http://ocop.example.vn/verify/22-06970-01-2026')).toBe('code');
    expect(await what('22-202-06970-3-2022')).toBe('old_code');
    expect(await what('gcn 12/2026')).toBe('certificate');
    expect(await what('4006381333931')).toBe('gtin');
    for (const text of ['22 06970 01 2026', '22.06970.01.2026', 'gcn-12-2026', 'GCN 12 / 2026', '22 202 06970 3 2022'])
      expect(await what(text), text).not.toBeNull();
    for (const text of ['22-06970-99-2026', '２２-06970-01-2026', '', '%ff', 'x'.repeat(500), '<script>'])
      expect(await what(text), text).toBeNull();
  });

  test('an expired certificate number speaks of itself, even when the product holds a newer star', async () => {
    const id = await add('Mật ong');
    await recordRecognition(
      ctx(),
      aRecognition(id, { stars: 3, decided_on: '2023-03-01', criteria: '148/QĐ-TTg', certificate_no: 'CU-1' }),
    );
    await recordRecognition(ctx(), aRecognition(id, { certificate_no: 'MOI-1', reason: 'upgrade' }));
    const said = async (text: string) => (await verify(ctx(), text)).matches.map(({ standing: held }) => held);
    expect(await said('CU-1')).toMatchObject([{ state: 'expired', stars: 3 }]);
    expect(await said('MOI-1')).toMatchObject([{ state: 'valid', stars: 4 }]);
  });

  test('a certificate is valid only while no later decision stands in its place, even a withdrawn one', async () => {
    const id = await add('Mật ong');
    await recordRecognition(ctx(), aRecognition(id, { stars: 3, decided_on: '2026-08-01', certificate_no: 'CU-2' }));
    const { id: upgrade } = await recordRecognition(
      ctx(),
      aRecognition(id, { certificate_no: 'MOI-2', reason: 'upgrade', decided_on: '2026-09-01', decision_no: '9/QĐ' }),
    );
    const said = async (text: string) => (await verify(ctx(), text)).matches.map(({ standing: held }) => held.state);
    expect([await said('CU-2'), await said('MOI-2')]).toEqual([['replaced'], ['valid']]);
    await withdrawRecognition(ctx(), { id: upgrade, ground: 'b', on: '2026-10-01', decision_no: '10/QĐ' });
    expect([await said('CU-2'), await said('MOI-2')]).toEqual([['replaced'], ['withdrawn']]);
  });

  test('a code that several products bear names them all, and no product takes another one’s code', async () => {
    const [a, b] = [await add('Mật ong'), await add('Chè xanh')];
    for (const id of [a, b]) await recordRecognition(ctx(), aRecognition(id, { certificate_no: 'Số 07 (2026)' }));
    const { matches } = await verify(ctx(), 'số 07 (2026)');
    expect(matches.map(({ product }) => product.id).toSorted()).toEqual([a, b].toSorted());
    const { code } = await publicProduct(ctx(), a);
    for (const taken of [code!, code!.replaceAll('-', ' ')])
      await expect(addOldCode(ctx(), { product: b, code: taken })).rejects.toMatchObject({
        issues: [{ path: 'code', key: 'products.code_elsewhere' }],
      });
    await addOldCode(ctx(), { product: b, code: 'NHÃN-1' });
    await takeBackOldCode(ctx(), { product: b, code: 'NHÃN-1' });
    expect((await verify(ctx(), 'NHÃN-1')).matches).toEqual([]);
  });

  test('what the law forbids is refused at its field', async () => {
    const id = await add('Mật ong');
    const issue = (given: Record<string, unknown>) =>
      recordRecognition(ctx(), aRecognition(id, given)).then(
        () => 'done',
        (error: { issues: { path: string; key: string }[] }) => `${error.issues[0]!.path} ${error.issues[0]!.key}`,
      );
    expect(await issue({ decided_on: '2026-12-01' })).toBe('decided_on producers.future');
    expect(await issue({ stars: 2 })).toBe('stars fields.too_small');
    const undated = { decided_on: null, printed_end: null };
    expect(await issue({ ...undated, level: 'district', stars: 3 })).toBe('level products.no_districts');
    expect(await issue({ ...undated, year: 2027 })).toBe('year producers.future');
    expect(await issue({ decided_on: '2024-05-06', criteria: '148/QĐ-TTg', level: 'district', stars: 4 })).toBe(
      'level products.district_gives_three',
    );
    expect(await issue({ stars: 5, level: 'province' })).toBe('level products.five_by_ministry');
    expect(await issue({ stars: 4, level: 'district', decided_on: '2025-07-01', criteria: '148/QĐ-TTg' })).toBe(
      'level products.no_districts',
    );
    expect(await issue({ criteria: '26/2026/QĐ-TTg', decided_on: '2026-05-21' })).toBe(
      'criteria products.criteria_not_in_force',
    );
    expect(await issue({ total: '69,99' })).toBe('stars products.stars_above_band');
    expect(await issue({})).toBe('done');
    expect(await issue({})).toBe('decision_no products.recognised_already');
  });

  test('a correction is a new row: what was known before can still be asked', async () => {
    const id = await add('Mật ong');
    const made = await recordRecognition(ctx(), aRecognition(id, { decision_no: '1/QĐ' }));
    const { product: _, ...again } = aRecognition(id, { decision_no: '2/QĐ' });
    await correctRecognition(ctx(), { id: made.id, version: 1, ...again });
    const rows = await db
      .selectFrom('products.recognition')
      .select(['version', 'decision_no', 'superseded_at'])
      .orderBy('version')
      .execute();
    expect(rows.map((row) => [row.version, row.decision_no, row.superseded_at === null])).toEqual([
      [1, '1/QĐ', false],
      [2, '2/QĐ', true],
    ]);
    await takeBackRecognition(ctx(), { id: made.id, version: 2, why: 'wrong_product' });
    expect((await publicProduct(ctx(), id)).standing.state).toBe('none');
  });

  test('two products can get their codes at once, each its own', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, (_, n) => add(`Sản phẩm ${n}`)));
    const codes = await Promise.all(ids.map((product) => giveCode(ctx(), { product, year: 2026 })));
    expect(new Set(codes.map(({ code }) => code)).size).toBe(8);
  });

  test('a producer that changes its name is found under the new one', async () => {
    const id = await add('Mật ong');
    const officer = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
    await changeProducer(ctxOf(db, officer), {
      id: producer,
      version: 1,
      kind: 'cooperative',
      name: 'HTX Suối Ngàn',
      commune: '06970',
    });
    await relistProducts.react(ctx(), {
      event: '',
      type: 'producer.changed',
      subject: { kind: 'producer', id: producer },
      data: {},
    });
    expect((await searchProducts(ctx(), { q: 'suoi ngan' })).items.map((item) => item.id)).toEqual([id]);
  });

  test('what is written of a product while its producer is renamed stands in the lists, too', async () => {
    const id = await add('Mật ong');
    const { id: recognition } = await recordRecognition(ctx(), aRecognition(id));
    let renamed = Promise.resolve();
    await inTransaction(ctx(), async (tx) => {
      await withdrawRecognition(tx, { id: recognition, ground: 'b', on: '2026-11-01', decision_no: '10/QĐ' });
      const subject = { kind: 'producer', id: producer };
      renamed = relistProducts.react(ctx(), { event: '', type: 'producer.renamed', subject, data: {} });
      await pause(200); // the reaction reads while the withdrawal is not yet to be seen
    });
    await renamed;
    expect((await searchProducts(ctx(), { state: 'withdrawn' })).items.map((item) => item.id)).toEqual([id]);
  });

  test('a reform that renames a commune or moves it below another province reaches register and scopes', async () => {
    const id = await add('Mật ong');
    const officer = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
    await db
      .updateTable('areas.unit')
      .set({ name: 'Ba Chẽ Thượng', parent_id: '01', path: 'VN/01/06970' })
      .where('id', '=', '06970')
      .execute();
    await renewPlaces(ctx());
    const found = (await searchProducts(ctx(), { q: 'ba che thuong', area: 'VN/01' })).items;
    expect(found.map((item) => [item.id, item.commune_name])).toEqual([[id, 'Ba Chẽ Thượng']]);
    const grant = await db
      .selectFrom('identity.role_grant')
      .select('area_path')
      .where('person_id', '=', officer.id)
      .executeTakeFirstOrThrow();
    expect(grant.area_path).toBe('VN/01/06970');
  });

  test('no certificate ends later than a year beyond its 36 months', async () => {
    const id = await add('Mật ong');
    const printed = (printed_end: string) => recordRecognition(ctx(), aRecognition(id, { printed_end }));
    await expect(printed('2030-07-01')).rejects.toMatchObject({
      issues: [{ path: 'printed_end', key: 'products.end_too_late' }],
    });
    await printed('2030-06-30');
  });

  test('lists and figures say of every star what its page says', async () => {
    const day = (text: string | null, year: number | null) => ({ decided_on: text, year });
    const dated = [day('2020-05-01', null), day('2026-06-30', null), day(null, 2019), day(null, 2025), day(null, null)];
    for (const first of dated)
      for (const second of [null, ...dated])
        for (const withdraw of [false, true]) {
          const id = await add(`Mật ong ${JSON.stringify([first, second, withdraw])}`);
          for (const [n, one] of [first, second].entries()) {
            if (!one) continue;
            const criteria = one.decided_on === '2026-06-30' ? '26/2026/QĐ-TTg' : '1048/QĐ-TTg';
            const made = aRecognition(id, { ...one, criteria, decision_no: `${n}/QĐ`, printed_end: null });
            const recognition = await recordRecognition(ctx(), made);
            if (withdraw && one.decided_on)
              await withdrawRecognition(ctx(), { id: recognition.id, ground: 'b', on: '2026-10-01' });
          }
        }
    const { items } = await searchProducts(ctx(), { limit: 100 });
    const pages = await Promise.all(items.map(async ({ id }) => (await publicProduct(ctx(), id)).standing.state));
    expect(items.map(({ state }) => state)).toEqual(pages);
    expect(new Set(pages)).toEqual(new Set(['valid', 'expired', 'withdrawn', 'unknown']));
    for (const state of ['valid', 'expired', 'withdrawn', 'unknown', 'none'] as const)
      expect((await searchProducts(ctx(), { state, limit: 100 })).total).toBe(
        pages.filter((one) => one === state).length,
      );
  });

  test('a withdrawal entered by mistake is corrected, or taken back as if it had never been', async () => {
    const id = await add('Mật ong');
    const { id: recognition } = await recordRecognition(ctx(), aRecognition(id));
    await withdrawRecognition(ctx(), { id: recognition, ground: 'b', on: '2026-10-01' });
    const corrected = { id: recognition, version: 1, ground: 'c', on: '2026-10-02', decision_no: '7/QĐ' };
    await correctWithdrawal(ctx(), corrected);
    await expect(correctWithdrawal(ctx(), corrected)).rejects.toMatchObject({ code: 'version.stale' });
    const state = async () => (await publicProduct(ctx(), id)).standing;
    expect(await state()).toMatchObject({ state: 'withdrawn', ground: 'c', withdrawnOn: '2026-10-02' });
    await takeBackWithdrawal(ctx(), { id: recognition, version: 2 });
    expect(await state()).toMatchObject({ state: 'valid', withdrawnOn: null });
    expect((await searchProducts(ctx(), { state: 'valid' })).total).toBe(1);
  });

  test('a recognition taken back takes its withdrawal with it', async () => {
    const id = await add('Mật ong');
    const { id: recognition } = await recordRecognition(ctx(), aRecognition(id));
    await withdrawRecognition(ctx(), { id: recognition, ground: 'b', on: '2026-10-01' });
    await takeBackRecognition(ctx(), { id: recognition, version: 1, why: 'wrong_product' });
    expect(await publicProduct(ctx(), id)).toMatchObject({ withdrawals: [], standing: { state: 'none' } });
  });

  test('the second of two who correct a recognition at once is told who was first', async () => {
    const id = await add('Mật ong');
    const { id: recognition } = await recordRecognition(ctx(), aRecognition(id));
    const { product: _, ...fields } = aRecognition(id);
    const change = (decided_by: string) =>
      correctRecognition(ctx(), { id: recognition, version: 1, ...fields, decided_by }).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
    const codes = await Promise.all(['Sở', 'Ủy ban'].map(change));
    expect(codes.toSorted()).toEqual(['done', 'version.stale']);
  });

  test('figures count products and stars apart', async () => {
    const id = await add('Mật ong');
    await add('Mật mía');
    await recordRecognition(ctx(), aRecognition(id));
    expect(await figures(ctx())).toMatchObject({
      products: 2,
      starred: 1,
      producers: 1,
      communes: 1,
      cited: 0,
      byStar: [{ stars: 4, n: 1 }],
    });
  });

  test('a changed product shows at once, and a stale form is told', async () => {
    const id = await add('Mật ong');
    const { producer: _, ...fields } = aProduct(producer, { name: 'Mật ong rừng' });
    await changeProduct(ctx(), { id, version: 1, ...fields });
    expect((await searchProducts(ctx(), { q: 'rừng' })).items.map((item) => item.name)).toEqual(['Mật ong rừng']);
    await expect(changeProduct(ctx(), { id, version: 1, ...fields })).rejects.toMatchObject({ code: 'version.stale' });
  });
});

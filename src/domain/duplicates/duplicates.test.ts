import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '#kernel/db';
import { depositPaper } from '#domain/papers/actions';
import { registerProducer } from '#domain/producers/actions';
import { confirmProducing } from '#domain/producers/confirmations';
import { addFacility } from '#domain/producers/facilities';
import { enterProducerFact } from '#domain/producers/facts';
import { addMember } from '#domain/producers/members';
import { listProducers, publicProducer } from '#domain/producers/queries';
import { registerProduct } from '#domain/products/actions';
import { addOldCode } from '#domain/products/codes';
import { enterProductFact } from '#domain/products/facts';
import { publicProduct } from '#domain/products/queries';
import { recordRecognition } from '#domain/products/recognitions';
import { searchProducts } from '#domain/products/search';
import { verify } from '#domain/products/verify';
import { withdrawRecognition } from '#domain/products/withdrawals';
import { beginAssessment } from '#domain/grading/self-assessments';
import { findProducers } from '#domain/producers/batch';
import { fileDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { aProducer, communes } from '../../../test/makers/producers.ts';
import { aProduct, aRecognition } from '../../../test/makers/products.ts';
import { loadSheets } from '#domain/criteria/versions';
import { tellApart, undoMerge } from './actions.ts';
import { alikeTo, producersLikeDraft } from './finding.ts';
import { pointers } from './pointers.ts';
import { mergeProducers } from './producers.ts';
import { mergeProducts } from './products.ts';
import { findDuplicates } from './reactions.ts';
import { coreOf, filledOfProducer, likenessOfProducers, likenessOfProducts, similarity } from './rules.ts';

let db: Db;
const ctx = () => systemCtx(db);

beforeAll(async () => {
  ({ db } = await fileDatabase());
  await communes(db);
  await loadSheets(db);
});

let n = 0;
const producer = async (given: Record<string, unknown> = {}) =>
  (await registerProducer(ctx(), aProducer({ name: `HTX Số ${++n}`, ...given }))).id;
const product = async (of: string, given: Record<string, unknown> = {}) =>
  (await registerProduct(ctx(), aProduct(of, { name: `Món ${++n}`, ...given }))).id;

/** A merge as the page would send it: with the versions that stand now. */
async function two(kind: 'producer' | 'product', keep: string, merge: string, why = 'Cùng một nơi') {
  const table = sql.table(kind === 'producer' ? 'producers.producer' : 'products.product');
  const { rows } = await sql<{ id: string; version: number }>`select id, version from ${table} where id in (${keep}, ${merge})`.execute(db); // prettier-ignore
  const version = (id: string) => rows.find((row) => row.id === id)!.version;
  return { keep, merge, keep_version: version(keep), merge_version: version(merge), why };
}
const join = async (keep: string, merge: string) =>
  (await mergeProducers(ctx(), await two('producer', keep, merge))).id;
const undo = (merge: string) => undoMerge(ctx(), { merge, why: 'Nhầm' });

describe('the rule', () => {
  test.each([
    [{ alike: 1, commune: true, number: false, phone: true, representative: false }, 'certain'],
    [{ alike: 0.1, commune: false, number: true, phone: false, representative: false }, 'certain'],
    [{ alike: 1, commune: true, number: false, phone: false, representative: false }, 'likely'],
    [{ alike: 0.6, commune: true, number: false, phone: false, representative: true }, 'likely'],
    [{ alike: 0.6, commune: true, number: false, phone: false, representative: false }, 'doubtful'],
    [{ alike: 0.1, commune: false, number: false, phone: true, representative: true }, 'doubtful'],
    [{ alike: 1, commune: false, number: false, phone: false, representative: false }, undefined],
    [{ alike: 0.4, commune: true, number: false, phone: true, representative: false }, undefined],
  ])('producers with %j are %s', (signs, level) => {
    expect(likenessOfProducers(signs)?.level).toBe(level);
  });

  test.each([
    [{ alike: 1, gtin: true, set: true, pack: 'same' }, 'certain'],
    [{ alike: 0.2, gtin: true, set: false, pack: 'unsaid' }, 'likely'],
    [{ alike: 1, gtin: false, set: true, pack: 'unsaid' }, 'likely'],
    [{ alike: 1, gtin: false, set: true, pack: 'different' }, 'doubtful'],
    [{ alike: 0.8, gtin: false, set: true, pack: 'different' }, undefined],
  ] as const)('products with %j are %s', (signs, level) => {
    expect(likenessOfProducts(signs)?.level).toBe(level);
  });

  test('what one lacks is taken over, but no address of another commune, and nothing that one has not agreed to show', () => {
    const fields = { kind: 'company', commune_id: 'a', publishes_contact: false, tax_code: null, street: null, contact_phone: null, website: null, registration_no: null, registered_on: null, registered_by: null, old_address: null, contact_email: null }; // prettier-ignore
    const held = { ...fields, tax_code: '0100109106', street: 'Thôn 1', contact_phone: '+84912345678' };
    expect(filledOfProducer(fields, held)).toEqual(['street', 'contact_phone', 'tax_code']);
    expect(filledOfProducer(fields, { ...held, commune_id: 'b' })).toEqual(['contact_phone', 'tax_code']);
    expect(filledOfProducer({ ...fields, publishes_contact: true }, held)).toEqual([]);
    expect(filledOfProducer(fields, { ...held, kind: 'household' })).toEqual([]);
    expect(filledOfProducer({ ...fields, tax_code: '1' }, held)).not.toContain('tax_code');
  });

  test('names are compared as PostgreSQL does, without the kind of business', async () => {
    const names = [
      'htx nong nghiep hoa phong',
      'cong ty tnhh che bien',
      'ho kinh doanh nguyen van a',
      'mat ong va sap',
    ];
    for (const a of names)
      for (const b of names) {
        const { rows } = await sql<{ core: string; alike: number }>`
          select producers.core(${a}) as core, similarity(${a}, ${b})::float8 as alike`.execute(db);
        expect(rows[0]!.core).toBe(coreOf(a));
        expect(rows[0]!.alike).toBeCloseTo(similarity(a, b), 5);
      }
  });
});

test('every table that points at a producer or a product follows, or stays for a reason', async () => {
  const stays = [
    'producers.naming.producer_id', // its names in time are its own
    'products.listing.producer_id', // written anew
    'products.listing.product_id',
    'products.citation.product_id', // quotations are nobody's to merge
    'producers.producer.merged_into',
    'behalf.code.producer_id', // good for minutes
    'producers.application.producer_id', // how it came into the register; its address leads on
    'notices.notice.organisation_id', // to people, about what was; its address leads on
    'products.product.merged_into',
  ];
  const { rows } = await sql<{ name: string }>`
    select format('%s.%s', conrelid::regclass, attname) as name from pg_constraint
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and confrelid in ('producers.producer'::regclass, 'products.product'::regclass)
    union select format('%s.%s.%s', table_schema, table_name, column_name) from information_schema.columns
      join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and column_name in ('producer_id', 'product_id', 'organisation_id', 'owner_id') and table_schema not in ('jobs')`.execute(db); // prettier-ignore
  const followed = [...pointers.map(({ table, column }) => `${table}.${column}`), 'papers.paper.organisation_id'];
  expect(
    rows
      .map(({ name }) => name)
      .filter((name) => !followed.includes(name))
      .toSorted(),
  ).toEqual(stays.toSorted());
});

test('likely duplicates are found in one commune and those it was made from, kept for the queue, and told apart for good', async () => {
  const one = await producer({ name: 'Hợp tác xã Hoa Phong Lan' });
  const other = await producer({ name: 'HTX Hoa Phong Lan', contact_phone: '0912345678' });
  await producer({ name: 'HTX Hoa Phong Lan', commune: '06994' });
  expect(await alikeTo(ctx(), 'producer', [one])).toMatchObject([
    { other, level: 'likely', reasons: ['name', 'commune'] },
  ]);
  const draft = {
    name: 'Công ty Hoa Phong Lan',
    commune: '06970',
    numbers: [],
    phones: ['+84912345678'],
    representative: null,
  };
  expect((await producersLikeDraft(ctx(), draft)).map(({ level }) => level)).toEqual(['certain', 'likely']);
  await sql`insert into areas.succession (old_id, new_id, extent) values ('06886', '06970', 'whole')`.execute(db);
  const before = await producer({ name: 'Hoa Phong Lan', commune: '06886' });
  expect((await alikeTo(ctx(), 'producer', [before])).map((alike) => alike.other).toSorted()).toEqual(
    [one, other].toSorted(),
  );

  await findDuplicates(ctx());
  const queue = () => db.selectFrom('duplicates.pair').select(['state', 'level']).where('one', 'in', [one, other]).where('other', 'in', [one, other]).execute(); // prettier-ignore
  expect(await queue()).toEqual([{ state: 'open', level: 'likely' }]);
  await tellApart(ctx(), { kind: 'producer', one, other, why: 'Hai xã viên khác nhau' });
  await findDuplicates(ctx());
  expect(await queue()).toEqual([{ state: 'apart', level: 'likely' }]);
  const { version } = await db.selectFrom('producers.producer').select('version').where('id', '=', one).executeTakeFirstOrThrow(); // prettier-ignore
  await sql`update producers.producer set contact_phone = '+84912345678', version = ${version} + 1 where id = ${one}`.execute(
    db,
  );
  await findDuplicates(ctx());
  expect(await queue()).toEqual([{ state: 'open', level: 'certain' }]); // a fact has changed
});

/** Every row but of the log, the queue, merges, and what counts versions up. */
async function contents(): Promise<Record<string, unknown>> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('producers', 'products', 'papers', 'grading', 'proposals', 'imports', 'identity', 'criteria')
      and (table_schema, table_name) <> ('products', 'word') order by 1`.execute(db);
  const found: Record<string, unknown> = {};
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(t) - 'version' - 'changed_at' - 'changed_by')::text as row from ${sql.raw(name)} t order by 1`.execute(
      db,
    );
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}

/** What can hang on a producer; each makes one thing. */
const children = {
  facility: (of: string) =>
    addFacility(ctx(), { producer: of, name: 'Xưởng', activity: 'processing', commune: '06970' }),
  commitment: (of: string) => enterProducerFact(ctx(), { kind: 'safety_commitment', producer: of, received_by: 'UBND xã', from: '2026-01-01' }), // prettier-ignore
  confirmation: (of: string) => confirmProducing(ctx(), { producer: of, producing: 'yes', on: '2026-05-05' }),
  member: (of: string) => addMember(ctx(), { producer: of, name: 'Người A', joined_on: '2026-01-01' }),
  paper: async (of: string) => {
    const owner = { kind: 'producer', id: of, organisation: of, area: 'VN/22/06970' };
    const input = {
      owner,
      covers: [],
      type: 'haccp',
      number: '7',
      issuer: 'Cục',
      issued_on: '2026-01-01',
      checked: true,
    };
    await depositPaper(ctx(), input).catch(() => null); // a second one of that number
  },
  owner: (of: string) => personWith(db, 'producer_owner', { organisation: of }),
  product: async (of: string) => {
    const id = await product(of);
    await recordRecognition(ctx(), aRecognition(id));
    await enterProductFact(ctx(), { kind: 'packaging', product: id, description: 'Hộp', from: '2026-01-01' });
  },
  assessment: async (of: string) => {
    const owner = await personWith(db, 'producer_owner', { organisation: of });
    await beginAssessment(ctxOf(db, owner), { product: await product(of) });
  },
  contract: async (of: string) =>
    enterProducerFact(ctx(), { kind: 'supply_contract', producer: await producer(), partner: 'Bên kia', partner_id: of, material: 'Mật', from: '2026-01-01' }), // prettier-ignore
  representative: async (of: string) => {
    const row = await db.selectFrom('producers.representative').select('producer_id').where('producer_id', '=', of).executeTakeFirst(); // prettier-ignore
    if (!row) await db.insertInto('producers.representative').values({ producer_id: of, name: 'Bà B' }).execute();
  },
};
const kinds = Object.keys(children) as (keyof typeof children)[];

test('a merge and its undoing leave every row as it was, whatever hung on the two', async () => {
  const some = fc.array(fc.constantFrom(...kinds), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(some, some, async (ofKept, ofMerged) => {
      const kept = await producer();
      const merged = await producer({ street: 'Thôn 1', contact_phone: '0912000111', tax_code: undefined });
      for (const kind of ofKept) await children[kind](kept);
      for (const kind of ofMerged) await children[kind](merged);
      const before = await contents();
      const id = await join(kept, merged);
      expect(await contents()).not.toEqual(before);
      await undo(id);
      expect(await contents()).toEqual(before);
    }),
    { numRuns: 6 },
  );
});

describe('two producers that are one', () => {
  test('an officer who acts for the one gives themselves no role at the other by a merge', async () => {
    const [kept, merged] = [await producer(), await producer()];
    const officer = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
    const own = (organisation: string) => ({ role: 'producer_owner', area: null, organisation });
    const as = (...grants: ReturnType<typeof own>[]) => ctxOf(db, { ...officer, grants: [...officer.grants, ...grants] }); // prettier-ignore
    const asked = await two('producer', kept, merged);
    await expect(mergeProducers(as(own(merged)), asked)).rejects.toMatchObject({ code: 'refused' });
    await mergeProducers(as(own(merged), own(kept)), asked);
  });

  test('what hung on one hangs on the other, lists show one, the old address leads on', async () => {
    const kept = await producer({ name: 'HTX Còn Lại' });
    const merged = await producer({ name: 'HTX Gộp Vào', tax_code: '0100109106', contact_phone: '0912000222' });
    const item = await product(merged, { name: 'Trà Gộp Vào' });
    for (const kind of kinds) await children[kind](merged);
    await children.paper(kept);
    const id = await join(kept, merged);
    expect((await listProducers(ctx(), { q: 'Gộp Vào' })).total).toBe(0);
    await expect(publicProducer(ctx(), merged)).rejects.toMatchObject({
      code: 'moved',
      details: { kind: 'producer', id: kept },
    });
    expect(await publicProducer(ctx(), kept)).toMatchObject({ tax_code: '0100109106' });
    expect(await publicProduct(ctx(), item)).toMatchObject({ producer_id: kept });
    expect((await searchProducts(ctx(), { q: 'trà gộp vào' })).items).toMatchObject([{ producer_name: 'HTX Còn Lại' }]);
    // A worksheet that names it means the one that stays.
    const named = await findProducers(ctx(), { taxCodes: ['0100109106'], names: ['htx gop vao'], communes: ['06970'] });
    expect([...new Set(named.map((one) => one.id))]).toEqual([kept]);
    const papers = await db.selectFrom('papers.paper').select('owner_id').where('owner_id', 'in', [kept, merged]).where('superseded_at', 'is', null).execute(); // prettier-ignore
    expect(papers).toEqual([{ owner_id: kept }]);
    // What came after stays with the one that stays.
    const { id: late } = await children.facility(kept);
    await undo(id);
    const facility = await db.selectFrom('producers.facility').select('producer_id').where('id', '=', late).executeTakeFirstOrThrow(); // prettier-ignore
    expect(facility.producer_id).toBe(kept);
    expect(await publicProducer(ctx(), kept)).toMatchObject({ tax_code: null });
  });

  test('the one merged away is nobody’s to change, and nothing is hung on it', async () => {
    const [kept, merged] = [await producer(), await producer()];
    await join(kept, merged);
    for (const child of [
      children.facility,
      children.commitment,
      children.confirmation,
      children.member,
      children.product,
    ])
      await expect(child(merged)).rejects.toMatchObject({ code: 'state.conflict' });
    const owner = { kind: 'producer', id: merged, organisation: merged, area: 'VN/22/06970' };
    await expect(depositPaper(ctx(), { owner, covers: [], type: 'haccp', checked: false })).rejects.toMatchObject({ code: 'state.conflict' }); // prettier-ignore
  });

  test('no chain, not into itself, not as of an older state, not with a contract between them', async () => {
    const [a, b, c] = [await producer(), await producer(), await producer()];
    const asked = await two('producer', b, c);
    const id = await join(b, a);
    const reason = (said: string) => ({ code: 'state.conflict', details: { reason: `duplicates.${said}` } });
    await expect(join(c, b)).rejects.toMatchObject(reason('chain'));
    await expect(join(a, c)).rejects.toMatchObject(reason('merged_meanwhile'));
    await expect(join(b, b)).rejects.toMatchObject({ code: 'input.invalid', issues: [{ path: 'keep' }] });
    await expect(mergeProducers(ctx(), asked)).rejects.toMatchObject({ code: 'version.stale' });
    await join(b, c);
    await undo(id);
    await expect(undo(id)).rejects.toMatchObject(reason('undone_already'));
    await enterProducerFact(ctx(), { kind: 'supply_contract', producer: a, partner: 'Bên kia', partner_id: b, material: 'Mật', from: '2026-01-01' }); // prettier-ignore
    await expect(join(a, b)).rejects.toMatchObject(reason('chain'));
    await expect(join(b, a)).rejects.toMatchObject(reason('contract_between'));
  });
});

describe('two products that are one', () => {
  test('stars of both, every code finds it, one decision stands once; undone, all is as it was', async () => {
    const of = await producer();
    const kept = await product(of, { name: 'Mật ong rừng' });
    const merged = await product(of, { name: 'Mật ong rừng tự nhiên', gtin: '9520000000011' });
    await recordRecognition(ctx(), aRecognition(kept, { stars: 3, decision_no: '1/QĐ', decided_on: '2024-06-30', criteria: '148/QĐ-TTg' })); // prettier-ignore
    await recordRecognition(ctx(), aRecognition(merged, { stars: 3, decision_no: '1/QĐ', decided_on: '2024-06-30', criteria: '148/QĐ-TTg' })); // prettier-ignore
    await recordRecognition(ctx(), aRecognition(merged, { stars: 4, reason: 'upgrade', certificate_no: 'CN-77' }));
    await addOldCode(ctx(), { product: merged, code: 'CU-1' });
    const { code } = await publicProduct(ctx(), merged);
    const before = await contents();
    const { id } = await mergeProducts(ctx(), await two('product', kept, merged));
    const shown = await publicProduct(ctx(), kept);
    expect(shown).toMatchObject({
      standing: { state: 'valid', stars: 4 },
      gtin: '9520000000011',
      oldCodes: [code, 'CU-1'].toSorted(),
    });
    expect(shown.recognitions.map(({ stars }) => stars)).toEqual([4, 3]);
    for (const typed of [code!, 'CU-1', 'CN-77', '9520000000011'])
      expect(
        (await verify(ctx(), typed)).matches.map((match) => match.product.id),
        typed,
      ).toContain(kept);
    await expect(publicProduct(ctx(), code!)).rejects.toMatchObject({ code: 'moved', details: { id: kept } });
    expect((await searchProducts(ctx(), { q: 'mật ong rừng' })).items.map((item) => item.id)).toEqual([kept]);
    await undo(id);
    expect(await contents()).toEqual(before);
  });

  test('not of two producers; not while one decision was withdrawn of only one of them', async () => {
    const of = await producer();
    const [a, b, c] = [await product(of), await product(of), await product(await producer())];
    await expect(mergeProducts(ctx(), await two('product', a, c))).rejects.toMatchObject({ details: { reason: 'duplicates.two_producers' } }); // prettier-ignore
    const { id } = await recordRecognition(ctx(), aRecognition(a));
    await recordRecognition(ctx(), aRecognition(b));
    await withdrawRecognition(ctx(), { id, ground: 'a', on: '2026-07-30' });
    await expect(mergeProducts(ctx(), await two('product', a, b))).rejects.toMatchObject({ details: { reason: 'duplicates.withdrawn_of_one' } }); // prettier-ignore
  });

  test('products merged after their producers come apart first', async () => {
    const [kept, merged] = [await producer(), await producer()];
    const [mine, theirs] = [await product(kept), await product(merged)];
    const producers = await join(kept, merged);
    const { id } = await mergeProducts(ctx(), await two('product', mine, theirs));
    await expect(undo(producers)).rejects.toMatchObject({ details: { reason: 'duplicates.product_merged_since' } });
    await undo(id);
    await undo(producers);
    expect(await publicProduct(ctx(), theirs)).toMatchObject({ producer_id: merged });
  });
});

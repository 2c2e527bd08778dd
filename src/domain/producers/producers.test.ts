import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { aProducer, communes } from '../../../test/makers/producers.ts';
import { inTransaction } from '#kernel/action';
import type { Db } from '#kernel/db';
import { changeProducer, registerProducer } from './actions.ts';
import { confirmProducing } from './confirmations.ts';
import { addFacility, changeFacility } from './facilities.ts';
import { readRepresentative } from './representatives.ts';
import { renameProducer, takeBackRenaming } from './namings.ts';
import {
  confirmationsOf,
  facilitiesOf,
  listProducers,
  namingsOf,
  producerForEdit,
  publicProducer,
  readProducerCursor,
} from './queries.ts';
import { readTaxCode, taxCheckDigit } from './rules.ts';

let db: Db;
beforeEach(async () => {
  ({ db } = await freshDatabase());
  await communes(db);
});

const officer = (area = 'VN/22/06970') => personWith(db, 'commune_officer', { area });

test('a tax code of ten digits has its check digit, a branch has three more, a personal number has twelve', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{9}$/), fc.stringMatching(/^[0-9]{3}$/), (nine, branch) => {
      const check = taxCheckDigit(nine);
      if (check === 10) {
        expect(readTaxCode(`${nine}0`).ok).toBe(false);
        return;
      }
      expect(readTaxCode(`${nine}${check}`)).toEqual({ ok: true, value: `${nine}${check}`, personal: false });
      expect(readTaxCode(`${nine}${check}-${branch}`)).toEqual({
        ok: true,
        value: `${nine}${check}${branch}`,
        personal: false,
      });
      expect(readTaxCode(`${nine}${(check + 1) % 10}`)).toMatchObject({ ok: false });
    }),
  );
  expect(readTaxCode('5700100256').ok || readTaxCode('0100109106').ok).toBe(true);
  expect(readTaxCode('570012345')).toEqual({ ok: false, key: 'producers.tax_code_digits', digits: 9 });
  expect(readTaxCode('٥٧٠٠١٠٠٢٥٦')).toMatchObject({ ok: false, key: 'producers.tax_code_signs' });
  expect(readTaxCode('022085001234')).toMatchObject({ ok: true, personal: true });
});

test('a personal number stays apart: neither in the register, nor in the log, nor on the public page', async () => {
  const ctx = ctxOf(db, await officer());
  const { id } = await registerProducer(
    ctx,
    aProducer({
      kind: 'household',
      tax_code: '022085001234',
      representative_name: 'Trần Thị Thử',
      street: 'Thôn 1',
      contact_phone: '0912345678',
    }),
  );
  expect((await producerForEdit(ctx, id)).tax_code).toBeNull();
  const shown = await publicProducer(ctxOf(db, null), id);
  expect(shown).toMatchObject({ tax_code: null, street: null, contact_phone: null, commune: 'Ba Chẽ' });
  expect(JSON.stringify(await db.selectFrom('kernel.event').selectAll().execute())).not.toMatch(
    /022085001234|Trần Thị|0912345678/,
  );
});

test('where a household is, and the number it is registered by, only those see who may read its representative', async () => {
  const home = { kind: 'household', registration_no: '22A8001234', street: 'Thôn 1' };
  const { id } = await registerProducer(systemCtx(db), aProducer(home));
  const seen = async (area: string) => producerForEdit(ctxOf(db, await officer(area)), id);
  expect(await seen('VN/22/06970')).toMatchObject({ registration_no: '22A8001234', street: 'Thôn 1' });
  expect(await seen('VN/22/06886')).toMatchObject({ registration_no: null, street: null });
});

test('a phone number is one, and a checkbox is ticked or not', async () => {
  const enter = (given: Record<string, unknown>) => registerProducer(systemCtx(db), aProducer(given));
  for (const contact_phone of ['0912 345 678', '+84912345678', '0203.3825.031', '1900 1234', '+856 20 5551 2345'])
    await enter({ contact_phone });
  for (const contact_phone of ['2026-02-30', '30.02.2026', '12345678', '(((((((((', '--------'])
    await expect(enter({ contact_phone }), contact_phone).rejects.toMatchObject({
      issues: [{ path: 'contact_phone', key: 'producers.phone_unreadable' }],
    });
  await expect(enter({ publishes_contact: 'yes' })).rejects.toMatchObject({
    issues: [{ path: 'publishes_contact', key: 'fields.choice' }],
  });
});

test('whoever reads personal data is logged; a neighbour may not', async () => {
  const { id } = await registerProducer(systemCtx(db), aProducer({ representative_name: 'Trần Thị Thử' }));
  const reader = await officer();
  expect(await readRepresentative(ctxOf(db, reader), { producer: id })).toMatchObject({ name: 'Trần Thị Thử' });
  expect(
    await db
      .selectFrom('kernel.event')
      .select(['type', 'actor_id'])
      .where('type', '=', 'representative.read')
      .execute(),
  ).toEqual([{ type: 'representative.read', actor_id: reader.id }]);
  await expect(readRepresentative(ctxOf(db, await officer('VN/22/06994')), { producer: id })).rejects.toMatchObject({
    code: 'refused',
  });
});

test('two people at once never overwrite each other unseen: the second is told who, when and both values', async () => {
  const first = await officer();
  const { id } = await registerProducer(systemCtx(db), aProducer({ name: 'HTX Thử' }));
  await changeProducer(ctxOf(db, first), { id, version: 1, ...aProducer({ name: 'HTX Thử Một' }) });
  const late = changeProducer(ctxOf(db, await officer()), { id, version: 1, ...aProducer({ name: 'HTX Thử Hai' }) });
  await expect(late).rejects.toMatchObject({
    code: 'version.stale',
    details: {
      by: first.grants[0] && expect.stringContaining('commune_officer'),
      version: 2,
      theirs: { name: 'HTX Thử Một' },
    },
  });
});

test('a change says what changed, before and after', async () => {
  const ctx = ctxOf(db, await officer());
  const { id } = await registerProducer(systemCtx(db), aProducer({ name: 'HTX Thử' }));
  await changeProducer(ctx, { id, version: 1, ...aProducer({ name: 'HTX Thử Một' }) });
  const event = await db
    .selectFrom('kernel.event')
    .select('data')
    .where('type', '=', 'producer.changed')
    .executeTakeFirstOrThrow();
  expect(event.data).toEqual({ changes: { name: ['HTX Thử', 'HTX Thử Một'] }, unquoted: [] });
});

test('a renaming entered by mistake is taken back: the name before it goes on, and nothing comes before the first', async () => {
  const ctx = systemCtx(db);
  const { id } = await registerProducer(ctx, aProducer({ name: 'HTX Thử' }));
  await expect(takeBackRenaming(ctx, { id, version: 1 })).rejects.toMatchObject({ code: 'state.conflict' });
  await renameProducer(ctx, { id, version: 1, name: 'HTX Khác', kind: 'company', from: '2026-02-01' });
  await takeBackRenaming(ctx, { id, version: 2 });
  expect(await publicProducer(ctx, id)).toMatchObject({ name: 'HTX Thử', kind: 'cooperative' });
  const standing = await db
    .selectFrom('producers.naming')
    .select(['name', 'valid_to'])
    .where('producer_id', '=', id)
    .where('superseded_at', 'is', null)
    .execute();
  expect(standing).toEqual([{ name: 'HTX Thử', valid_to: null }]);
});

test('the log never holds who or where a household is, whatever is written of it', async () => {
  const ctx = systemCtx(db);
  const secret = (n: number) => `BI-MAT-${n}`;
  const home = (n: number) =>
    aProducer({
      kind: 'household',
      name: `Hộ ${secret(n)}`,
      street: secret(n + 1),
      old_address: secret(n + 2),
      registration_no: secret(n + 3),
      contact_email: `${secret(n + 4)}@example.vn`,
      website: `https://${secret(n + 5)}.example.vn`,
      representative_name: secret(n + 6),
    });
  const { id } = await registerProducer(ctx, home(0));
  await changeProducer(ctx, { id, version: 1, ...home(10) });
  await renameProducer(ctx, { id, version: 2, name: `Hộ ${secret(20)}`, kind: 'farm', from: '2026-02-01' });
  const place = { name: secret(30), activity: 'processing', commune: '06970', street: secret(31), from: '2026-01-01' };
  const facility = await addFacility(ctx, { producer: id, ...place });
  await changeFacility(ctx, { id: facility.id, version: 1, ...place, name: secret(32), street: secret(33) });
  await confirmProducing(ctx, { producer: id, producing: 'no', on: '2026-03-01', note: secret(40) });
  const events = await db.selectFrom('kernel.event').select('data').where('subject_id', '=', id).execute();
  expect(events.length).toBe(6);
  expect(JSON.stringify(events).toUpperCase()).not.toContain('BI-MAT');
});

test('a new name begins on a day and the old one stays in the history; a corrected spelling does not', async () => {
  const ctx = systemCtx(db);
  const { id } = await registerProducer(
    ctx,
    aProducer({ name: 'THT Thử', kind: 'cooperative_group', registered_on: '2020-01-01' }),
  );
  await changeProducer(ctx, {
    id,
    version: 1,
    ...aProducer({ name: 'THT Thử A', kind: 'cooperative_group', registered_on: '2020-01-01' }),
  });
  await renameProducer(ctx, { id, version: 2, name: 'HTX Thử A', kind: 'cooperative', from: '2024-06-01' });
  expect(await namingsOf(ctx, id)).toEqual([
    { name: 'HTX Thử A', kind: 'cooperative', valid_from: '2024-06-01', valid_to: null },
    { name: 'THT Thử A', kind: 'cooperative_group', valid_from: '2020-01-01', valid_to: '2024-05-31' },
  ]);
});

test('an officer enters producers of their own area only', async () => {
  const outside = registerProducer(ctxOf(db, await officer('VN/22/06994')), aProducer());
  await expect(outside).rejects.toMatchObject({ issues: [{ path: 'commune', key: 'producers.commune_outside' }] });
});

test('a workshop may stand in the next commune; the producer may not be filed there', async () => {
  const ctx = ctxOf(db, await officer());
  const { id } = await registerProducer(ctx, aProducer());
  const workshop = { producer: id, name: 'Xưởng', activity: 'processing' };
  await addFacility(ctx, { ...workshop, commune: '06994' });
  expect(await facilitiesOf(ctx, id)).toMatchObject([{ commune: 'Vân Đồn' }]);
  await expect(addFacility(ctx, { ...workshop, commune: '22' })).rejects.toMatchObject({
    issues: [{ path: 'commune', key: 'producers.commune_unknown' }],
  });
  const moved = changeProducer(ctx, { id, version: 1, ...aProducer({ commune: '06994' }) });
  await expect(moved).rejects.toMatchObject({ issues: [{ path: 'commune', key: 'producers.commune_outside' }] });
});

test('a second answer for the same day replaces the first', async () => {
  const ctx = systemCtx(db);
  const { id } = await registerProducer(ctx, aProducer());
  await confirmProducing(ctx, { producer: id, producing: 'yes', on: '2026-10-01' });
  await confirmProducing(ctx, { producer: id, producing: 'no', on: '2026-10-01', note: 'đã chuyển nghề' });
  expect(await confirmationsOf(ctx, id)).toEqual([
    { producing: false, note: 'đã chuyển nghề', valid_from: '2026-10-01' },
  ]);
});

test('a query asked inside a write sees what the write did, and nobody else does yet', async () => {
  const ctx = systemCtx(db);
  await inTransaction(ctx, async (tx) => {
    await registerProducer(tx, aProducer({ name: 'HTX Chưa Ghi' }));
    expect((await listProducers(tx, { q: 'chua ghi' })).total).toBe(1);
    expect((await listProducers(ctx, { q: 'chua ghi' })).total).toBe(0);
  });
});

test('producers are found by words of their name in any order, without marks, and page without loss', async () => {
  const ctx = systemCtx(db);
  for (let n = 0; n < 25; n++) await registerProducer(ctx, aProducer({ name: `Hợp tác xã Đông Triều ${n}` }));
  const first = await listProducers(ctx, { q: 'trieu dong', limit: 10 });
  expect([first.total, first.items.length]).toEqual([25, 10]);
  const seen = [...first.items];
  for (let next = first.next; next;) {
    const page: typeof first = await listProducers(ctx, {
      q: 'trieu dong',
      limit: 10,
      after: readProducerCursor(next),
    });
    seen.push(...page.items);
    next = page.next;
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(25);
});

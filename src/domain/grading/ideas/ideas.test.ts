import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { fileDatabase } from '../../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../../test/makers/context.ts';
import { anIdea, aPlan } from '../../../../test/makers/ideas.ts';
import { producerIn } from '../../../../test/makers/products.ts';
import { loadSheets } from '#domain/criteria/versions';
import { publicProduct } from '#domain/products/queries';
import { becomeProduct, beginIdea, beginPlan, carryOn, decideIdea, remarkIdea, retractIdea, writeIdea, writePlan } from './actions.ts'; // prettier-ignore
import { acceptedOf, ideaById, ideaDuties, listIdeas, ownIdeas } from './queries.ts';
import { missingFirst } from './rules.ts';

const { db } = await fileDatabase();
await loadSheets(db);
const producer = await producerIn(db, 'VN/22/06970');
const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
const officer = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
const neighbour = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06994' }));
const every = { stage: null, status: null, area: null, page: 1 };

test('a draft may lack anything but its name, and is seen by its producer alone; what is sent is whole', async () => {
  const { id } = await beginIdea(own, { producer, name: 'Rượu ba kích', commune: '06970' });
  await expect(ideaById(officer, id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    writeIdea(own, { id, version: 1, name: 'Rượu ba kích', commune: '06970', send: 'on' }),
  ).rejects.toMatchObject({
    issues: ['what', 'origin', 'material', 'makers', 'market'].map((path) => ({ path, key: 'fields.required' })),
  });
  await writeIdea(own, { id, version: 1, ...anIdea({ send: 'on' }) });
  expect(await ideaById(officer, id)).toMatchObject({ status: 'submitted', steps: [{ what: 'sent' }] });
  await expect(ideaById(neighbour, id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await ideaDuties(officer)).toMatchObject({ count: 1 });
  expect(await ideaDuties(neighbour)).toMatchObject({ count: 0 });
  // Sent, it is nobody's to write on until it comes back.
  await expect(writeIdea(own, { id, version: 2, ...anIdea() })).rejects.toMatchObject({ code: 'state.conflict' });
  await retractIdea(own, { id, version: 2 });
  expect(await ownIdeas(own)).toEqual([]);
});

test('an idea is remarked on, returned with reasons, sent again, accepted, becomes a product and carries on into a plan', async () => {
  const { id } = await beginIdea(own, { producer, ...anIdea({ send: 'on' }) });
  await remarkIdea(officer, { id, words: 'Nêu rõ vùng nguyên liệu' });
  await expect(decideIdea(officer, { id, version: 1, verdict: 'return' })).rejects.toMatchObject({
    issues: [{ path: 'words', key: 'ideas.reason_needed' }],
  });
  await decideIdea(officer, { id, version: 1, verdict: 'return', words: 'Chưa nói rõ nguyên liệu' });
  await writeIdea(own, { id, version: 2, ...anIdea({ material: '3 ha hoa trà vàng', send: 'on' }) });
  await expect(decideIdea(officer, { id, version: 2, verdict: 'accept' })).rejects.toMatchObject({
    code: 'version.stale',
  });
  await decideIdea(officer, { id, version: 3, verdict: 'accept', words: 'Đúng hướng' });
  await expect(becomeProduct(neighbour, { id, version: 4, set_no: 12 })).rejects.toMatchObject({ code: 'not_found' });
  const { product } = await becomeProduct(officer, { id, version: 4, set_no: 12 });
  expect(await publicProduct(own, product)).toMatchObject({
    name: 'Trà hoa vàng túi lọc',
    set_no: 12,
    commune: 'Ba Chẽ',
  });
  await expect(becomeProduct(officer, { id, version: 5, set_no: 12 })).rejects.toMatchObject({
    code: 'state.conflict',
  });
  await carryOn(own, { id, version: 5 });
  // What the idea said is not typed again.
  expect(await ideaById(own, id)).toMatchObject({
    stage: 'plan',
    status: 'draft',
    plan: { material: '3 ha hoa trà vàng', staff: '12 hộ trong thôn' },
  });
  await expect(writePlan(own, { id, version: 6, ...aPlan({ investment: '', send: 'on' }) })).rejects.toMatchObject({
    issues: [{ path: 'investment', key: 'fields.required' }],
  });
  await writePlan(own, { id, version: 6, ...aPlan({ send: 'on' }) });
  await decideIdea(officer, { id, version: 7, verdict: 'accept' });
  expect(await acceptedOf(officer, product)).toEqual({ idea: own.today, plan: own.today });
  const page = await ideaById(own, id);
  expect(page.plan).toMatchObject({ investment: 250_000_000 });
  expect(page.steps.map(({ what }) => what).toReversed()).toEqual([
    'sent', 'remarked', 'returned', 'sent', 'accepted', 'registered', 'carried_on', 'sent', 'accepted',
  ]); // prettier-ignore
});

test('where no idea is asked for, a plan begins alone; the office reads what was sent in its own area', async () => {
  const { id } = await beginPlan(own, { producer, ...aPlan({ name: 'Miến dong', set_no: '', send: 'on' }) });
  const { items } = await listIdeas(officer, { ...every, status: 'submitted' });
  expect(items.map(({ name, stage }) => [name, stage])).toEqual([['Miến dong', 'plan']]);
  expect((await listIdeas(neighbour, every)).items).toEqual([]);
  await decideIdea(officer, { id, version: 1, verdict: 'accept' });
  const { product } = await becomeProduct(officer, { id, version: 2, set_no: 6 });
  expect(await acceptedOf(systemCtx(db), product)).toEqual({ idea: null, plan: own.today });
});

test('council rules say whether an idea or a plan is needed before a dossier', () => {
  const held = { idea: null, plan: '2026-11-23' };
  expect(missingFirst({ ideaRequired: true, planRequired: true }, held)).toEqual(['idea']);
  expect(missingFirst({ ideaRequired: false, planRequired: false }, { idea: null, plan: null })).toEqual([]);
});

test('a producer that begins fifty in a day floods no officer', async () => {
  const other = await producerIn(db, 'VN/22/06970', 'HTX Vội');
  const ctx = ctxOf(db, await personWith(db, 'producer_owner', { organisation: other }));
  const { id } = await beginIdea(ctx, { producer: other, ...anIdea() });
  await sql`insert into grading.idea select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).*
    from grading.idea one, generate_series(1, 49) where one.id = ${id}`.execute(db);
  await expect(beginIdea(ctx, { producer: other, ...anIdea() })).rejects.toMatchObject({
    code: 'limit.reached',
    details: { minutes: 1440 },
  });
  await beginIdea(ctxOf(db, ctx.actor, '2026-11-25'), { producer: other, ...anIdea() });
});

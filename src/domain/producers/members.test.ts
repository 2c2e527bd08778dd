import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { producerIn } from '../../../test/makers/products.ts';
import { addMember, memberCounts, readMembers } from './members.ts';
import { groupsOf } from './rules.ts';

test('no group under five is told, nor can it be computed from the total', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('female', 'male', 'other', null), { maxLength: 40 }), (people) => {
      const told = groupsOf(people);
      expect(Object.values(told).every((n) => n >= 5)).toBe(true);
      const rest = people.length - Object.values(told).reduce((sum, n) => sum + n, 0);
      const untold = new Set(people.map((word) => word ?? 'unsaid').filter((word) => !(word in told)));
      // Of one group alone that is left out nobody knows which it is: the total says no more than that there are people.
      expect(rest === 0 || untold.size > 1 || Object.keys(told).length === 0).toBe(true);
    }),
  );
});

test('members are counted without names; reading who they are is logged, and for few', async () => {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const own = ctxOf(db, await personWith(db, 'producer_owner', { organisation: producer }));
  for (const [i, sex] of ['female', 'female', 'female', 'female', 'female', 'male', 'male'].entries())
    await addMember(own, { producer, name: `Người ${i}`, sex, joined_on: '2026-01-01' });
  await addMember(own, { producer, name: 'Người cũ', joined_on: '2020-01-01', left_on: '2021-01-01' });
  expect(await memberCounts(systemCtx(db), { id: producer, kind: 'cooperative' })).toEqual({
    total: 7,
    bySex: {},
  });
  const officer = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  expect(await readMembers(officer, { producer })).toHaveLength(8);
  const told = await db.selectFrom('kernel.event').select(['type', 'data']).execute();
  expect(told.filter(({ type }) => type === 'members.read')).toHaveLength(1);
  expect(JSON.stringify(told)).not.toContain('Người');
  const elsewhere = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06994' }));
  await expect(readMembers(elsewhere, { producer })).rejects.toMatchObject({ code: 'refused' });
  const company = await personWith(db, 'administrator', { area: 'VN' });
  await db.updateTable('producers.producer').set({ kind: 'company' }).where('id', '=', producer).execute();
  await expect(addMember(ctxOf(db, company), { producer, name: 'X', joined_on: '2026-01-01' })).rejects.toMatchObject({
    code: 'state.conflict',
  });
});

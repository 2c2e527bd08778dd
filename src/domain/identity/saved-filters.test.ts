import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith } from '../../../test/makers/context.ts';
import { deleteFilter, saveFilter, savedFilters } from './saved-filters.ts';

test('a filter is found again by whoever named it, and by nobody else', async () => {
  const { db } = await freshDatabase();
  const own = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  const other = ctxOf(db, await personWith(db, 'commune_officer', { area: 'VN/22/06970' }));
  const filter = { list: 'papers', name: 'Sắp hết hạn' };
  await saveFilter(own, { ...filter, query: '?state=valid' });
  await saveFilter(own, { ...filter, query: '?state=expiring&type=&q=m%E1%BA%ADt+ong' });
  const [saved] = await savedFilters(own);
  expect(saved).toMatchObject({ ...filter, query: 'state=expiring&q=m%E1%BA%ADt+ong' });
  expect(await savedFilters(other)).toEqual([]);
  await expect(deleteFilter(other, { id: saved!.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(saveFilter(own, { ...filter, list: '../sign-out', query: '?q=a' })).rejects.toMatchObject({
    issues: [{ path: 'list' }],
  });
  for (let i = 0; i < 49; i++) await saveFilter(own, { list: 'log', name: `Lọc ${i}`, query: '?q=a' });
  await expect(saveFilter(own, { list: 'log', name: 'Thêm', query: '?q=a' })).rejects.toMatchObject({
    issues: [{ path: 'name', key: 'office.filters_full' }],
  });
  await deleteFilter(own, { id: saved!.id });
  expect(await savedFilters(own)).toHaveLength(49);
});

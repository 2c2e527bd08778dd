import { expect, test } from 'vitest';
import { itemsOf } from './items.ts';
import { checkSheet, decision, shippedSheets } from './sheets.ts';

test('the 26 sheets of decision 26/2026 are whole, with the leaves and minima that were counted (DOMAIN 2.1)', () => {
  const counted = shippedSheets.map((sheet) => {
    const items = itemsOf(sheet);
    const marks = items.flatMap((item) =>
      [...(item.options ?? []), ...(item.cases ?? []).flatMap((one) => one.options)].map((option) => option.minimumFor),
    );
    return [items.length, ...[3, 4, 5].map((star) => marks.filter((mark) => mark === star).length)].join('/');
  });
  expect(counted).toEqual(
    `32/7/12/3 31/7/13/6 32/7/14/6 32/7/14/6 31/8/13/5 32/8/13/5 32/8/14/6 32/8/14/6 31/8/14/6 32/8/13/6 32/8/12/3 32/8/14/3
     34/8/10/3 29/8/10/3 29/8/13/3 29/7/9/4 29/8/12/3 31/7/10/3 30/7/10/3 30/7/10/3 28/7/9/4 28/6/8/4 26/5/11/4 26/4/7/5 25/4/9/3 32/1/2/0`.split(
      /\s+/,
    ),
  );
  expect(decision.sets.map((set) => set.code)).toEqual(shippedSheets.map((sheet) => sheet.code));
});

test('a sheet survives serialisation', () => {
  for (const sheet of shippedSheets) expect(checkSheet(JSON.parse(JSON.stringify(sheet)))).toEqual(sheet);
  // Sheets that were stored without the bands of their decision get them when they are read.
  const { bands, ...stored } = shippedSheets[0]!;
  expect(checkSheet(stored).bands).toEqual(bands);
});

test('a sheet that does not add up is refused, naming the place', () => {
  const broken = structuredClone(shippedSheets[0]!);
  broken.parts[0]!.criteria[0]!.items[0]!.max += 1;
  expect(() => checkSheet(broken)).toThrow('Score sheet QD26-01, criterion 1: its items do not add up');
  const older = { ...shippedSheets[0]!, decision: '1048/QĐ-TTg' };
  expect(() => checkSheet(older)).toThrow('parts: the maxima are A 40, B 25, C 35, not A 35, B 25, C 40');
  expect(() => checkSheet({ ...older, decision: 'x' })).toThrow('Score sheet QD26-01, decision: nothing is known of x');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemsOf } from '#domain/criteria/items';
import { shippedSheets } from '#domain/criteria/sheets';
import { answersOf } from '../../../test/makers/sheets.ts';
import { offersNone, readAddress } from './address.ts';
import { answerText } from './typed.ts';

test('answers survive the address', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...shippedSheets).chain((sheet) => fc.tuple(fc.constant(sheet), answersOf(sheet))),
      ([sheet, answers]) => {
        const offered = new Set(itemsOf(sheet).flatMap((item) => (offersNone(item) ? [item.code] : [])));
        const given = Object.entries(answers).filter(([code, answer]) => answer !== null || offered.has(code));
        const query = new URLSearchParams(given.map(([code, answer]) => [code, answerText(answer ?? null)]));
        expect(readAddress(sheet, query)).toMatchObject({
          answers: Object.fromEntries(given),
          ignored: false,
        });
      },
    ),
  );
});

test('what an address cannot mean is left out and said so', () => {
  const sheet = shippedSheets[11]!;
  for (const query of ['1.1=99', '1.1=٢', '9.9=1', 'broken=no/rule', 'star=6', '1.1=0.0', 'at=99', '1.2=none']) {
    expect(readAddress(sheet, new URLSearchParams(query)), query).toMatchObject({ answers: {}, ignored: true });
  }
});

test('what others hang on an address is not spoken of', () => {
  const read = readAddress(shippedSheets[11]!, new URLSearchParams('1.6=0&fbclid=x&utm_source=zalo&zarsrc=1&gclid='));
  expect(read).toMatchObject({ answers: { 1.6: 0 }, ignored: false });
});

test('"none of the levels" is an answer; an item that is not in the address, or empty there, has none', () => {
  const sheet = shippedSheets[11]!;
  expect(readAddress(sheet, new URLSearchParams('1.1=none&1.4=&1.6=0')).answers).toEqual({ 1.1: null, 1.6: 0 });
});

test('no star in the address, or an empty one, is the next star', () => {
  const sheet = shippedSheets[11]!;
  for (const query of ['', 'star=', '1.1=2&star=&at=2'])
    expect(readAddress(sheet, new URLSearchParams(query))).toMatchObject({ star: null, ignored: false });
  expect(readAddress(sheet, new URLSearchParams('star=5&at=2'))).toMatchObject({ star: 5, at: '2', ignored: false });
});

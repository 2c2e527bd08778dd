import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shippedSheets } from '#domain/criteria/sheets';
import { answersOf } from '../../../../../test/makers/sheets.ts';
import { answerText, readAddress } from './address.ts';

test('answers survive the address', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...shippedSheets).chain((sheet) => fc.tuple(fc.constant(sheet), answersOf(sheet))),
      ([sheet, answers]) => {
        const query = new URLSearchParams(Object.entries(answers).map(([code, answer]) => [code, answerText(answer)]));
        const given = Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== null));
        expect(readAddress(sheet, query)).toMatchObject({ answers: given, ignored: false });
      },
    ),
  );
});

test('what an address cannot mean is left out and said so', () => {
  const sheet = shippedSheets[11]!;
  for (const query of ['1.1=99', '1.1=٢', '9.9=1', 'broken=no/rule', 'star=6', 'x=1', '1.1=0.0']) {
    expect(readAddress(sheet, new URLSearchParams(query)), query).toMatchObject({ answers: {}, ignored: true });
  }
});

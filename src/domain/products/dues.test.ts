import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duesOf, regrading } from './dues.ts';
import { labelGaps } from './label-rules.ts';

const none = { producer: {}, confirmedOn: '2026-11-01', products: [] };

test('a file for regrading is handed in from 180 to 120 days before the certificate ends', () => {
  const until = '2027-06-30';
  expect(regrading(until, '2026-12-31')).toBeNull();
  expect(regrading(until, '2027-01-01')).toEqual({ what: 'regrade', from: '2027-01-01', by: '2027-03-02' });
  expect(regrading(until, '2027-03-02')).toMatchObject({ what: 'regrade' });
  expect(regrading(until, '2027-03-03')).toEqual({ what: 'regrade_late', from: null, by: until });
  expect(regrading(until, '2027-07-01')).toBeNull();
});

test('what has a day comes first, by its day; what is missing follows', () => {
  const fact = (valid_to: string | null) => ({ valid_from: '2026-01-01', valid_to });
  const dues = duesOf(
    {
      ...none,
      confirmedOn: null,
      producer: { supply_contract: [fact('2026-12-10')], quality_system: [fact(null)] },
      products: [{ id: 'p', validUntil: '2027-05-01', facts: { listing: [fact(null)] }, labelMisses: 2 }],
    },
    '2026-11-23',
  );
  expect(dues.map(({ what, kind, by }) => [what, kind, by])).toEqual([
    ['ending', 'supply_contract', '2026-12-10'],
    ['regrade', null, '2027-01-01'],
    ['confirm', null, null],
    ['missing', 'safety_commitment', null],
    ['missing', 'advanced_processing', null],
    ['missing', 'modern_technology', null],
    ['missing', 'training', null],
    ['missing', 'packaging', null],
    ['missing', 'registered_right', null],
    ['missing', 'trace_code', null],
    ['label', null, null],
  ]);
});

test('a right that is only filed is not yet registered; a renewed contract is not told to end', () => {
  const facts = { registered_right: [{ valid_from: '2026-01-01', valid_to: null, stage: 'filed' }] };
  const said = duesOf({ ...none, products: [{ id: 'p', validUntil: null, facts, labelMisses: 0 }] }, '2026-11-23');
  expect(said.some(({ kind }) => kind === 'registered_right')).toBe(true);
  const renewed = [
    { valid_from: '2025-01-01', valid_to: '2026-12-01' },
    { valid_from: '2026-12-02', valid_to: '2027-12-01' },
  ];
  const dues = duesOf({ ...none, producer: { supply_contract: renewed } }, '2026-11-23');
  expect(dues.filter(({ kind }) => kind === 'supply_contract')).toEqual([]);
});

test('what was filled in on a label is never missing, and filling in one thing takes away one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 26 }), fc.nat(20), (set, pick) => {
      const { group, missing } = labelGaps(set, null);
      expect(group === null).toBe(set === 26);
      const field = missing[pick % Math.max(1, missing.length)];
      if (field) expect(labelGaps(set, { [field]: 'x' }).missing).toEqual(missing.filter((name) => name !== field));
    }),
  );
  expect(labelGaps(14, null).missing).toContain('ethanol');
  expect(labelGaps(18, null).missing).toContain('not_medicine');
  expect(labelGaps(3, null).missing).not.toContain('ingredients');
  expect(labelGaps(21, null).missing).toEqual(['label_name', 'responsible', 'origin']);
});

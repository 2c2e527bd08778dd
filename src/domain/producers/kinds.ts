import { z } from 'zod';
import { text } from '#kernel/fields';
import { type Kind, type Kinds, may, must, tick } from '#kernel/kinds';

const standards = ['haccp', 'iso_22000', 'iso_9001', 'vietgap', 'globalgap', 'organic', 'gmp', 'other'] as const;

const technology = (kind: string): Kind => ({
  table: 'producers.technology',
  fixed: { kind },
  open: ['technology'],
  fields: { facility_id: must.fact('facility'), technology: must.text(), basis: may.text(), assessed_by: may.text() },
});

/** A tax code, or the address of the partner's page: the id in it. */
const partner = text(300).transform((typed, context) => {
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(typed)?.[0];
  const digits = typed.replace(/[\s.-]/g, '');
  if (id) return id;
  if (/^(?:[0-9]{10}|[0-9]{13})$/.test(digits)) return digits;
  context.addIssue({ code: 'custom', message: JSON.stringify({ key: 'facts.partner_unknown' }), input: typed });
  return z.NEVER;
});

/**
 * Each dated fact about a producer, once: actions, pages and queries go by this table. A contract without a facility
 * supplies all of them.
 */
export const kinds: Kinds = {
  advanced_processing: technology('advanced_processing'),
  modern_technology: technology('modern_technology'),
  sourcing_area: {
    table: 'producers.sourcing_area',
    open: ['name', 'material', 'place', 'area_m2', 'area_code'],
    fields: {
      name: must.text(),
      material: must.text(),
      place: may.text(),
      area_m2: may.number(),
      growers: may.number(1_000_000),
      area_code: may.text(60),
    },
  },
  supply_contract: {
    table: 'producers.supply_contract',
    isPrivate: true,
    fields: {
      partner: must.text(),
      partner_id: may.as(partner),
      material: must.text(),
      number: may.text(60),
      quantity: may.number(),
      unit: may.text(40),
      price_rule: may.text(300),
      facility_id: may.fact('facility'),
      sourcing_area_id: may.fact('sourcing_area'),
    },
  },
  safety_commitment: {
    table: 'producers.safety_commitment',
    open: ['received_by', 'scope'],
    fields: { received_by: must.text(), number: may.text(60), scope: may.text() },
  },
  quality_system: {
    table: 'producers.quality_system',
    open: ['standard', 'number', 'issuer'],
    fields: {
      standard: must.choice(standards),
      number: may.text(60),
      issuer: may.text(),
      production: tick(),
      processing: tick(),
      circulation: tick(),
    },
  },
  training: {
    table: 'producers.training',
    fields: {
      course: must.text(),
      organiser: may.text(),
      managers: must.number(100_000),
      others: must.number(100_000),
    },
  },
};

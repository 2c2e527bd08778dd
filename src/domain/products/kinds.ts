import { text } from '#kernel/fields';
import { type Kind, type Kinds, may, must } from '#kernel/kinds';

const rights = [
  'trade_mark',
  'collective_mark',
  'certification_mark',
  'geographical_indication',
  'industrial_design',
  'copyright',
] as const;
const classes = ['provincial_flagship', 'national_track', 'potential'] as const;

const link = text(500).refine((value) => /^https?:\/\/[^\s.]+\.\S+$/.test(value), {
  error: () => JSON.stringify({ key: 'facts.link_unreadable' }),
});

const channel = (kind: string, address: Kind['fields'][string]): Kind => ({
  table: 'products.channel',
  fixed: { kind },
  open: ['name', 'address', 'last_checked'],
  fields: { name: must.text(), address, last_checked: may.date() },
});

/** Each dated fact about a product, once; its stars are recognitions. */
export const kinds: Kinds = {
  packaging: { table: 'products.packaging', fields: { description: must.long(), designer: may.text() } },
  registered_right: {
    table: 'products.registered_right',
    open: ['right_kind', 'stage', 'number', 'issuer'], // an owner may be a person
    fields: {
      right_kind: must.choice(rights),
      stage: must.choice(['filed', 'registered']),
      number: may.text(60),
      owner: may.text(),
      issuer: may.text(),
    },
  },
  trace_code: {
    table: 'products.trace_code',
    open: ['carrier', 'address', 'provider'],
    fields: {
      carrier: must.choice(['qr', 'stamp', 'barcode', 'other']),
      code: must.text(),
      address: must.as(link),
      provider: may.text(),
    },
  },
  sales_place: channel('sales_place', must.text(300)),
  listing: channel('listing', must.as(link)),
  fair_readiness: {
    table: 'products.fair_readiness',
    isOfficial: true,
    fields: { level: must.choice(['provincial', 'national']), basis: may.text(), assessed_by: may.text() },
  },
  class_membership: {
    table: 'products.class_membership',
    isOfficial: true,
    open: ['class', 'decision_no', 'decided_by'],
    fields: { class: must.choice(classes), decision_no: may.text(60), decided_by: may.text() },
  },
  label: {
    table: 'products.label',
    open: [
      'label_name',
      'origin',
      'quantity',
      'expiry',
      'ingredients',
      'warnings',
      'usage',
      'storage',
      'ethanol',
      'not_medicine',
    ],
    fields: {
      label_name: may.text(),
      responsible: may.text(300),
      origin: may.text(),
      quantity: may.text(100),
      made_on: may.text(100),
      expiry: may.text(100),
      ingredients: may.long(),
      warnings: may.long(),
      usage: may.long(),
      storage: may.long(),
      ethanol: may.text(60),
      lot: may.text(60),
      not_medicine: may.text(300),
    },
  },
};

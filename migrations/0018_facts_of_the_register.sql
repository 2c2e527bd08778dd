-- One table for each kind of fact whose columns differ; where they are alike, `kind` tells them apart (decision 0010).
-- `checked`: an official entered or checked this wording. A fact named in another (facility_id, sourcing_area_id) is held by its `id`.

-- A facility that meets the standard of advanced processing, and one that produces with modern technology: two facts.
create table producers.technology (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  kind text not null check (kind in ('advanced_processing', 'modern_technology')),
  facility_id uuid not null,
  technology text not null,
  basis text,
  assessed_by text,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index technology_current on producers.technology (id) where superseded_at is null;
create index technology_producer on producers.technology (producer_id);
create index technology_fact on producers.technology (id);

-- Where raw material comes from.
create table producers.sourcing_area (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  name text not null,
  material text not null,
  place text,
  area_m2 bigint check (area_m2 > 0),
  growers int check (growers >= 0),
  area_code text,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index sourcing_area_current on producers.sourcing_area (id) where superseded_at is null;
create index sourcing_area_producer on producers.sourcing_area (producer_id);
create index sourcing_area_fact on producers.sourcing_area (id);

-- A contract between a processor and whoever makes its raw material, on the register (partner_id) or off it.
create table producers.supply_contract (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  number text,
  facility_id uuid,
  partner text not null,
  partner_id uuid references producers.producer (id),
  material text not null,
  sourcing_area_id uuid,
  quantity bigint check (quantity >= 0),
  unit text,
  price_rule text,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index supply_contract_current on producers.supply_contract (id) where superseded_at is null;
create index supply_contract_producer on producers.supply_contract (producer_id);
create index supply_contract_fact on producers.supply_contract (id);

-- A commitment to produce by the rules of food safety.
create table producers.safety_commitment (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  number text,
  received_by text not null,
  scope text,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index safety_commitment_current on producers.safety_commitment (id) where superseded_at is null;
create index safety_commitment_producer on producers.safety_commitment (producer_id);
create index safety_commitment_fact on producers.safety_commitment (id);

-- An advanced quality system, and what of the chain it covers.
create table producers.quality_system (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  standard text not null check (standard in ('haccp', 'iso_22000', 'iso_9001', 'vietgap', 'globalgap', 'organic', 'gmp', 'other')),
  number text,
  issuer text,
  production boolean not null,
  processing boolean not null,
  circulation boolean not null,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index quality_system_current on producers.quality_system (id) where superseded_at is null;
create index quality_system_producer on producers.quality_system (producer_id);
create index quality_system_fact on producers.quality_system (id);

-- Training that people of the producer attended, counted; names are not kept here.
create table producers.training (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  course text not null,
  organiser text,
  managers int not null check (managers >= 0),
  others int not null check (others >= 0),
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index training_current on producers.training (id) where superseded_at is null;
create index training_producer on producers.training (producer_id);
create index training_fact on producers.training (id);

-- Packaging that was designed.
create table products.packaging (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  product_id uuid not null references products.product (id) on delete cascade,
  description text not null,
  designer text,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index packaging_current on products.packaging (id) where superseded_at is null;
create index packaging_product on products.packaging (product_id);
create index packaging_fact on products.packaging (id);

-- A trade mark, design or copyright, filed or registered.
create table products.registered_right (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  product_id uuid not null references products.product (id) on delete cascade,
  right_kind text not null check (right_kind in ('trade_mark', 'collective_mark', 'certification_mark', 'geographical_indication', 'industrial_design', 'copyright')),
  stage text not null check (stage in ('filed', 'registered')),
  number text,
  owner text,
  issuer text,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index registered_right_current on products.registered_right (id) where superseded_at is null;
create index registered_right_product on products.registered_right (product_id);
create index registered_right_fact on products.registered_right (id);

-- The code by which a product is traced, and the address that it opens.
create table products.trace_code (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  product_id uuid not null references products.product (id) on delete cascade,
  carrier text not null check (carrier in ('qr', 'stamp', 'barcode', 'other')),
  code text not null,
  address text not null,
  provider text,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index trace_code_current on products.trace_code (id) where superseded_at is null;
create index trace_code_product on products.trace_code (product_id);
create index trace_code_fact on products.trace_code (id);

-- Where a product is sold: a place, or a listing on a floor of e-commerce.
create table products.channel (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  product_id uuid not null references products.product (id) on delete cascade,
  kind text not null check (kind in ('sales_place', 'listing')),
  name text not null,
  address text not null,
  last_checked date,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index channel_current on products.channel (id) where superseded_at is null;
create index channel_product on products.channel (product_id);
create index channel_fact on products.channel (id);

-- Meets the standards of a fair.
create table products.fair_readiness (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  product_id uuid not null references products.product (id) on delete cascade,
  level text not null check (level in ('provincial', 'national')),
  basis text,
  assessed_by text,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index fair_readiness_current on products.fair_readiness (id) where superseded_at is null;
create index fair_readiness_product on products.fair_readiness (product_id);
create index fair_readiness_fact on products.fair_readiness (id);

-- Class of the programme that a product belongs to.
create table products.class_membership (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  product_id uuid not null references products.product (id) on delete cascade,
  class text not null check (class in ('provincial_flagship', 'national_track', 'potential')),
  decision_no text,
  decided_by text,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index class_membership_current on products.class_membership (id) where superseded_at is null;
create index class_membership_product on products.class_membership (product_id);
create index class_membership_fact on products.class_membership (id);

-- What the label of a product says.
create table products.label (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  product_id uuid not null references products.product (id) on delete cascade,
  label_name text,
  responsible text,
  origin text,
  quantity text,
  made_on text,
  expiry text,
  ingredients text,
  warnings text,
  usage text,
  storage text,
  ethanol text,
  lot text,
  not_medicine text,
  checked boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check (valid_to >= valid_from)
);
create unique index label_current on products.label (id) where superseded_at is null;
create index label_product on products.label (product_id);
create index label_fact on products.label (id);
create index supply_contract_partner on producers.supply_contract (partner_id);

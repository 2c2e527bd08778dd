create schema products;

create table products.product (
  id uuid primary key,
  origin text not null default 'register' check (origin in ('register', 'demo', 'citation')),
  producer_id uuid references producers.producer (id),
  set_no smallint not null check (set_no between 1 and 26),
  name text not null,
  code text,
  pack text,
  gtin text,
  price bigint check (price >= 0),
  capacity bigint check (capacity >= 0),
  capacity_unit text,
  seasons smallint[] not null default '{}',
  story text,
  commune_id text references areas.unit (id),
  area_path text not null,
  version int not null default 1,
  changed_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  created_at timestamptz not null,
  check (origin = 'citation' or (producer_id is not null and commune_id is not null))
);
comment on column products.product.price is 'integer đồng for one pack';
comment on column products.product.capacity is 'what is made in a year, in capacity_unit';
comment on column products.product.seasons is 'months 1–12 in which it is on sale; empty: all year';
comment on column products.product.code is 'T-X-STT-20YY of decision 26/2026; older codes are in products.old_code';
create unique index product_code_key on products.product (code);
create index product_producer on products.product (producer_id);

-- Codes of earlier years, as printed: opaque texts.
create table products.old_code (
  product_id uuid not null references products.product (id) on delete cascade,
  code text not null,
  primary key (product_id, code)
);
create index old_code_code on products.old_code (upper(code));

-- The last serial that a commune gave in a year (STT of T-X-STT-20YY).
create table products.serial (
  commune_id text not null references areas.unit (id),
  year smallint not null,
  last int not null,
  primary key (commune_id, year)
);

-- Every star ever held. Corrected by a new row; "unknown" is an answer: a decision without a date proves nothing.
create table products.recognition (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  product_id uuid not null references products.product (id) on delete cascade,
  stars smallint not null check (stars between 3 and 5),
  reason text not null check (reason in ('first', 'upgrade', 'regrading')),
  level text not null check (level in ('district', 'province', 'ministry')),
  decision_no text,
  decided_on date,
  year smallint,
  decided_by text,
  certificate_no text,
  criteria text not null,
  part_a int,
  part_b int,
  part_c int,
  total int,
  valid_from date,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  check ((decided_on is null) = (valid_from is null)),
  check (valid_to is null or valid_to > valid_from)
);
comment on column products.recognition.total is 'hundredths of a point, as are part_a, part_b and part_c';
comment on column products.recognition.criteria is 'the decision whose criteria were used: 26/2026/QĐ-TTg, 148/QĐ-TTg, 1048/QĐ-TTg, or the province''s own cycle';
create unique index recognition_current on products.recognition (id) where superseded_at is null;
create index recognition_product on products.recognition (product_id) where superseded_at is null;
create index recognition_certificate on products.recognition (upper(certificate_no)) where superseded_at is null;

-- A recognition taken back (26/2026/QĐ-TTg, article 8).
create table products.withdrawal (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  recognition_id uuid not null,
  product_id uuid not null references products.product (id) on delete cascade,
  ground text not null check (ground in ('a', 'b', 'c', 'd', 'đ', 'e')),
  decision_no text,
  note text,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz
);
create unique index withdrawal_current on products.withdrawal (id) where superseded_at is null;
create index withdrawal_product on products.withdrawal (product_id) where superseded_at is null;

-- What a public source says of a real product. It is quoted, never counted as a recognition.
create table products.citation (
  product_id uuid primary key references products.product (id) on delete cascade,
  producer_as_reported text,
  place_as_reported text,
  stars smallint check (stars between 1 and 5),
  year smallint,
  decision_no text,
  decided_on date,
  confidence text not null check (confidence in ('high', 'medium', 'low')),
  sources text[] not null
);

-- The register as the public searches it: one row a product, written in the transaction of whatever it shows.
-- The star is that of the latest decision; whether it holds is computed from the dates on the day of the question.
create table products.listing (
  product_id uuid primary key references products.product (id) on delete cascade,
  origin text not null,
  name text not null,
  code text,
  set_no smallint not null,
  producer_id uuid,
  producer_name text,
  producer_kind text,
  commune_id text,
  commune_name text,
  area_path text not null,
  stars smallint,
  valid_from date,
  valid_to date,
  withdrawn_on date,
  cited_stars smallint,
  cited_year smallint,
  changed_at timestamptz not null,
  exact tsvector not null,
  folded tsvector not null
);
create index listing_folded on products.listing using gin (folded);
create index listing_name on products.listing (name collate kernel.vi, product_id);
create index listing_set on products.listing (set_no, name collate kernel.vi, product_id);
create index listing_area on products.listing (area_path text_pattern_ops);
create index listing_star on products.listing (stars, valid_to);
create index listing_withdrawn on products.listing (withdrawn_on) where withdrawn_on is not null;
create index listing_kind on products.listing (producer_kind);
create index listing_producer on products.listing (producer_id);
create index listing_newest on products.listing (valid_from desc) where withdrawn_on is null;

-- Every word of the register, folded: a word that is none of them is taken for its nearest neighbour.
create table products.word (
  word text primary key
);
create index word_near on products.word using gin (word gin_trgm_ops);

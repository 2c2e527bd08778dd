create schema producers;

-- A producer as it stands today. Its past names and forms are facts in `naming`.
create table producers.producer (
  id uuid primary key,
  origin text not null default 'register' check (origin in ('register', 'demo', 'citation')),
  kind text check (kind in ('cooperative', 'cooperative_group', 'company', 'farm', 'household', 'association', 'operation_centre')),
  name text not null,
  folded text not null,
  search tsvector not null,
  tax_code text,
  registration_no text,
  registered_on date,
  registered_by text,
  commune_id text references areas.unit (id),
  area_path text not null,
  street text,
  old_address text,
  contact_phone text,
  contact_email text,
  website text,
  publishes_contact boolean not null default false,
  version int not null default 1,
  changed_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  created_at timestamptz not null,
  check (origin = 'citation' or (kind is not null and commune_id is not null))
);
comment on column producers.producer.origin is 'demo: invented; citation: a real name quoted from a public source, read-only';
comment on column producers.producer.tax_code is '10 or 13 digits; a 12-digit one is a citizen''s number and sits in representative';
create unique index producer_tax_code_key on producers.producer (tax_code);
create index producer_search on producers.producer using gin (search);
create index producer_area on producers.producer (area_path text_pattern_ops);
create index producer_name on producers.producer (name collate kernel.vi, id);

-- Personal data of whoever represents a producer: read by its officers only, and each reading is logged.
create table producers.representative (
  producer_id uuid primary key references producers.producer (id) on delete cascade,
  name text,
  sex text check (sex in ('female', 'male', 'other')),
  ethnicity text,
  phone text,
  email text,
  personal_tax_code text
);
create unique index representative_personal_tax_code_key on producers.representative (personal_tax_code);

-- The name and form that a producer had from a day to a day.
create table producers.naming (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  name text not null,
  kind text not null,
  valid_from date,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz
);
create unique index naming_current on producers.naming (id) where superseded_at is null;
create index naming_producer on producers.naming (producer_id);

-- A place where a producer makes, grows or receives.
create table producers.facility (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  name text not null,
  activity text not null check (activity in ('processing', 'growing', 'fishing', 'packing', 'selling', 'tourism')),
  commune_id text not null references areas.unit (id),
  street text,
  valid_from date,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz
);
create unique index facility_current on producers.facility (id) where superseded_at is null;
create index facility_producer on producers.facility (producer_id);

-- "Still producing?", asked and answered on a day.
create table producers.confirmation (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  producing boolean not null,
  note text,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz
);
create unique index confirmation_current on producers.confirmation (id) where superseded_at is null;
create index confirmation_producer on producers.confirmation (producer_id, valid_from desc);

create schema imports;

-- One worksheet of an office on its way into the register: long work that can be left and found again.
create table imports.run (
  id uuid primary key,
  person_id uuid references identity.person (id) on delete set null,
  area_path text not null,
  scopes text[] not null,
  file_name text not null,
  file_size int not null,
  state text not null default 'reading' check (state in ('reading', 'ready', 'failed', 'committed', 'undone', 'abandoned')),
  done int not null default 0,
  total int not null default 0,
  error jsonb,
  sheets text[] not null default '{}',
  sheet text,
  first_row int,
  headings text[] not null default '{}',
  fingerprint text,
  mapping jsonb not null default '{}',
  passed_over int not null default 0,
  result jsonb,
  version int not null default 1,
  changed_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  created_at timestamptz not null
);
comment on column imports.run.scopes is 'where the person was an officer when the file came: rows of elsewhere are refused';
comment on column imports.run.mapping is 'field of the register -> number of the column, from 0';
create index run_person on imports.run (person_id, created_at desc);

-- The file itself, with people in it: kept until the import is committed or abandoned, 30 days at most.
create table imports.upload (
  run_id uuid primary key references imports.run (id) on delete cascade,
  bytes bytea not null,
  kept_until timestamptz not null
);

-- The rows of the worksheet while they are looked at; gone with the file.
create table imports.line (
  run_id uuid not null references imports.run (id) on delete cascade,
  no int not null,
  cells jsonb not null,
  mended jsonb not null default '{}',
  skipped boolean not null default false,
  state text not null check (state in ('new', 'known', 'problem', 'skipped')),
  draft jsonb,
  problems jsonb not null default '[]',
  notes jsonb not null default '[]',
  primary key (run_id, no)
);
create index line_state on imports.line (run_id, state, no);

-- Which column means what, as an office said it last of a worksheet with these headings.
create table imports.mapping (
  area_path text not null,
  fingerprint text not null,
  mapping jsonb not null,
  changed_at timestamptz not null,
  primary key (area_path, fingerprint)
);

-- What an import added to the register, so that it can be taken back exactly.
create table imports.added (
  run_id uuid not null references imports.run (id) on delete cascade,
  kind text not null check (kind in ('producer', 'product', 'recognition')),
  id uuid not null,
  product_id uuid,
  primary key (run_id, kind, id)
);

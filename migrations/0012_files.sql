-- A file that somebody handed in. The bytes lie outside, under their hash; two rows may share them.
create table kernel.file (
  id uuid primary key,
  hash text not null,
  kind text not null check (kind in ('pdf', 'xlsx', 'docx', 'picture')),
  size bigint not null,
  name text not null,
  published boolean not null default false,
  uploaded_by uuid references identity.person (id) on delete set null,
  uploaded_at timestamptz not null
);
comment on column kernel.file.name is 'as its owner called it; what a download is called';
comment on column kernel.file.published is 'a picture that anybody may see, at an address that stays';
create index file_hash on kernel.file (hash);

-- The lighter widths of a picture, by the hash of the picture.
create table kernel.picture (
  of text not null,
  width int not null,
  height int not null,
  hash text not null,
  size bigint not null,
  primary key (of, width)
);
create index picture_hash on kernel.picture (hash);

-- A file on its way in: pieces are added until it is whole, then it is looked at. It becomes a row of `file` in the
-- transaction of whatever it belongs to; what nobody claims is swept away after a day.
create table kernel.upload (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  name text not null,
  size bigint not null,
  state text not null default 'open' check (state in ('open', 'whole', 'refused')),
  kind text,
  hash text,
  stored bigint,
  issue jsonb,
  created_at timestamptz not null default now(),
  check (state <> 'whole' or (kind is not null and hash is not null and stored is not null)),
  check (state <> 'refused' or issue is not null)
);
comment on column kernel.upload.issue is 'why it was refused: the key of a sentence and its parameters';
create index upload_person on kernel.upload (person_id, created_at);
create index upload_hash on kernel.upload (hash);

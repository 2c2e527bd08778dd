create schema kernel;

create extension if not exists pg_trgm with schema public;
create extension if not exists fuzzystrmatch with schema public;

-- How Vietnamese names sort for people: a Á Ạ Ă … Dâu Đỗ Eo
create collation kernel.vi (provider = icu, locale = 'vi-VN');

create table kernel.setting (
  key text primary key,
  value jsonb not null
);

-- What happened: who, when, what changed. Ids and changed values only; people are named elsewhere and can be forgotten.
create table kernel.event (
  id uuid primary key,
  at timestamptz not null,
  type text not null,
  subject_kind text not null,
  subject_id text not null,
  area_path text,
  actor_id uuid,
  data jsonb not null
);
create index event_subject on kernel.event (subject_kind, subject_id, id desc);
create index event_actor on kernel.event (actor_id, id desc);
create index event_type on kernel.event (type, id desc);
create index event_area on kernel.event (area_path text_pattern_ops, id desc);

-- Counts of attempts. Losing them in a crash is harmless, so they are not logged ahead.
create unlogged table kernel.rate (
  key text primary key,
  started_at timestamptz not null,
  used int not null
);

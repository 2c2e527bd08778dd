-- What came to a filed dossier in answer to a request: the filed copy stays as it was, and both are shown.
create table grading.dossier_addition (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  request_item_id uuid not null references grading.dossier_request_item (id) on delete cascade,
  name text not null,
  value jsonb not null,
  at timestamptz not null,
  by uuid references identity.person (id) on delete set null
);
comment on column grading.dossier_addition.name is 'the field of the dossier that it says anew';
create index dossier_addition_dossier on grading.dossier_addition (dossier_id, at);

-- What forms 01 and 02 say of people, as it stood on the day of filing: apart from the locked copy, so that it can be forgotten.
create table grading.dossier_person (
  dossier_id uuid primary key references grading.dossier (id) on delete cascade,
  name text,
  sex text,
  ethnicity text,
  residence text,
  phone text,
  email text,
  address text,
  tax_code text
);

-- The commune asks for completion once (26/2026/QĐ-TTg, article 7.2).
create unique index dossier_request_commune on grading.dossier_request (dossier_id) where asked_by_desk = 'commune';

-- Two people who answer one list: each thing asked for has its own version.
alter table grading.dossier_request_item add column version int not null default 0;

-- True while a dossier is open, else nothing: of two products that turn out to be one, only one open dossier can follow.
alter table grading.dossier add column is_open boolean
  generated always as (case when status not in ('recognised', 'not_recognised', 'eliminated', 'declined', 'retracted') then true end) stored;

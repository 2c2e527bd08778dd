create schema behalf;

-- What an officer entered with a producer's voice. The thing itself stands in its own room, unchecked; here is who typed
-- it for whom, and what the producer said to it.
create table behalf.entry (
  id uuid primary key,
  producer_id uuid not null,
  area_path text not null,
  act text not null,
  thing_kind text not null check (thing_kind in ('fact', 'paper', 'proposal')),
  thing_id uuid not null,
  fact_kind text,
  thing_version int not null,
  entered_by uuid references identity.person (id) on delete set null,
  entered_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'disputed', 'confirmed', 'overtaken')),
  how text check (how in ('signed_in', 'code', 'paper')),
  answered_by uuid references identity.person (id) on delete set null,
  answered_at timestamptz,
  paper_id uuid,
  words text,
  version int not null default 1,
  changed_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  foreign key (producer_id, area_path) references producers.producer (id, area_path) on update cascade on delete cascade,
  check ((thing_kind = 'fact') = (fact_kind is not null)),
  check ((state = 'confirmed') = (how is not null)),
  check ((how is not distinct from 'paper') = (paper_id is not null))
);
comment on column behalf.entry.thing_version is 'the wording that was entered; later ones are somebody else’s word';
comment on column behalf.entry.words is 'why the producer says that it is wrong: erasable';
comment on column behalf.entry.state is 'overtaken: the thing was corrected or taken back before the producer answered';
create index entry_open on behalf.entry (area_path text_pattern_ops, entered_at) where state in ('waiting', 'disputed');
create index entry_producer on behalf.entry (producer_id, id desc);
create index entry_thing on behalf.entry (thing_id, id desc);

-- The code that a producer's own person reads to the officer: one at a time, made where the officer cannot see it.
create table behalf.code (
  producer_id uuid primary key references producers.producer (id) on delete cascade,
  id uuid not null,
  person_id uuid not null references identity.person (id) on delete cascade,
  hash text not null,
  expires_at timestamptz not null
);

insert into papers.type (row_id, id, version, code, name_vi, name_en, life_months, lead_days, note, recorded_at)
values (md5('papers.type behalf_sheet')::uuid, md5('papers.type behalf_sheet')::uuid, 1, 'behalf_sheet',
  'Phiếu xác nhận thông tin khai thay (có chữ ký)', 'Signed sheet: entered on the producer’s behalf', null, 0,
  'Cán bộ in phiếu, chủ thể ký, cán bộ tải bản chụp lên.', now());

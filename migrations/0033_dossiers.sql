-- A product on its way to a star: filed at the commune, proposed to the province, graded there, and sent on to the
-- ministry (26/2026/QĐ-TTg, articles 4 to 7).
create table grading.dossier (
  id uuid primary key,
  product_id uuid not null references products.product (id) on delete cascade,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  area_path text not null,
  kind text not null check (kind in ('first', 'upgrade', 'regrading')),
  channel text not null check (channel in ('online', 'paper')),
  level text not null check (level in ('commune', 'province', 'ministry')),
  status text not null check (status in ('draft', 'filed', 'proposed', 'received', 'reviewing', 'scheduled', 'scored',
    'recognised', 'not_recognised', 'eliminated', 'declined', 'retracted')),
  decision text not null,
  sheet_code text not null,
  sheet_version int not null,
  previous_id uuid references grading.dossier (id),
  recognition_id uuid,
  round_id uuid,
  filed_on date,
  commune_no text,
  commune_received_on date,
  province_no text,
  province_received_on date,
  copy jsonb,
  copy_hash text,
  opened_at timestamptz not null,
  opened_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  version int not null default 1,
  foreign key (sheet_code, sheet_version) references criteria.sheet (code, version),
  check ((status = 'draft') or filed_on is not null or status = 'retracted')
);
comment on column grading.dossier.area_path is 'the commune of production, where it is filed';
comment on column grading.dossier.level is 'whose desk it lies on: of a draft the commune where it will be filed';
comment on column grading.dossier.status is 'proposed: on its way to `level`, not yet received there';
comment on column grading.dossier.recognition_id is 'the star that is raised or graded again';
comment on column grading.dossier.copy is 'what was filed, locked on the day of filing; its SHA-256 stands in the log';
create unique index dossier_open on grading.dossier (product_id)
  where status not in ('recognised', 'not_recognised', 'eliminated', 'declined', 'retracted');
create unique index dossier_commune_no on grading.dossier (commune_no) where commune_no is not null;
create unique index dossier_province_no on grading.dossier (province_no) where province_no is not null;
create index dossier_producer on grading.dossier (producer_id);
create index dossier_product on grading.dossier (product_id);
create index dossier_desk on grading.dossier (level, status, area_path text_pattern_ops);
create index dossier_round on grading.dossier (round_id);

-- Each move of a dossier, never changed: where it was on any day, and how long each desk had it.
create table grading.dossier_step (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  at timestamptz not null,
  on_day date not null,
  from_level text,
  from_status text,
  level text not null,
  status text not null,
  by uuid references identity.person (id) on delete set null,
  note text
);
comment on column grading.dossier_step.on_day is 'the business day of the move';
create index dossier_step_dossier on grading.dossier_step (dossier_id, at);

-- What people type in a dossier, field by field, each with its version: nobody overwrites anybody unseen.
-- answer/1.1: an option; why/1.1: its explanation; rule/<id>: true where broken; form/<name>: a field of Mẫu 01 or 02.
create table grading.dossier_field (
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  name text not null,
  value jsonb not null,
  version int not null,
  carried boolean not null default false,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  primary key (dossier_id, name)
);
comment on column grading.dossier_field.carried is 'taken over from the last dossier, not yet looked at';

-- What speaks for an answer: a paper of the producer, a fact of the register, or a file brought for this dossier alone.
create table grading.dossier_evidence (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  item text,
  request_item_id uuid,
  paper_id uuid,
  file_id uuid references kernel.file (id),
  fact_kind text,
  fact_id uuid,
  note text,
  added_at timestamptz not null,
  added_by uuid references identity.person (id) on delete set null,
  removed_at timestamptz,
  removed_by uuid references identity.person (id) on delete set null,
  check (num_nonnulls(paper_id, file_id, fact_id) = 1),
  check ((fact_kind is null) = (fact_id is null))
);
comment on column grading.dossier_evidence.item is 'code of the item it speaks for; null: of the whole dossier';
create index dossier_evidence_dossier on grading.dossier_evidence (dossier_id) where removed_at is null;
create index dossier_evidence_paper on grading.dossier_evidence (paper_id) where removed_at is null;

-- The clocks of the law that run on a dossier.
create table grading.dossier_clock (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  clock text not null,
  began_on date not null,
  due_on date not null,
  ended_on date,
  stopped_on date,
  stopped_days int not null default 0
);
comment on column grading.dossier_clock.clock is 'as the decision calls it: communeReview, regradingResult';
comment on column grading.dossier_clock.stopped_on is 'stands still since, where the province''s rules let it, while the producer completes';
create unique index dossier_clock_running on grading.dossier_clock (dossier_id, clock) where ended_on is null;
create index dossier_clock_due on grading.dossier_clock (due_on) where ended_on is null;

-- A list of what is missing, asked of the producer at one go; the dossier stays where it is while it is answered.
create table grading.dossier_request (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  asked_by_desk text not null check (asked_by_desk in ('commune', 'province', 'advisory', 'ministry')),
  asked_at timestamptz not null,
  asked_by uuid references identity.person (id) on delete set null,
  due_on date not null,
  note text,
  answered_at timestamptz,
  answered_by uuid references identity.person (id) on delete set null,
  version int not null default 1
);
create unique index dossier_request_open on grading.dossier_request (dossier_id) where answered_at is null;
create index dossier_request_dossier on grading.dossier_request (dossier_id);

create table grading.dossier_request_item (
  id uuid primary key,
  request_id uuid not null references grading.dossier_request (id) on delete cascade,
  about text,
  wanted text not null,
  answer text,
  answered_at timestamptz,
  answered_by uuid references identity.person (id) on delete set null
);
comment on column grading.dossier_request_item.about is 'a field of the dossier (answer/1.1, form/history), or null';
create index dossier_request_item_request on grading.dossier_request_item (request_id);
alter table grading.dossier_evidence add foreign key (request_item_id) references grading.dossier_request_item (id);

-- What became of the five samples (article 6.2d).
create table grading.sample_move (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  what text not null check (what in ('received', 'stored', 'passed_on', 'used', 'returned')),
  count int not null check (count > 0),
  place text,
  on_day date not null,
  at timestamptz not null,
  by uuid references identity.person (id) on delete set null
);
create index sample_move_dossier on grading.sample_move (dossier_id, at);

-- The last receipt number that a desk gave in a year.
create table grading.receipt_series (
  area_path text not null,
  level text not null,
  year int not null,
  last int not null,
  primary key (area_path, level, year)
);

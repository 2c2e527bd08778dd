-- What the commune says of a dossier: the four contents of Mẫu 03 (article 7.2a).
create table grading.commune_finding (
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  content text not null check (content in ('material', 'labour', 'idea', 'identity')),
  finding text not null,
  verdict text not null check (verdict in ('met', 'partly', 'not_met')),
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  primary key (dossier_id, content)
);

-- The commune's report as it was sent: proposed to the province, or declined. What the province sent back stays, marked.
create table grading.commune_report (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  outcome text not null check (outcome in ('proposed', 'declined')),
  letter_no text,
  letter_on date,
  signer text,
  met_on date,
  met_note text,
  record_file uuid references kernel.file (id),
  reasons text,
  sent_at timestamptz not null,
  sent_by uuid references identity.person (id) on delete set null,
  returned_at timestamptz,
  check (outcome = 'declined' or (letter_no is not null and letter_on is not null and signer is not null)),
  check (outcome = 'proposed' or reasons is not null)
);
create unique index commune_report_stands on grading.commune_report (dossier_id) where returned_at is null;

-- The advisory group at work (article 7.3): looks at the place, has extra tests made, says what it found, reports.
create table grading.site_visit (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  visited_on date not null,
  place text not null,
  lat double precision check (lat between 8 and 24),
  lon double precision check (lon between 102 and 118),
  people text,
  findings text not null,
  at timestamptz not null,
  by uuid references identity.person (id) on delete set null
);
create index site_visit_dossier on grading.site_visit (dossier_id);
create table grading.site_photo (
  id uuid primary key,
  visit_id uuid not null references grading.site_visit (id) on delete cascade,
  file_id uuid not null references kernel.file (id),
  alt text not null
);
create index site_photo_visit on grading.site_photo (visit_id);

create table grading.extra_test (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  laboratory text not null,
  tested text not null,
  taken_on date not null,
  result_no text,
  result_on date,
  result text,
  passed boolean,
  file_id uuid references kernel.file (id),
  version int not null default 1,
  at timestamptz not null,
  by uuid references identity.person (id) on delete set null
);
create index extra_test_dossier on grading.extra_test (dossier_id);

create table grading.verified_answer (
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  item text not null,
  value jsonb not null,
  note text,
  version int not null default 1,
  at timestamptz not null,
  by uuid references identity.person (id) on delete set null,
  primary key (dossier_id, item)
);
comment on column grading.verified_answer.item is 'code of an item, or rule/<id>: true';

-- What the group, or for a regrading the OCOP office (article 7.6c), reports to the council's chair.
create table grading.advisory_report (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  level text not null check (level in ('province', 'ministry')),
  author text not null check (author in ('group', 'office')),
  summary text not null,
  proposal text not null check (proposal in ('grade', 'grade_after', 'eliminate')),
  signer text not null,
  sent_on date not null,
  sent_at timestamptz not null,
  sent_by uuid references identity.person (id) on delete set null
);
create index advisory_report_dossier on grading.advisory_report (dossier_id);

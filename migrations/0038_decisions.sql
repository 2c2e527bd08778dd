-- A decision of the province or the ministry on results: one covers many products (26/2026/QĐ-TTg, articles 7.3e, 7.4e).
-- It is drafted, signed outside, and released with its letters in one write.
create table grading.decision (
  id uuid primary key,
  kind text not null check (kind in ('recognise', 'withdraw')),
  level text not null check (level in ('province', 'ministry')),
  area_path text not null,
  status text not null check (status in ('draft', 'signed', 'released')),
  subject text,
  number text,
  decided_on date,
  signer text,
  signer_title text,
  file_id uuid references kernel.file (id),
  released_at timestamptz,
  released_by uuid references identity.person (id) on delete set null,
  made_at timestamptz not null,
  made_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  version int not null default 1,
  check (status = 'draft' or (number is not null and decided_on is not null and signer is not null))
);
create unique index decision_number on grading.decision (area_path, number, decided_on) where number is not null;
create index decision_area on grading.decision (area_path, made_at desc);

-- One product of a decision. What it holds of the result is copied here, so that the paper and the register say the same.
create table grading.decision_line (
  id uuid primary key,
  decision_id uuid not null references grading.decision (id) on delete cascade,
  product_id uuid not null references products.product (id) on delete cascade,
  dossier_id uuid references grading.dossier (id) on delete cascade,
  result_id uuid references grading.result (id),
  stars smallint not null check (stars between 3 and 5),
  total int,
  part_a int,
  part_b int,
  part_c int,
  certificate_no text,
  printed_end date,
  recognition_id uuid,
  withdrawal_case_id uuid,
  check (num_nonnulls(dossier_id, withdrawal_case_id) = 1)
);
create unique index decision_line_dossier on grading.decision_line (dossier_id) where dossier_id is not null;
create index decision_line_decision on grading.decision_line (decision_id);
create index decision_line_product on grading.decision_line (product_id);

-- The last certificate number of a desk in a year.
create table grading.certificate_series (
  area_path text not null,
  year int not null,
  last int not null,
  primary key (area_path, year)
);

-- A certificate as it was issued, from its release on. Its paper is made by a job.
create table grading.certificate (
  recognition_id uuid primary key,
  product_id uuid not null references products.product (id) on delete cascade,
  decision_id uuid not null references grading.decision (id) on delete cascade,
  area_path text not null,
  number text not null,
  stars smallint not null,
  issued_on date not null,
  ends_on date not null,
  issued_at timestamptz not null
);
create unique index certificate_number on grading.certificate (area_path, number);
create index certificate_product on grading.certificate (product_id);
create index certificate_decision on grading.certificate (decision_id);

-- What a desk tells in writing of a result: released with it, never before. Its text is made from what it names.
create table grading.letter (
  id uuid primary key,
  kind text not null check (kind in ('recognised', 'not_recognised', 'eliminated', 'sent_to_ministry', 'returned_by_ministry',
    'withdrawn', 'complaint_accepted', 'complaint_settled')),
  area_path text not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  product_id uuid not null references products.product (id) on delete cascade,
  dossier_id uuid references grading.dossier (id) on delete cascade,
  decision_id uuid references grading.decision (id) on delete cascade,
  number text,
  reason text,
  sent_on date not null,
  sent_at timestamptz not null
);
create index letter_producer on grading.letter (producer_id, sent_at desc);
create index letter_dossier on grading.letter (dossier_id);
create index letter_product on grading.letter (product_id);

-- The file that asks the ministry for five stars, and what became of it (article 7.4).
create table grading.ministry_file (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  request_no text not null,
  sent_on date not null,
  outcome text check (outcome in ('recognised', 'recognise_on_result', 'score_again')),
  outcome_no text,
  outcome_on date,
  stars smallint check (stars between 1 and 5),
  total int,
  note text,
  made_at timestamptz not null,
  made_by uuid references identity.person (id) on delete set null,
  check ((outcome is null) = (outcome_on is null))
);
comment on column grading.ministry_file.stars is 'of the ministry''s own result, on which the province may recognise; total in hundredths';
create index ministry_file_dossier on grading.ministry_file (dossier_id);
create unique index ministry_file_open on grading.ministry_file (dossier_id) where outcome is null;

-- A producer's complaint about a result or a decision: a file of its own.
create table grading.complaint (
  id uuid primary key,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  product_id uuid not null references products.product (id) on delete cascade,
  dossier_id uuid references grading.dossier (id) on delete cascade,
  area_path text not null,
  level text not null check (level in ('province', 'ministry')),
  channel text not null check (channel in ('online', 'paper')),
  about text not null,
  filed_on date not null,
  accept_by date not null,
  settle_by date,
  accepted_on date,
  is_complex boolean not null default false,
  status text not null check (status in ('filed', 'accepted', 'refused', 'settled', 'retracted')),
  outcome text check (outcome in ('kept', 'score_again', 'corrected')),
  reason text,
  settled_on date,
  version int not null default 1,
  made_at timestamptz not null,
  made_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  check ((status = 'settled') = (outcome is not null))
);
create index complaint_area on grading.complaint (area_path text_pattern_ops, status);
create index complaint_producer on grading.complaint (producer_id);
create index complaint_product on grading.complaint (product_id);

-- A look at a recognised product and its producer after the star (article 9): planned or at once.
create table grading.inspection (
  id uuid primary key,
  product_id uuid not null references products.product (id) on delete cascade,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  area_path text not null,
  level text not null check (level in ('province', 'ministry')),
  kind text not null check (kind in ('planned', 'ad_hoc')),
  why text,
  planned_on date not null,
  held_on date,
  team text,
  conclusion text check (conclusion in ('kept', 'mend', 'withdraw', 'stopped')),
  concluded_on date,
  note text,
  version int not null default 1,
  made_at timestamptz not null,
  made_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  check ((conclusion is null) = (concluded_on is null)),
  check (conclusion is null or held_on is not null)
);
create index inspection_area on grading.inspection (area_path text_pattern_ops, planned_on);
create index inspection_product on grading.inspection (product_id);
create index inspection_producer on grading.inspection (producer_id);

create table grading.inspection_finding (
  id uuid primary key,
  inspection_id uuid not null references grading.inspection (id) on delete cascade,
  about text not null check (about in ('criteria', 'mark', 'information', 'safety', 'other')),
  item text,
  finding text not null,
  verdict text not null check (verdict in ('met', 'mend', 'breach')),
  mend_by date,
  mended_on date,
  file_id uuid references kernel.file (id),
  at timestamptz not null,
  by uuid references identity.person (id) on delete set null
);
create index inspection_finding_inspection on grading.inspection_finding (inspection_id);

-- A star on its way to be withdrawn (article 8): from the finding, or the commune's word, fifteen days.
create table grading.withdrawal_case (
  id uuid primary key,
  recognition_id uuid not null,
  product_id uuid not null references products.product (id) on delete cascade,
  area_path text not null,
  level text not null check (level in ('province', 'ministry')),
  ground text not null check (ground in ('a', 'b', 'c', 'd', 'đ', 'e')),
  basis text not null,
  found_on date not null,
  due_on date not null,
  inspection_id uuid references grading.inspection (id),
  status text not null check (status in ('open', 'verified', 'dropped', 'withdrawn')),
  verified_note text,
  verified_on date,
  version int not null default 1,
  made_at timestamptz not null,
  made_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null
);
create unique index withdrawal_case_open on grading.withdrawal_case (recognition_id) where status in ('open', 'verified');
create index withdrawal_case_area on grading.withdrawal_case (area_path text_pattern_ops, status);
create index withdrawal_case_product on grading.withdrawal_case (product_id);
alter table grading.decision_line add foreign key (withdrawal_case_id) references grading.withdrawal_case (id);

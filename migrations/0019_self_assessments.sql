create schema grading;

-- A producer's own scoring of a product, on the exact version of the sheet that it was begun on.
create table grading.self_assessment (
  id uuid primary key,
  product_id uuid not null references products.product (id) on delete cascade,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  sheet_code text not null,
  sheet_version int not null,
  started_at timestamptz not null,
  started_by uuid references identity.person (id) on delete set null,
  closed_at timestamptz,
  foreign key (sheet_code, sheet_version) references criteria.sheet (code, version)
);
comment on column grading.self_assessment.closed_at is 'replaced by one on a newer sheet; kept as it was';
create unique index self_assessment_open on grading.self_assessment (product_id) where closed_at is null;
create index self_assessment_producer on grading.self_assessment (producer_id);

-- One answer: of an item (an option, a case and its option, or null for "none of the levels"), or of a rule (true: broken).
-- Saved one by one, each with its version, so that two devices never overwrite each other unseen.
create table grading.self_answer (
  assessment_id uuid not null references grading.self_assessment (id) on delete cascade,
  item text not null,
  value jsonb not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  primary key (assessment_id, item)
);

-- A filter of a list that somebody named, to find the same rows again. It may hold a name that they looked for: theirs
-- alone, and gone with them.
create table identity.saved_filter (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  list text not null,
  name text not null,
  query text not null,
  saved_at timestamptz not null
);
create unique index saved_filter_name on identity.saved_filter (person_id, list, name);

-- A fact that an official did not confirm: its producer reads why, and it waits for them until they word it anew.
create table proposals.sent_back (
  fact_id uuid not null,
  fact_version int not null,
  fact_kind text not null,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  reason text not null,
  sent_by uuid references identity.person (id) on delete set null,
  sent_at timestamptz not null,
  primary key (fact_id, fact_version)
);
create index sent_back_producer on proposals.sent_back (producer_id);

-- What waits for an official is counted on every opening of the office: only what waits is in these.
create index technology_unchecked on producers.technology (recorded_at) where superseded_at is null and not checked;
create index sourcing_area_unchecked on producers.sourcing_area (recorded_at) where superseded_at is null and not checked;
create index supply_contract_unchecked on producers.supply_contract (recorded_at) where superseded_at is null and not checked;
create index safety_commitment_unchecked on producers.safety_commitment (recorded_at) where superseded_at is null and not checked;
create index quality_system_unchecked on producers.quality_system (recorded_at) where superseded_at is null and not checked;
create index training_unchecked on producers.training (recorded_at) where superseded_at is null and not checked;
create index packaging_unchecked on products.packaging (recorded_at) where superseded_at is null and not checked;
create index registered_right_unchecked on products.registered_right (recorded_at) where superseded_at is null and not checked;
create index trace_code_unchecked on products.trace_code (recorded_at) where superseded_at is null and not checked;
create index channel_unchecked on products.channel (recorded_at) where superseded_at is null and not checked;
create index fair_readiness_unchecked on products.fair_readiness (recorded_at) where superseded_at is null and not checked;
create index class_membership_unchecked on products.class_membership (recorded_at) where superseded_at is null and not checked;
create index label_unchecked on products.label (recorded_at) where superseded_at is null and not checked;
create index paper_unchecked on papers.paper (area_path text_pattern_ops, recorded_at) where superseded_at is null and verdict is null;
create index counter_code_open on identity.counter_code (made_by, expires_at) where used_at is null;

-- Whoever registers as a producer by themselves: what they typed waits for an officer of the commune. Until one accepts
-- it, nothing of it is in the register. Personal data: it goes when the person is erased.
create table producers.application (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  area_path text not null,
  input jsonb not null,
  note text,
  state text not null default 'waiting' check (state in ('waiting', 'asked', 'accepted', 'refused', 'withdrawn')),
  reason text,
  producer_id uuid references producers.producer (id) on delete set null,
  version int not null default 1,
  sent_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null
);
comment on column producers.application.input is 'the form of a producer as it was typed';
comment on column producers.application.reason is 'what the officer asked, or why it was refused';
create unique index application_open on producers.application (person_id) where state in ('waiting', 'asked');
create index application_waiting on producers.application (area_path text_pattern_ops, sent_at) where state = 'waiting';

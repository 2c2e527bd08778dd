create schema proposals;

-- What a producer asks to change of data that an official has checked: the very input of the action that would do it.
-- It may speak of people, so it stands here and never in the log.
create table proposals.proposal (
  id uuid primary key,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  subject_kind text not null check (subject_kind in ('producer', 'product')),
  subject_id uuid not null,
  area_path text not null,
  act text not null,
  input jsonb not null,
  note text,
  state text not null check (state in ('open', 'asked', 'accepted', 'refused', 'withdrawn')),
  reason text,
  proposed_by uuid references identity.person (id) on delete set null,
  proposed_at timestamptz not null,
  version int not null default 1,
  changed_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  check (state not in ('asked', 'refused') or reason is not null)
);
create index proposal_producer on proposals.proposal (producer_id, id desc);
create index proposal_queue on proposals.proposal (area_path text_pattern_ops, proposed_at) where state = 'open';

-- A member of a cooperative or group: when they joined and left. Who they are stands apart, and can be forgotten.
create table producers.member (
  id uuid primary key,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  joined_on date not null,
  left_on date,
  version int not null default 1,
  changed_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  check (left_on >= joined_on)
);
create index member_producer on producers.member (producer_id);

-- Personal data of members: read by those who may read the representative, and each reading is logged.
create table producers.member_person (
  member_id uuid primary key references producers.member (id) on delete cascade,
  name text not null,
  sex text check (sex in ('female', 'male', 'other')),
  ethnicity text,
  phone text
);

-- A council, or the advisory group beside it, as a decision made it up (26/2026/QĐ-TTg, article 7.3).
create table grading.council (
  id uuid primary key,
  area_path text not null,
  level text not null check (level in ('province', 'ministry')),
  kind text not null check (kind in ('council', 'advisory')),
  title text not null,
  decision_no text not null,
  decision_on date not null,
  valid_to date,
  made_at timestamptz not null,
  made_by uuid references identity.person (id) on delete set null,
  version int not null default 1
);

-- Who sits in it, from when to when; whoever follows somebody names whom. A name is part of the decision: it stays.
create table grading.council_member (
  id uuid primary key,
  council_id uuid not null references grading.council (id) on delete cascade,
  person_id uuid references identity.person (id) on delete set null,
  name text not null,
  department text not null,
  position text not null check (position in ('chair', 'deputy', 'secretary', 'member')),
  from_on date not null,
  to_on date,
  replaces uuid references grading.council_member (id)
);
create index council_member_council on grading.council_member (council_id);
create index council_member_person on grading.council_member (person_id) where to_on is null;

-- A meeting, or the collecting of written opinions, with the council's rules as they stood when it opened.
create table grading.session (
  id uuid primary key,
  council_id uuid not null references grading.council (id),
  round_id uuid,
  mode text not null check (mode in ('meeting', 'written')),
  status text not null check (status in ('planned', 'open', 'closed')),
  held_on date not null,
  due_on date,
  place text,
  agenda text,
  rules jsonb,
  from_session uuid references grading.session (id),
  opened_at timestamptz,
  closed_at timestamptz,
  closed_by uuid references identity.person (id) on delete set null,
  made_at timestamptz not null,
  made_by uuid references identity.person (id) on delete set null,
  version int not null default 1
);
comment on column grading.session.due_on is 'the last day for written opinions';
comment on column grading.session.from_session is 'the written opinions that diverged and led to this meeting';

-- A dossier on the agenda. `scoring` counts up when it is scored again after a discussion.
create table grading.session_dossier (
  session_id uuid not null references grading.session (id) on delete cascade,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  place int not null,
  scoring int not null default 1,
  status text not null check (status in ('waiting', 'scoring', 'discussing', 'done')),
  primary key (session_id, dossier_id)
);
create index session_dossier_dossier on grading.session_dossier (dossier_id);

-- What the council's sheets came to, with all it takes to compute it again. One a scoring; the last one counts.
create table grading.result (
  id uuid primary key,
  dossier_id uuid not null references grading.dossier (id) on delete cascade,
  session_id uuid not null references grading.session (id),
  scoring int not null,
  outcome text not null check (outcome in ('graded', 'eliminated', 'not_eligible', 'stopped')),
  stars smallint check (stars between 1 and 5),
  band_stars smallint not null check (band_stars between 1 and 5),
  total int not null,
  part_a int not null,
  part_b int not null,
  part_c int not null,
  merged jsonb not null,
  rules jsonb not null,
  made_at timestamptz not null,
  counts boolean not null,
  unique (session_id, dossier_id, scoring)
);
comment on column grading.result.total is 'hundredths of a point, as are the parts';
comment on column grading.result.counts is 'false: the spread was over the limit, and the product was scored again';
create index result_dossier on grading.result (dossier_id);

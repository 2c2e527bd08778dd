-- The rounds of a year in which dossiers are graded, as the decision sets them and plans add to them (26/2026/QĐ-TTg,
-- article 5). Officials edit the days; whoever asks for a round reads them here.
create table grading.round (
  id uuid primary key,
  area_path text not null references areas.unit (path) on update cascade,
  level text not null check (level in ('province', 'ministry')),
  year int not null check (year between 2013 and 2100),
  no int not null check (no > 0),
  proposed_until date not null,
  graded_until date not null,
  extra boolean not null default false,
  basis text,
  decision text not null,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  closed_at timestamptz,
  closed_by uuid references identity.person (id) on delete set null,
  version int not null default 1,
  constraint round_no unique (area_path, year, no),
  check (graded_until >= proposed_until),
  check (not extra or basis is not null)
);
comment on column grading.round.area_path is 'the province, or VN for the ministry';
comment on column grading.round.proposed_until is 'the last day on which the level below proposes';
comment on column grading.round.basis is 'the council rules and plan that provide an extra round';
comment on column grading.round.decision is 'the decision whose days these were';

-- The rules that a province, or the ministry, gave its council (article 7.3b): each wording a row, the newest holds.
create table grading.council_rules (
  area_path text not null references areas.unit (path) on update cascade,
  version int not null check (version > 0),
  body jsonb not null,
  number text,
  issued_on date,
  set_at timestamptz not null,
  set_by uuid references identity.person (id) on delete set null,
  primary key (area_path, version)
);
comment on column grading.council_rules.number is 'of the Quy chế that says so';

-- The province's yearly cycle: what officials plan and producers see.
create table grading.cycle_step (
  area_path text not null references areas.unit (path) on update cascade,
  year int not null check (year between 2013 and 2100),
  step text not null check (step in ('call', 'ideas', 'plans', 'production', 'grading', 'promotion')),
  from_on date not null,
  to_on date not null,
  note text,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  version int not null default 1,
  primary key (area_path, year, step),
  check (to_on >= from_on)
);

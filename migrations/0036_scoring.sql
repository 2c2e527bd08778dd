-- Who came to a session.
create table grading.attendance (
  session_id uuid not null references grading.session (id) on delete cascade,
  member_id uuid not null references grading.council_member (id) on delete cascade,
  present boolean not null,
  primary key (session_id, member_id)
);

-- What a member declares of a dossier before any of it opens to them.
create table grading.declaration (
  session_id uuid not null,
  dossier_id uuid not null,
  member_id uuid not null references grading.council_member (id) on delete cascade,
  conflict boolean not null,
  ground text check (ground in ('own', 'relative', 'adviser', 'consultant', 'other')),
  declared_at timestamptz not null,
  primary key (session_id, dossier_id, member_id),
  foreign key (session_id, dossier_id) references grading.session_dossier (session_id, dossier_id) on delete cascade,
  check (conflict = (ground is not null))
);

-- One member's sheet of one scoring. Sealed, it never changes: its SHA-256 stands in the log.
create table grading.member_sheet (
  id uuid primary key,
  session_id uuid not null,
  dossier_id uuid not null,
  member_id uuid not null references grading.council_member (id),
  scoring int not null,
  channel text not null check (channel in ('own', 'paper')),
  status text not null check (status in ('open', 'sealed')),
  total int,
  opinion text,
  wants_meeting boolean not null default false,
  opened_at timestamptz not null,
  sealed_at timestamptz,
  seal text,
  salt text,
  unique (session_id, dossier_id, scoring, member_id),
  foreign key (session_id, dossier_id) references grading.session_dossier (session_id, dossier_id),
  check ((status = 'sealed') = (seal is not null and sealed_at is not null and total is not null))
);
create index member_sheet_member on grading.member_sheet (member_id);
create index member_sheet_dossier on grading.member_sheet (dossier_id);

-- An answer: of an item, or of a rule stated as broken (rule/<id>: true). Saved one by one, each with its version.
create table grading.member_answer (
  sheet_id uuid not null references grading.member_sheet (id) on delete cascade,
  item text not null,
  value jsonb not null,
  comment text,
  version int not null,
  changed_at timestamptz not null,
  primary key (sheet_id, item)
);

-- A sheet scored on paper, keyed in by two people: the second does not see what the first typed.
create table grading.keyed_sheet (
  sheet_id uuid not null references grading.member_sheet (id) on delete cascade,
  keyer smallint not null check (keyer in (1, 2)),
  person_id uuid references identity.person (id) on delete set null,
  answers jsonb not null,
  keyed_at timestamptz not null,
  primary key (sheet_id, keyer)
);
create index council_area on grading.council (area_path text_pattern_ops, made_at desc);
create index session_council on grading.session (council_id, held_on desc);
create index session_status on grading.session (status);

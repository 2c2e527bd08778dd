-- Days that the rule of weekends gets wrong: public holidays, and Saturdays worked for them. Any room may count by it.
create table kernel.holiday (
  day date primary key,
  working boolean not null default false,
  name text not null
);
comment on column kernel.holiday.working is 'true: a day at the weekend on which offices work in exchange';

-- When somebody's personal data was erased: the account stays as an id, so that official acts stay attributable.
alter table identity.person add column erased_at timestamptz;

-- What people ask of their personal data (Law 91/2025/QH15). What they wrote stands apart, and can be erased.
create table identity.data_request (
  id uuid primary key,
  kind text not null check (kind in ('held', 'export', 'correct', 'erase', 'withdraw')),
  person_id uuid references identity.person (id) on delete cascade,
  area_path text not null references areas.unit (path) on update cascade,
  status text not null default 'open' check (status in ('open', 'accepted', 'refused', 'done', 'taken_back')),
  asked_on date not null,
  answer_due date not null,
  done_due date not null,
  entered_by uuid references identity.person (id) on delete set null,
  ground text,
  answered_at timestamptz,
  done_at timestamptz,
  version int not null default 1,
  changed_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  check ((ground is not null) = (status = 'refused'))
);
comment on column identity.data_request.person_id is 'null: somebody without an account, who asked at the counter';
comment on column identity.data_request.entered_by is 'the officer at the counter; null: the person';
create index data_request_due on identity.data_request (answer_due, id) where status in ('open', 'accepted');
create unique index data_request_open on identity.data_request (person_id, kind) where status in ('open', 'accepted');
create index data_request_person on identity.data_request (person_id);

create table identity.data_request_words (
  request_id uuid primary key references identity.data_request (id) on delete cascade,
  name text,
  contact text,
  wish text,
  answer text
);

-- What somebody agreed to: the words as they stood, their version and the day. Withdrawn as easily as given.
create table identity.consent (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  purpose text not null,
  wording_version int not null,
  wording text not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz
);
create unique index consent_given on identity.consent (person_id, purpose) where withdrawn_at is null;

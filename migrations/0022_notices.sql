create schema notices;

-- What a person is told: one row for each thing that happened to them or to what they answer for. It holds ids, codes and
-- days; the sentence is made when it is read, in the reader's language.
create table notices.notice (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  kind text not null,
  subject_kind text not null,
  subject_id uuid not null,
  cause text not null,
  room text not null check (room in ('office', 'workspace', 'account')),
  organisation_id uuid,
  area_path text,
  params jsonb not null default '{}',
  made_at timestamptz not null,
  read_at timestamptz
);
comment on column notices.notice.cause is 'the event that it tells of, or the day on which the thing ends: told once';
comment on column notices.notice.organisation_id is 'told because they belong to this producer: shown while they do';
comment on column notices.notice.area_path is 'told because they answer for this place: shown while they do';
create unique index notice_once on notices.notice (person_id, kind, subject_id, cause);
-- Nobody has two unread notices of one kind about one thing; the same index counts what is unread.
create unique index notice_unread on notices.notice (person_id, kind, subject_id) where read_at is null;
create index notice_person on notices.notice (person_id, id desc);
create index notice_made on notices.notice (made_at);

-- How a person wants to be told. Without a row: by mail, too, in Vietnamese.
create table notices.choice (
  person_id uuid primary key references identity.person (id) on delete cascade,
  by_mail boolean not null,
  language text not null check (language in ('vi', 'en')),
  changed_at timestamptz not null
);

-- A notice that goes by mail. The address and the text are read when it is sent: neither stands here.
create table notices.mail (
  id uuid primary key references notices.notice (id) on delete cascade,
  state text not null check (state in ('kept', 'waiting', 'sending', 'sent', 'failed', 'dropped')),
  tries int not null default 0,
  due_at timestamptz not null,
  sent_at timestamptz,
  fault text
);
comment on column notices.mail.state is 'kept: no mail server is configured; dropped: the person wants or may have it no more';
comment on column notices.mail.due_at is 'tried from then on; of one that is being sent: when it counts as cut off';
comment on column notices.mail.fault is 'what the mail server answered, without any address';
create index mail_due on notices.mail (due_at) where state in ('waiting', 'sending');
create index mail_state on notices.mail (state, id desc);

-- Who belongs to a producer.
create index role_grant_organisation_id on identity.role_grant (organisation_id) where organisation_id is not null;

-- What ends within some days, each by an index: papers by their printed end or by the day of issue, stars, contracts.
create index paper_printed_end on papers.paper (type, printed_end) where superseded_at is null and printed_end is not null;
create index paper_issued on papers.paper (type, issued_on) where superseded_at is null and printed_end is null;
create index listing_end on products.listing (valid_to) where withdrawn_on is null and origin <> 'citation';
create index supply_contract_end on producers.supply_contract (valid_to) where superseded_at is null;

-- Sessions are shown to their owner, who ends those that are not theirs.
alter table identity.session add last_used_at timestamptz not null default now();

-- The second step of signing in: a secret that an application on the person's phone knows, too.
create table identity.second_step (
  person_id uuid primary key references identity.person (id) on delete cascade,
  secret text not null,
  begun_at timestamptz not null,
  confirmed_at timestamptz,
  last_period bigint
);
comment on column identity.second_step.secret is 'encrypted with the secret of the installation';
comment on column identity.second_step.last_period is 'the half minute of the newest code that was taken: neither it nor an earlier one works again';

-- Codes for whoever lost the phone; each works once. Only keyed hashes are kept.
create table identity.recovery_code (
  person_id uuid not null references identity.person (id) on delete cascade,
  hash text not null,
  used_at timestamptz,
  primary key (person_id, hash)
);

-- A code that an officer hands over: whoever types it with the phone number sets the password, once.
create table identity.counter_code (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  hash text not null,
  made_by uuid references identity.person (id) on delete set null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index counter_code_person on identity.counter_code (person_id);

-- Where an account was opened: until its holder has a role, the officers there answer for it.
alter table identity.person add opened_in text references areas.unit (path) on update cascade;

-- What this room needs to know of producers: that there is one, and whose area it lies in.
create view identity.organisation as select id, area_path from producers.producer;

-- Which area a role reaches into: its own, or that of its producer.
create view identity.held_role as
  select held.id, held.person_id, held.role, held.area_path, held.organisation_id, held.valid_from, held.valid_to, held.ended_at,
    coalesce(held.area_path, organisation.area_path) as reach
  from identity.role_grant held left join identity.organisation organisation on organisation.id = held.organisation_id;

create schema identity;

-- person, session, account and verification belong to better-auth (a test compares them with what it expects).
create table identity.person (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  name text not null,
  email text not null unique,
  email_verified boolean not null,
  image text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  phone text unique,
  ended_at timestamptz
);
comment on column identity.person.email is 'how the person signs in; <phone>@phone.invalid where there is no e-mail';

create table identity.session (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id uuid not null references identity.person (id) on delete cascade
);
create index session_user_id_idx on identity.session (user_id);

create table identity.account (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references identity.person (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null
);
create index account_user_id_idx on identity.account (user_id);

create table identity.verification (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
create index verification_identifier_idx on identity.verification (identifier);

-- What a person may do: a role with its scope, from a day to a day, or until somebody ended it. Never deleted.
create table identity.role_grant (
  id uuid primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  role text not null,
  area_path text,
  organisation_id uuid,
  valid_from date not null,
  valid_to date,
  granted_by uuid,
  granted_at timestamptz not null,
  ended_at timestamptz,
  check (valid_to is null or valid_to >= valid_from)
);
create index role_grant_person on identity.role_grant (person_id);
create index role_grant_area on identity.role_grant (area_path text_pattern_ops);

-- A link that works once: the first administrator sets a password by it. Only its hash is kept.
create table identity.one_time_link (
  hash text primary key,
  person_id uuid not null references identity.person (id) on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

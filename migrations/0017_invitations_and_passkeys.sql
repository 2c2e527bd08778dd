-- A role prepared for a phone number or an e-mail: whoever follows the link takes it up, once. Only a hash of the link is kept.
create table identity.invitation (
  id uuid primary key,
  hash text not null unique,
  login text not null,
  role text not null,
  area_path text references areas.unit (path) on update cascade,
  organisation_id uuid references producers.producer (id),
  valid_from date,
  valid_to date,
  invited_by uuid not null references identity.person (id) on delete cascade,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  taken_at timestamptz,
  taken_by uuid references identity.person (id) on delete set null,
  withdrawn_at timestamptz
);
create index invitation_open on identity.invitation (expires_at) where taken_at is null and withdrawn_at is null;

-- Passkeys, as better-auth keeps them: a public key each, whose other half never leaves the person's device.
create table identity.passkey (
  id uuid primary key default pg_catalog.gen_random_uuid(),
  name text,
  public_key text not null,
  user_id uuid not null references identity.person (id) on delete cascade,
  credential_id text not null,
  counter integer not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  created_at timestamptz,
  aaguid text
);
create index passkey_user_id_idx on identity.passkey (user_id);
create unique index passkey_credential_id_idx on identity.passkey (credential_id);

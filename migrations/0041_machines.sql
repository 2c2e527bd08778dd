-- What a machine signs in with: one role, as a person would hold it. Only a hash of the secret is kept, and its first
-- letters, by which whoever made it knows it again.
create table identity.api_key (
  id uuid primary key,
  name text not null,
  prefix text not null,
  hash text not null unique,
  role text not null,
  area_path text references areas.unit (path) on update cascade,
  organisation_id uuid references producers.producer (id) on delete cascade,
  expires_on date not null,
  made_at timestamptz not null,
  made_by uuid references identity.person (id) on delete set null,
  ended_at timestamptz,
  ended_by uuid references identity.person (id) on delete set null,
  last_used_on date,
  check (num_nonnulls(area_path, organisation_id) = 1)
);
create index api_key_organisation on identity.api_key (organisation_id);

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

-- What other systems are told of: an address of theirs, and each telling with what became of it. The secret that signs
-- is made of the installation's own and the endpoint's id: it is kept nowhere.
create schema hooks;
create table hooks.endpoint (
  id uuid primary key,
  name text not null,
  url text not null,
  types text[] not null,
  area_path text references areas.unit (path) on update cascade,
  is_active boolean not null default true,
  made_at timestamptz not null,
  made_by uuid references identity.person (id) on delete set null
);
create table hooks.delivery (
  id uuid primary key,
  endpoint_id uuid not null references hooks.endpoint (id) on delete cascade,
  event_id uuid,
  type text not null,
  body text not null,
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed')),
  tries int not null default 0,
  fault text,
  made_at timestamptz not null,
  due_at timestamptz not null,
  sent_at timestamptz,
  constraint delivery_once unique (endpoint_id, event_id)
);
comment on column hooks.delivery.event_id is 'null: a test';
create index delivery_due on hooks.delivery (due_at) where state in ('waiting', 'sending');

create schema settings;

-- What an administrator sets: each change is a row of its own, and the newest one holds. Nothing is overwritten.
create table settings.entry (
  name text not null,
  version int not null check (version > 0),
  value jsonb not null,
  set_at timestamptz not null,
  set_by uuid references identity.person (id) on delete set null,
  primary key (name, version)
);

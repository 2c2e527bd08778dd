create schema criteria;

-- A score sheet of a decision, as it was loaded. Points and codes never change; wording may be replaced by the signed
-- text, as a new version. What was used once stays.
create table criteria.sheet (
  code text not null,
  version int not null,
  decision text not null,
  no smallint not null,
  body jsonb not null,
  source text not null check (source in ('transcript', 'signed')),
  loaded_at timestamptz not null,
  loaded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  primary key (code, version)
);
create unique index sheet_current on criteria.sheet (code) where superseded_at is null;

-- "đã đối chiếu bản ký": who compared a version with the signed text, and when.
create table criteria.comparison (
  code text not null,
  version int not null,
  compared_by uuid references identity.person (id) on delete set null,
  compared_name text not null,
  compared_on date not null,
  note text,
  primary key (code, version),
  foreign key (code, version) references criteria.sheet (code, version)
);

create function criteria.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (old.code, old.version, old.decision, old.no, old.body, old.source) is distinct from (new.code, new.version, new.decision, new.no, new.body, new.source) then
    raise exception 'A score sheet is immutable: load a new version of %', old.code;
  end if;
  return new;
end $$;
create trigger sheet_immutable before update or delete on criteria.sheet for each row execute function criteria.refuse_change();

-- A producer or product that turned out to be the same as another one: the row stays, and leads on (decision 0019).
alter table producers.producer add column merged_into uuid references producers.producer (id) check (merged_into <> id);
alter table products.product add column merged_into uuid references products.product (id) check (merged_into <> id);
comment on column producers.producer.merged_into is 'the one that it is; then this row is nobody''s to change, no list shows it and what hung on it hangs there';
create index producer_merged on producers.producer (merged_into) where merged_into is not null;
create index product_merged on products.product (merged_into) where merged_into is not null;

-- The one that stays takes the tax code over where it had none.
drop index producers.producer_tax_code_key;
create unique index producer_tax_code_key on producers.producer (tax_code) where merged_into is null;
create index producer_tax_code on producers.producer (tax_code);

-- Nobody is given a role for a producer that was merged away.
create or replace view identity.organisation as select id, area_path from producers.producer where merged_into is null;

-- How likely duplicates are found without looking through the whole register.
create function producers.core(folded text) returns text language sql immutable strict parallel safe
  set search_path = pg_catalog
  as $$ select coalesce(nullif(trim(regexp_replace(regexp_replace(folded,
    '\m(cong ty|co phan|tnhh|mtv|mot thanh vien|tu nhan|doanh nghiep|hop tac xa|htx|lien hiep|to hop tac|tht|ho kinh doanh|hkd|ho san xuat|co so san xuat|co so|trang trai|nong nghiep|san xuat|kinh doanh|che bien|thuong mai|dich vu|tong hop|va)\M',
    ' ', 'g'), '\s+', ' ', 'g')), ''), folded) $$;
comment on function producers.core is 'a folded name without the words that say what kind of business it is; src/domain/duplicates/rules.ts does the same';
create index producer_commune on producers.producer (commune_id);
create index producer_registration_no on producers.producer (registration_no) where merged_into is null;
create index producer_phone on producers.producer (contact_phone) where merged_into is null;
create index representative_phone on producers.representative (phone);
create index producer_changed on producers.producer (changed_at, id);
create index product_changed on products.product (changed_at, id);

create schema duplicates;

-- Two that may be one, found by the rule or told apart by an officer. `basis` is a hash of what the rule saw: told apart,
-- a pair comes back only when it sees something else.
create table duplicates.pair (
  id uuid primary key,
  kind text not null check (kind in ('producer', 'product')),
  one uuid not null,
  other uuid not null,
  level text not null check (level in ('certain', 'likely', 'doubtful')),
  reasons text[] not null,
  basis text not null,
  state text not null default 'open' check (state in ('open', 'apart')),
  why text,
  decided_by uuid references identity.person (id) on delete set null,
  decided_at timestamptz,
  found_at timestamptz not null,
  check (one < other),
  check ((state = 'apart') = (why is not null))
);
comment on column duplicates.pair.why is 'the officer''s own words, which may speak of people: they stand here and never in the log';
create unique index pair_key on duplicates.pair (kind, one, other);
create index pair_other on duplicates.pair (kind, other);

-- One merge: what was led on to what, by whom and why; and when it was undone, by whom and why.
create table duplicates.merge (
  id uuid primary key,
  kind text not null check (kind in ('producer', 'product')),
  kept_id uuid not null,
  merged_id uuid not null,
  why text not null,
  filled text[] not null,
  merged_by uuid references identity.person (id) on delete set null,
  merged_at timestamptz not null,
  undone_why text,
  undone_by uuid references identity.person (id) on delete set null,
  undone_at timestamptz,
  check ((undone_at is null) = (undone_why is null))
);
comment on column duplicates.merge.filled is 'the fields that the one that stays lacked and took over: their names, no values';
create unique index merge_standing on duplicates.merge (kind, merged_id) where undone_at is null;
create index merge_kept on duplicates.merge (kind, kept_id);

-- Each thing that a merge took from one to the other, so that exactly those go back.
create table duplicates.moved (
  merge_id uuid not null references duplicates.merge (id) on delete cascade,
  pointer text not null,
  key text not null,
  closed boolean not null,
  primary key (merge_id, pointer, key)
);
comment on column duplicates.moved.pointer is 'schema.table.column; the things are named by the key that the room''s pointers.ts gives';
comment on column duplicates.moved.closed is 'said the same as one of the other''s, which stands for both';

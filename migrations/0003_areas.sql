create schema areas;

-- Administrative units in time. `id` is opaque and given once: the code of a unit in force when first loaded, else
-- `code~year it ended`; one code can name two units in time. `path` is the ids from the root down, joined by '/'.
create table areas.unit (
  id text primary key,
  code text not null,
  level text not null check (level in ('country', 'province', 'district', 'commune')),
  name text not null,
  type text not null,
  parent_id text references areas.unit (id),
  path text not null,
  valid_from date,
  valid_to date,
  folded text not null
);
create index unit_code on areas.unit (code);
create index unit_parent on areas.unit (parent_id, name collate kernel.vi);
create index unit_path on areas.unit (path text_pattern_ops);
create index unit_folded on areas.unit using gin (folded gin_trgm_ops);

-- Which unit became which. One old unit can have several successors: ask, never guess.
create table areas.succession (
  old_id text not null references areas.unit (id),
  new_id text not null references areas.unit (id),
  extent text not null check (extent in ('whole', 'part', 'area_without_residents', 'part_with_all_residents')),
  primary key (old_id, new_id)
);
create index succession_new on areas.succession (new_id);

-- Other codes that sources print for a unit.
create table areas.alias (
  code text primary key,
  unit_id text not null references areas.unit (id)
);

-- A point inside the unit for maps, its size and people.
create table areas.label_point (
  unit_id text primary key references areas.unit (id),
  lon double precision not null,
  lat double precision not null,
  area_km2 double precision not null,
  population int not null,
  former_district_code text not null
);

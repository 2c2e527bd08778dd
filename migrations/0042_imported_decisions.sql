-- The decision that a worksheet is the list of, as its title says or an officer told: it holds for every row without its own.
alter table imports.run add column about jsonb not null default '{}';
comment on column imports.run.about is 'r1_no, r1_on, r1_by: as they would stand in a row';

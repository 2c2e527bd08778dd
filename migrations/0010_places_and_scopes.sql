-- A reform can move a unit below another one: its path changes once, in areas.unit, and every copy of it follows.
insert into areas.unit (id, code, level, name, type, path, folded)
  values ('VN', 'VN', 'country', 'Việt Nam', 'country', 'VN', 'viet nam') on conflict (id) do nothing;
create unique index unit_path_key on areas.unit (path);
alter table producers.producer add foreign key (area_path) references areas.unit (path) on update cascade;
alter table products.product add foreign key (area_path) references areas.unit (path) on update cascade;
alter table products.listing add foreign key (area_path) references areas.unit (path) on update cascade;
alter table identity.role_grant add foreign key (area_path) references areas.unit (path) on update cascade;

-- A role for a producer names one that is there.
alter table identity.role_grant add constraint role_grant_organisation
  foreign key (organisation_id) references producers.producer (id);

-- Pictures of a product, the first of them on its card. Taken away, one is gone with its file.
create table products.picture (
  id uuid primary key,
  product_id uuid not null references products.product (id) on delete cascade,
  file_id uuid not null references kernel.file (id),
  alt text not null,
  place int not null
);
comment on column products.picture.alt is 'what is seen, for whoever does not see it';
create index picture_product on products.picture (product_id, place);
create index picture_file on products.picture (file_id);

-- The card of a product shows its first picture: kept in the row of the register, so that a list asks nothing more.
alter table products.listing add column picture jsonb;
comment on column products.listing.picture is '{hash, width, height} of the lightest width of the first picture';

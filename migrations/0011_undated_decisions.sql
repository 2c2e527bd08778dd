-- A decision whose day we do not know may be the later one: once the dated star no longer holds, the answer is "unknown".
alter table products.listing add column maybe_later boolean not null default false;
comment on column products.listing.maybe_later is 'an undated decision of that year or later may stand in place of the dated one';
update products.listing listing set maybe_later = true
  where listing.valid_from is not null and exists (
    select from products.recognition undated
    where undated.product_id = listing.product_id and undated.superseded_at is null and undated.valid_from is null
      and (undated.year is null or undated.year >= extract(year from listing.valid_from)));

-- The office reads recognitions by the day they end.
create index recognition_end on products.recognition (valid_to, id) where superseded_at is null;

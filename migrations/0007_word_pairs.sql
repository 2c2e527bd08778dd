-- Two words together are seldom, each alone is common: a search for several words reads the lists of its pairs, which
-- stay short as the register grows, and not those of its words. The index on single words remains for a single word.
create function products.pairs(vector tsvector) returns text[] language sql immutable strict parallel safe cost 1000
  set search_path = pg_catalog
  as $$
    select array_agg(one.word || ' ' || other.word)
    from unnest(tsvector_to_array(vector)) one (word), unnest(tsvector_to_array(vector)) other (word)
    where one.word < other.word collate "C"
  $$;
comment on function products.pairs is 'every two words of a text, in the order of their bytes';

-- Without the list of pending entries, which every search would read until it is worked in.
create index listing_pairs on products.listing using gin (products.pairs(folded)) with (fastupdate = off);
drop index products.listing_folded;
create index listing_folded on products.listing using gin (folded) with (fastupdate = off);

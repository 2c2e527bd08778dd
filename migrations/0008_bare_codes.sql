-- A printed code is read aloud and typed with other signs between its parts: it is looked up without them.
create function products.bare(code text) returns text language sql immutable strict parallel safe
  set search_path = pg_catalog
  as $$ select translate(upper(code), ' .,:;/\()_-–—', '') $$;
comment on function products.bare is 'a code in capitals without the signs between its parts; src/domain/products/verify.ts does the same';

create index product_bare_code on products.product (products.bare(code));
create index product_gtin on products.product (gtin);
create index recognition_bare_certificate on products.recognition (products.bare(certificate_no)) where superseded_at is null;
drop index products.old_code_code;
create index old_code_bare on products.old_code (products.bare(code));

-- The log is sealed: each event is chained to the one sealed before it, in the order of sealing (src/kernel/seal.ts).
-- No foreign key: the log may be partitioned by time and its oldest parts moved away. `seq` is counted by whoever seals,
-- not by a sequence, and rises with time, so that ranges of it are parts by time.
create table kernel.seal (
  seq bigint primary key,
  event_id uuid not null,
  hash bytea not null check (length(hash) = 32),
  sealed_at timestamptz not null
);
comment on column kernel.seal.hash is 'SHA-256 of the hash before and of what was sealed; 32 zero bytes stand before the first';
create index seal_event on kernel.seal (event_id);

-- Events that wait for their seal: written in the transaction of the event, so that one that commits late is not missed.
create table kernel.unsealed (
  event_id uuid primary key
);
insert into kernel.unsealed select id from kernel.event;

-- What is written in the log stays as it was written. Whoever can lift this rule is found by the seals.
create function kernel.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The log is immutable: % of %.%', lower(tg_op), tg_table_schema, tg_table_name;
end $$;
create trigger event_immutable before update or delete on kernel.event for each row execute function kernel.refuse_change();
create trigger seal_immutable before update or delete on kernel.seal for each row execute function kernel.refuse_change();

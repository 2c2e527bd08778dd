-- What an officer confirmed is entered by a job, so that its page can be left; what a killed process leaves, another takes up.
alter table imports.run drop constraint run_state_check;
alter table imports.run add constraint run_state_check
  check (state in ('reading', 'ready', 'failed', 'entering', 'committed', 'undone', 'abandoned'));
alter table imports.run add column fault text;
comment on column imports.run.fault is 'message key: why it was not entered when that was last tried';
create index run_under_way on imports.run (changed_at) where state in ('reading', 'entering');

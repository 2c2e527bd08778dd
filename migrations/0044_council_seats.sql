-- Who sits in a session: those who were seated when it opened, and whoever follows one of them. Who is added later sits in
-- the next one, so that the quorum and the number of sheets stay what they were.
alter table grading.session add column seats uuid[] not null default '{}';
update grading.session set seats = array(select member.id from grading.council_member member
  where member.council_id = session.council_id and member.from_on <= session.opened_at::date
    and (member.to_on is null or member.to_on >= session.opened_at::date))
  where opened_at is not null;

-- A dossier that left an open session without a result, and why.
alter table grading.session_dossier add column left_because text;

-- Two people key a paper sheet anew after a difference: what was compared once is never compared again.
alter table grading.keyed_sheet add column differing text[];
comment on column grading.keyed_sheet.differing is 'the items that differed; null: not compared yet';
create index keyed_sheet_person on grading.keyed_sheet (person_id);
create index declaration_dossier on grading.declaration (dossier_id) where conflict;

-- A product that somebody thinks of: an idea, and the business plan that carries it on. Neither is asked for by
-- 26/2026/QĐ-TTg; provinces keep them as the first steps of the OCOP cycle.
create table grading.idea (
  id uuid primary key,
  producer_id uuid not null references producers.producer (id) on delete cascade,
  area_path text not null references areas.unit (path) on update cascade,
  commune_id text not null references areas.unit (id),
  product_id uuid references products.product (id) on delete set null,
  stage text not null check (stage in ('idea', 'plan')),
  status text not null check (status in ('draft', 'submitted', 'returned', 'accepted', 'retracted')),
  name text not null,
  set_no int check (set_no between 1 and 26),
  idea jsonb not null default '{}',
  plan jsonb not null default '{}',
  idea_accepted_on date,
  plan_accepted_on date,
  submitted_at timestamptz,
  opened_at timestamptz not null,
  opened_by uuid references identity.person (id) on delete set null,
  changed_at timestamptz not null,
  changed_by uuid references identity.person (id) on delete set null,
  version int not null default 1
);
comment on column grading.idea.area_path is 'the commune where it is to be made';
comment on column grading.idea.stage is 'which of the two is written or looked at; a plan may begin without an idea';
comment on column grading.idea.product_id is 'the product of the register that it became, or that a plan is about';
create index idea_producer on grading.idea (producer_id);
create index idea_product on grading.idea (product_id);
create index idea_waiting on grading.idea (area_path text_pattern_ops) where status = 'submitted';

-- What happened to it, never changed: sent, remarked, returned with reasons, accepted.
create table grading.idea_step (
  id uuid primary key,
  idea_id uuid not null references grading.idea (id) on delete cascade,
  at timestamptz not null,
  stage text not null,
  what text not null check (what in ('sent', 'remarked', 'returned', 'accepted', 'carried_on', 'registered', 'retracted')),
  words text,
  by uuid references identity.person (id) on delete set null
);
create index idea_step_idea on grading.idea_step (idea_id, at);

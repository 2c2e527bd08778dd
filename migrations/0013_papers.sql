create schema papers;

-- A kind of paper, with what is assumed of it: each change is a new row, and what was assumed before stays.
create table papers.type (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  code text not null,
  name_vi text not null,
  name_en text not null,
  life_months int check (life_months between 1 and 600),
  lead_days int not null check (lead_days between 0 and 1000),
  note text,
  offered boolean not null default true,
  valid_from date,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz
);
comment on column papers.type.life_months is 'null: such a paper has no fixed life; a printed end always wins';
comment on column papers.type.lead_days is 'how long before its end a paper counts as expiring';
create unique index type_current on papers.type (id) where superseded_at is null;
create unique index type_code on papers.type (code) where superseded_at is null;

insert into papers.type (row_id, id, version, code, name_vi, name_en, life_months, lead_days, note, recorded_at)
select md5('papers.type ' || code)::uuid, md5('papers.type ' || code)::uuid, 1, code, name_vi, name_en, life_months, lead_days, note, now()
from (values
  ('food_safety', 'Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm', 'Certificate of food safety conditions', 36, 210, 'Nộp hồ sơ cấp lại trước khi hết hạn ít nhất 6 tháng.'),
  ('safety_commitment', 'Bản cam kết sản xuất, kinh doanh thực phẩm an toàn', 'Commitment to safe food production', 36, 60, 'Thông tư 17/2018/TT-BNNPTNT.'),
  ('vietgap', 'Giấy chứng nhận VietGAP', 'VietGAP certificate', 24, 120, 'Trồng trọt theo TCVN 11892-1 có thể đến 3 năm, có giám sát: nhập ngày in trên giấy.'),
  ('globalgap', 'Giấy chứng nhận GlobalG.A.P.', 'GlobalG.A.P. certificate', 12, 90, null),
  ('haccp', 'Giấy chứng nhận HACCP', 'HACCP certificate', 36, 90, 'Giám sát hằng năm.'),
  ('iso_22000', 'Giấy chứng nhận ISO 22000', 'ISO 22000 certificate', 36, 90, 'Giám sát hằng năm.'),
  ('iso_9001', 'Giấy chứng nhận ISO 9001', 'ISO 9001 certificate', 36, 90, 'Giám sát hằng năm.'),
  ('organic', 'Giấy chứng nhận hữu cơ (TCVN 11041)', 'Organic certificate (TCVN 11041)', 24, 120, null),
  ('gmp', 'Giấy chứng nhận thực hành sản xuất tốt (GMP)', 'Good manufacturing practice (GMP) certificate', 36, 120, null),
  ('trade_mark', 'Giấy chứng nhận đăng ký nhãn hiệu', 'Trade mark registration', 120, 180, 'Gia hạn được.'),
  ('self_declaration', 'Bản tự công bố sản phẩm', 'Self-declaration of the product', null, 0, 'Không có thời hạn cố định.'),
  ('test_report', 'Phiếu kết quả kiểm nghiệm', 'Test report', null, 30, 'Không có thời hạn cố định; phiếu chấm đòi kiểm nghiệm định kỳ.'),
  ('business_registration', 'Giấy chứng nhận đăng ký doanh nghiệp, hợp tác xã, hộ kinh doanh', 'Business registration', null, 0, 'Không có thời hạn.'),
  ('other', 'Giấy tờ khác', 'Other paper', null, 30, null)
) as seed (code, name_vi, name_en, life_months, lead_days, note);

-- Whose papers: the producer with the place that decides which officers see them. The pair is the producer's own, so
-- that nobody can name another place for it, and it follows the producer when it moves.
create unique index producer_place_key on producers.producer (id, area_path);

create table papers.paper (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  owner_kind text not null default 'producer' check (owner_kind = 'producer'),
  owner_id uuid not null,
  organisation_id uuid not null,
  area_path text not null,
  type text not null,
  number text,
  issuer text,
  issued_on date,
  printed_end date,
  file_id uuid references kernel.file (id),
  verdict text check (verdict in ('right', 'wrong')),
  verdict_note text,
  checked_by uuid references identity.person (id) on delete set null,
  checked_at timestamptz,
  valid_from date,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz,
  constraint paper_owner foreign key (organisation_id, area_path) references producers.producer (id, area_path) on update cascade,
  check (owner_id = organisation_id),
  check (printed_end is null or issued_on is null or printed_end > issued_on),
  check ((verdict is null) = (checked_at is null))
);
comment on column papers.paper.valid_to is 'as printed; without it the end is computed from the life of the type';
create unique index paper_current on papers.paper (id) where superseded_at is null;
create unique index paper_number on papers.paper (owner_id, type, number) where superseded_at is null and number is not null;
create index paper_owner_id on papers.paper (owner_id) where superseded_at is null;
create index paper_area on papers.paper (area_path text_pattern_ops) where superseded_at is null;
create index paper_place on papers.paper (organisation_id, area_path);

-- What a paper is about: a product, a facility, a sourcing area … named by kind and id, known to their own rooms only.
create table papers.cover (
  row_id uuid primary key,
  id uuid not null,
  version int not null,
  paper_id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  valid_from date,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by uuid references identity.person (id) on delete set null,
  superseded_at timestamptz
);
create unique index cover_current on papers.cover (paper_id, subject_kind, subject_id) where superseded_at is null;
create index cover_subject on papers.cover (subject_kind, subject_id) where superseded_at is null;

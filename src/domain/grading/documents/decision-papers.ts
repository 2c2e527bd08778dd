import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import type { OfficialDocument } from '#kernel/documents/model';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { decision as law } from '#domain/criteria/sheets';
import { isOfOffice, mayReadDecisions } from '#domain/grading/decisions/policy';
import { decisionById, publicDecision } from '#domain/grading/decisions/queries';
import { isOwnOf } from '#domain/producers/policy';
import { certificate } from './certificate.ts';
import { recognitionDecision, withdrawalDecision } from './decision.ts';
import { decidingOffice, lawOf } from './places.ts';

/** A decision as its office drafts it, or as everybody may read it once it is released. @throws AppError not_found */
export async function decisionPaper(ctx: Ctx, id: string): Promise<OfficialDocument> {
  const row = mayReadDecisions(ctx.actor) ? await decisionById(ctx, id) : await publicDecision(ctx, id);
  const common = {
    office: await decidingOffice(ctx, row.level, row.area_path),
    level: row.level,
    number: row.number,
    day: row.decided_on,
    signer: { title: row.signer_title, name: row.signer },
    law: lawOf(law.code),
  };
  if (row.kind === 'recognise')
    return recognitionDecision(
      { ...common, subject: row.subject, request: null, validityMonths: law.certificate.validityMonths, lines: row.lines }, // prettier-ignore
      ctx.now,
    );
  const lines = row.lines.map((line) => ({
    ...line,
    ground: law.withdrawalGrounds.find(({ code }) => code === line.ground)?.text.vi ?? '',
    certificate: line.certificate_no ? { number: line.certificate_no, issuedOn: null } : null,
  }));
  return withdrawalDecision({ ...common, conclusion: null, lines }, ctx.now);
}

type Row = {
  number: string;
  stars: number;
  issued_on: string;
  ends_on: string;
  level: 'province' | 'ministry';
  area_path: string;
  decision_no: string;
  decided_on: string;
  signer: string | null;
  signer_title: string | null;
  product: string;
  code: string | null;
  producer_id: string;
  producer: string;
  commune: string | null;
  criteria: string;
};

const certificates = sql`
  select certificate.number, certificate.stars, certificate.issued_on, certificate.ends_on, decision.level, decision.area_path,
    decision.number as decision_no, decision.decided_on, decision.signer, decision.signer_title, product.name as product,
    product.code, product.producer_id, producer.name as producer, concat_ws(', ', commune.name, province.name) as commune,
    coalesce((select dossier.decision from grading.decision_line line join grading.dossier on dossier.id = line.dossier_id
      where line.recognition_id = certificate.recognition_id), ${law.code}) as criteria
  from grading.certificate
  join grading.decision decision on decision.id = certificate.decision_id
  join products.product product on product.id = certificate.product_id
  join producers.producer producer on producer.id = product.producer_id
  left join areas.unit commune on commune.id = product.commune_id
  left join areas.unit province on province.id = commune.parent_id`;

async function printed(ctx: Ctx, row: Row): Promise<OfficialDocument> {
  return certificate(
    {
      ...row,
      office: await decidingOffice(ctx, row.level, row.area_path),
      address: row.commune || null,
      decision: { number: row.decision_no, day: row.decided_on },
      issuedOn: row.issued_on,
      endsOn: row.ends_on,
      signer: { title: row.signer_title, name: row.signer },
      verify: `${ctx.runtime.config.publicUrl}/verify/${encodeURIComponent(row.number)}`,
      law: lawOf(row.criteria),
    },
    ctx.now,
  );
}

/** The certificate of a recognition, for its producer and its office. @throws AppError not_found */
export async function certificatePaper(ctx: Ctx, recognition: string): Promise<OfficialDocument> {
  const { rows } = isId(recognition)
    ? await sql<Row>`${certificates} where certificate.recognition_id = ${recognition}::uuid`.execute(ctx.db)
    : { rows: [] };
  const [row] = rows;
  if (!row || !(isOwnOf(ctx.actor, row.producer_id) || isOfOffice(ctx.actor, row))) throw new AppError('not_found');
  return printed(ctx, row);
}

/** All certificates of a released decision in the order of its list, for its office. @throws AppError not_found */
export async function certificatesOf(ctx: Ctx, decision: string): Promise<OfficialDocument[]> {
  const row = await decisionById(ctx, decision);
  if (!row.mayAct) throw new AppError('not_found');
  const { rows } = await sql<Row>`${certificates} where certificate.decision_id = ${decision}::uuid
    order by certificate.stars desc, product.name collate kernel.vi, certificate.recognition_id`.execute(ctx.db);
  if (!rows.length) throw new AppError('not_found');
  return Promise.all(rows.map((one) => printed(ctx, one)));
}

import type { Ctx } from '#kernel/context';
import type { OfficialDocument } from '#kernel/documents/model';
import { completionPaper, form01Paper, form02Paper } from './dossier-papers.ts';
import { certificatePaper, certificatesOf, decisionPaper } from './decision-papers.ts';

/** Reads what a paper needs and drafts it; who may have it is decided by what it reads. */
export type Load = (ctx: Ctx, id: string) => Promise<OfficialDocument | OfficialDocument[]>;

/** The papers that come out, by the kind that their address names: `/documents/<kind>/<id>/<name>.pdf`. */
export const papers: Readonly<Record<string, Load>> = {
  certificate: certificatePaper,
  certificates: certificatesOf,
  decision: decisionPaper,
  'form-01': form01Paper,
  'form-02': form02Paper,
  completion: completionPaper,
};

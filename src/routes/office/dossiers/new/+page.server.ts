import { openDossier, openingsOf } from '#domain/grading/dossiers/opening';
import { registerPaperDossier } from '#domain/grading/dossiers/registering';
import { publicProduct } from '#domain/products/queries';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { openingView } from '../../../dossiers/opening.ts';
import { said } from '../../../dossiers/words.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** The product that a code, an id or the address of its page names; null for none of this officer's. */
async function productOf(ctx: Ctx, typed: string): Promise<string | null> {
  const key = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(typed)?.[0] ?? typed.trim().toUpperCase();
  try {
    const { id } = await publicProduct(ctx, key);
    return (await openingsOf(ctx, id)).product.id;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** `?of=` the product whose dossier is opened at the counter or came on paper. */
export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  const typed = url.searchParams.get('of') ?? '';
  const product = typed ? await productOf(ctx, typed) : null;
  return {
    typed,
    problem: typed && !product ? said(ctx, 'paper_product_none') : undefined,
    view: product ? await openingView(ctx, product) : null,
  };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async ({ kind, stars, handed_on, scan, typed }) => {
      const { ctx } = event.locals;
      const product = await productOf(ctx, event.url.searchParams.get('of') ?? '');
      if (!product) throw new AppError('not_found');
      if (handed_on === undefined) {
        const { id } = await openDossier(ctx, { product, kind, stars });
        return `/office/dossiers/${id}/draft`;
      }
      try {
        const { id, number } = await registerPaperDossier(ctx, { product, kind, handed_on, scans: [scan ?? []].flat(), typed });
        return number ? `/office/dossiers/${id}` : `/office/dossiers/${id}/draft`;
      } catch (error) {
        if (!(error instanceof AppError) || !error.issues.length) throw error;
        const at = (path: string) => (path.startsWith('scans') || path === 'file' ? 'scan' : path);
        throw new AppError(error.code, { issues: error.issues.map((issue) => ({ ...issue, path: at(issue.path) })) });
      }
    }), // prettier-ignore
};

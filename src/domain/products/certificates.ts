import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { publicProduct } from './queries.ts';
import { certified, codeIn, holdersOf } from './verify.ts';

export type Certificate = {
  number: string;
  product: string;
  code: string | null;
  name: string;
  stars: number;
  decision_no: string | null;
  issued_on: string | null;
  ends_on: string | null;
  standing: ReturnType<typeof certified>['state'];
};

/**
 * The certificates that a number names, or all that a product of a code was given, the newest first. A number is unique
 * at its desk only, so it may name several. What was entered from paper counts like what was issued here.
 * @throws AppError not_found where none is known
 */
export async function certificatesOf(ctx: Ctx, text: string): Promise<Certificate[]> {
  const code = codeIn(text);
  const holders = code ? await holdersOf(ctx.db, code) : [];
  const wanted = holders.filter(({ matched }) => matched !== 'gtin');
  const found = new Map<string, Certificate>();
  for (const { product_id, recognition } of wanted) {
    const product = await publicProduct(ctx, product_id);
    for (const one of product.recognitions) {
      if (!one.certificate_no || (recognition && one.id !== recognition)) continue;
      found.set(one.id, {
        number: one.certificate_no,
        product: product.id,
        code: product.code,
        name: product.name,
        stars: one.stars,
        decision_no: one.decision_no,
        issued_on: one.valid_from ?? one.decided_on,
        ends_on: one.valid_to,
        standing: certified(ctx, product, one.id).state,
      });
    }
  }
  if (!found.size) throw new AppError('not_found');
  return [...found.values()].toSorted((a, b) => (b.issued_on ?? '').localeCompare(a.issued_on ?? ''));
}

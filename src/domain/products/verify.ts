import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { type PublicProduct, publicProduct } from './queries.ts';
import { type Standing, productCodePattern, standing } from './rules.ts';

type Kind = 'code' | 'old_code' | 'certificate' | 'gtin';

/** What a code says of one product. `replaced`: a later decision stands in place of this certificate. */
type Match = {
  matched: Kind;
  product: PublicProduct;
  standing: Omit<Standing, 'state'> & { state: Standing['state'] | 'replaced' };
};

export type Verdict = { text: string; matches: Match[] };

type Holder = { product_id: string; matched: Kind; printed: string; recognition: string | null };

/**
 * What a printed code means: a product code, a code of earlier years, a certificate number or a GTIN, typed or scanned
 * (then it may be an address of ours). Nothing is guessed: a code that is not in the register is not known, and one
 * that several products bear names them all. A certificate number speaks of its own recognition, even when the product
 * holds a newer one; it is valid only while no later decision stands in its place.
 */
export async function verify(ctx: Ctx, raw: string): Promise<Verdict> {
  const text = codeIn(raw);
  if (!text) return { text: raw.trim().slice(0, 100), matches: [] };
  const all = await holdersOf(ctx.db, text);
  const alike = all.filter(({ printed }) => printed.toUpperCase() === text);
  const matches = (alike.length ? alike : all).map(async ({ product_id, matched, recognition }) => {
    const product = await publicProduct(ctx, product_id);
    return { matched, product, standing: recognition ? certified(ctx, product, recognition) : product.standing };
  });
  return { text, matches: await Promise.all(matches) };
}

/** What a certificate says today: the standing of its own recognition, `replaced` where a later decision stands in its place. */
export function certified(ctx: Ctx, product: PublicProduct, recognition: string): Match['standing'] {
  const own = product.recognitions.filter(({ id }) => id === recognition);
  const said = standing(own, product.withdrawals, ctx.today);
  return said.state === 'valid' && product.standing.recognition !== recognition ? { ...said, state: 'replaced' } : said;
}

/** The code by which a product is looked up from a QR code: its own, else the certificate that stands today, else an old one. */
export function printedCode({ code, recognitions, standing: { recognition }, oldCodes }: PublicProduct): string | null {
  const certificate = recognitions.find(({ id }) => id === recognition)?.certificate_no;
  return [code, certificate, ...oldCodes].find((one) => one && codeIn(one)) ?? null;
}

/** The products that bear a code, however its parts are set apart: the likeliest kind first, at most ten. */
export async function holdersOf(db: Ctx['db'], code: string): Promise<Holder[]> {
  const bare = bareCode(code);
  const { rows } = await sql<Holder>`
    select * from (
      select id as product_id, 'code' as matched, code as printed, null::uuid as recognition, 1 as rank
      from products.product where products.bare(code) = ${bare} and merged_into is null
      union all select product_id, 'certificate', certificate_no, id, 2
      from products.recognition where products.bare(certificate_no) = ${bare} and superseded_at is null
      union all select coalesce(merged_into, id), 'gtin', gtin, null, 3 from products.product where gtin = ${bare}
      union all select product_id, 'old_code', code, null, 4 from products.old_code where products.bare(code) = ${bare}
    ) holder order by rank, product_id limit 10`.execute(db);
  return [
    ...new Map(rows.toReversed().map((row) => [`${row.product_id} ${row.matched} ${row.recognition}`, row])).values(),
  ].toReversed();
}

/** As `products.bare` in migration 0008. */
const bareCode = (code: string): string => code.toUpperCase().replace(/[ .,:;/\\()_\-–—]/g, '');

/** The code in what was typed or scanned: our own address is opened, letters become capital. Null: not a code. */
export function codeIn(raw: string): string | null {
  const scanned = /\/verify\/([^/?#\s]+)/.exec(raw)?.[1];
  const text = (scanned ? safeDecode(scanned) : raw).normalize('NFC').replace(/\s+/g, ' ').trim().toUpperCase();
  const compact = text.replaceAll(' ', '');
  if (productCodePattern.test(compact) || /^[0-9]{8,14}$/.test(compact)) return compact;
  return text.length <= 60 && /^[\p{Lu}\p{M}0-9 .,:;&/\\()_–—-]+$/u.test(text) && bareCode(text) ? text : null;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

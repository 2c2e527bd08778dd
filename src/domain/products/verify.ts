import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { type PublicProduct, publicProduct } from './queries.ts';
import { type Standing, productCodePattern, standing } from './rules.ts';

export type Verdict =
  | { matched: 'code' | 'old_code' | 'certificate' | 'gtin'; text: string; product: PublicProduct; standing: Standing }
  | { matched: null; text: string };

/**
 * What a printed code means: a product code, a code of earlier years, a certificate number or a GTIN, typed or scanned
 * (then it may be an address of ours). Nothing is guessed: a code that is not in the register is not known.
 * A certificate number speaks of its own recognition, even when the product holds a newer one.
 */
export async function verify(ctx: Ctx, raw: string): Promise<Verdict> {
  const text = codeIn(raw);
  if (!text) return { matched: null, text: raw.trim().slice(0, 100) };
  const { rows } = await sql<{
    id: string;
    matched: 'code' | 'old_code' | 'certificate' | 'gtin';
    recognition: string | null;
  }>`
    select id, 'code' as matched, null::uuid as recognition from products.product where code = ${text}
    union all select product_id, 'old_code', null from products.old_code where upper(code) = ${text}
    union all select product_id, 'certificate', id from products.recognition where upper(certificate_no) = ${text} and superseded_at is null
    union all select id, 'gtin', null from products.product where gtin = ${text}
    limit 1`.execute(ctx.runtime.db);
  const found = rows[0];
  if (!found) return { matched: null, text };
  const product = await publicProduct(ctx, found.id);
  const own = found.recognition
    ? product.recognitions.filter(({ id }) => id === found.recognition)
    : product.recognitions;
  return { matched: found.matched, text, product, standing: standing(own, product.withdrawals, ctx.today) };
}

/** The code in what was typed or scanned: our own address is opened, spaces go, letters become capital. Null: not a code. */
export function codeIn(raw: string): string | null {
  const scanned = /\/verify\/([^/?#\s]+)/.exec(raw)?.[1];
  const text = (scanned ? safeDecode(scanned) : raw).normalize('NFC').trim().toUpperCase();
  const compact = text.replace(/\s+/g, '');
  if (productCodePattern.test(compact) || /^[0-9]{8,14}$/.test(compact)) return compact;
  return text.length <= 60 && /^[\p{Lu}\p{M}0-9 ./&_-]+$/u.test(text) ? text : null;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { isPrivate } from '#domain/producers/rules';

/** How likely two are one, the likeliest first. */
export const levels = ['certain', 'likely', 'doubtful'] as const;
export type Level = (typeof levels)[number];

/** What two that may be one have in common; the page tells each in words. */
const reasons = ['number', 'name', 'near_name', 'commune', 'phone', 'representative', 'gtin', 'set', 'pack'] as const;
export type Reason = (typeof reasons)[number];

export type Likeness = { level: Level; reasons: Reason[] };

const kindWords =
  /\b(?:cong ty|co phan|tnhh|mtv|mot thanh vien|tu nhan|doanh nghiep|hop tac xa|htx|lien hiep|to hop tac|tht|ho kinh doanh|hkd|ho san xuat|co so san xuat|co so|trang trai|nong nghiep|san xuat|kinh doanh|che bien|thuong mai|dich vu|tong hop|va)\b/g;

/** A folded name without the words that say what kind of business it is; as `producers.core` in migration 0024. */
export const coreOf = (folded: string): string => folded.replace(kindWords, ' ').replace(/\s+/g, ' ').trim() || folded;

/** The share of trigrams that two folded texts have in common, 0 to 1, as PostgreSQL's pg_trgm counts them. */
export function similarity(a: string, b: string): number {
  const [mine, theirs] = [trigrams(a), trigrams(b)];
  const both = mine.intersection(theirs).size;
  return mine.size || theirs.size ? both / (mine.size + theirs.size - both) : 0;
}

const trigrams = (text: string) =>
  new Set(
    text.split(' ').flatMap((word) => {
      const padded = `  ${word} `;
      return word ? Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3)) : [];
    }),
  );

/** What two producers have in common. `alike`: of their names without the kind of business, by trigrams, 0 to 1. */
export type ProducerSigns = {
  alike: number;
  /** In one commune, or in one that became the other's. */
  commune: boolean;
  /** One number of registration or tax. */
  number: boolean;
  phone: boolean;
  representative: boolean;
};

/** Names at least this alike are near: a slip of the pen, a word more or less. */
export const nearName = 0.5;

/**
 * How likely two producers are one, and why; null: nothing speaks for it. A number of registration is given once. A
 * name alone proves nothing outside its commune, and families share phones.
 */
export function likenessOfProducers(signs: ProducerSigns): Likeness | null {
  const { alike, commune, number, phone, representative } = signs;
  const same = alike >= 1;
  const near = alike >= nearName;
  const person = phone || representative;
  const level: Level | null =
    number || (same && commune && person)
      ? 'certain'
      : (same && (commune || person)) || (near && commune && person)
        ? 'likely'
        : (near && (commune || person)) || (phone && representative)
          ? 'doubtful'
          : null;
  return level && { level, reasons: reasonsOf({ number, ...named(same, near), commune, phone, representative }) };
}

/** What two products of one producer have in common. `alike`: of their names, by trigrams. */
export type ProductSigns = { alike: number; gtin: boolean; set: boolean; pack: 'same' | 'different' | 'unsaid' };

/** Products of one producer share words: theirs are near only when little differs. */
const nearProduct = 0.7;

/** How likely two products of one producer are one. A barcode names one article; one name in two packs can be two. */
export function likenessOfProducts({ alike, gtin, set, pack }: ProductSigns): Likeness | null {
  const same = alike >= 1;
  const near = alike >= nearProduct;
  const level: Level | null =
    gtin && near
      ? 'certain'
      : gtin || (same && set && pack !== 'different')
        ? 'likely'
        : same || (near && set && pack !== 'different')
          ? 'doubtful'
          : null;
  return level && { level, reasons: reasonsOf({ gtin, ...named(same, near), set, pack: pack === 'same' }) };
}

const named = (same: boolean, near: boolean) => ({ name: same, near_name: near && !same });

const reasonsOf = (signs: Partial<Record<Reason, boolean>>): Reason[] => reasons.filter((reason) => signs[reason]);

type Fields = Record<string, unknown> & { kind: string | null; commune_id: string | null; publishes_contact: boolean };

const atHome = ['street', 'old_address', 'contact_phone', 'contact_email', 'website'] as const;
const ofRegister = ['tax_code', 'registration_no', 'registered_on', 'registered_by'] as const;
const ofPlace: readonly string[] = ['street', 'old_address'];

/**
 * The fields that the one that stays lacks and takes over. An address only within one commune; and what one has not
 * agreed to show only where the other does not show it either.
 */
export function filledOfProducer(kept: Fields, merged: Fields) {
  const hidesHome = isPrivate(merged.kind) && !merged.publishes_contact;
  const wouldShow = (kept.publishes_contact && !merged.publishes_contact) || (hidesHome && !isPrivate(kept.kind));
  const taken = wouldShow ? [] : [...atHome, ...ofRegister];
  return taken
    .filter((name) => kept[name] === null && merged[name] !== null)
    .filter((name) => !ofPlace.includes(name) || kept.commune_id === merged.commune_id);
}

const ofProduct = ['pack', 'gtin', 'price', 'capacity', 'capacity_unit', 'story'] as const;

/** The same for a product. A capacity and its unit go together; a code stays where it was given, and leads on. */
export const filledOfProduct = (kept: Record<string, unknown>, merged: Record<string, unknown>) =>
  ofProduct
    .filter((name) => kept[name] === null && merged[name] !== null)
    .filter((name) => !name.startsWith('capacity') || kept.capacity === null);

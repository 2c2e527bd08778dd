import { readFileSync } from 'node:fs';
import { inTransaction, touch } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { claimSetting } from '#kernel/settings';
import { openAccount, spendLink } from '#domain/identity/accounts';
import { findDuplicates } from '#domain/duplicates/reactions';
import { enterDataRequest } from '#domain/identity/data-requests';
import { grantRole } from '#domain/identity/roles';
import { addFacility } from '#domain/producers/facilities';
import { confirmProducing } from '#domain/producers/confirmations';
import { tellAhead } from '#domain/notices/ahead';
import { enter as enterProducer } from '#domain/producers/actions';
import { renameProducer } from '#domain/producers/namings';
import { RegisterProducer } from '#domain/producers/schema';
import { addOldCode } from '#domain/products/codes';
import { enter as enterProduct } from '#domain/products/actions';
import { recordRecognition } from '#domain/products/recognitions';
import { withdrawRecognition } from '#domain/products/withdrawals';
import { citeProduct } from '#domain/products/citations';
import { criteriaVersions } from '#domain/products/rules';
import { RegisterProduct } from '#domain/products/schema';
import { addFinishedDossier } from './dossiers.ts';
import { addPapers } from './papers.ts';
import { addFacts, addCounterEntry, addProposal } from './facts.ts';
import { people } from './people.ts';
import { producers } from './producers.ts';

type Cited = {
  products: {
    name: string;
    producer: string | null;
    producerKind: string | null;
    stars: number | null;
    year: number | null;
    decision: string | null;
    communeCode: string | null;
    placeAsReported: string;
    setNo: number;
    confidence: string;
    sources: string[];
  }[];
};

/**
 * Loads the demo, whole or not at all: quotations of real products, invented producers with dates relative to today,
 * and one account for each role. A second call does nothing.
 * @param password of every demo account
 * @param options.isPublic everybody knows the password: remembered, so that nobody opens such a demo to others
 * @returns false if it was there already
 */
export async function seedDemo(ctx: Ctx, password: string, { isPublic = false } = {}): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    if (!(await claimSetting(tx.db, 'demo.seeded', tx.today))) return false;
    await claimSetting(tx.db, 'demo.password', isPublic ? 'public' : 'own');
    touch(tx, 'demo');
    await citeAll(tx);
    const made: { id: string; area: string; products: string[] }[] = [];
    for (const [i, producer] of producers.entries()) made.push(await addProducer(tx, producer, i));
    await addPapers(tx, made);
    await addFinishedDossier(tx, made[0]!.id, made[0]!.products[1]!, 60);
    await findDuplicates(tx);
    for (const { role, name, login, area } of people) {
      const { id, token } = await openAccount(tx, { name, login });
      await spendLink(tx, { token, password });
      await grantRole(tx, { person: id, role, area, organisation: role.startsWith('producer') ? made[0]!.id : null });
      if (role === 'producer_owner') await addProposal(tx, made[0]!.id, { id, name });
      if (role === 'commune_officer') await addCounterEntry(tx, made[0]!.id, made[0]!.area, { id, name });
    }
    await enterDataRequest(tx, {
      kind: 'correct',
      name: 'Người yêu cầu (minh họa)',
      login: people.find(({ role }) => role === 'producer_owner')!.login,
      wish: 'Sửa họ tên trong tài khoản cho đúng giấy tờ (minh họa).',
    });
    await tellAhead(tx); // what the morning's chore would tell
    return true;
  });
}

async function citeAll(tx: Tx) {
  const { products } = JSON.parse(
    readFileSync(new URL('../../data/demo/products-22.json', import.meta.url), 'utf8'),
  ) as Cited;
  for (const one of products) {
    const [decision_no, decided_on] = one.decision?.split(', ') ?? [];
    await citeProduct(tx, {
      name: one.name,
      set_no: one.setNo,
      producer: one.producer,
      producer_kind: one.producerKind,
      commune: one.communeCode,
      place: one.placeAsReported,
      stars: one.stars,
      year: one.year,
      decision_no,
      decided_on,
      confidence: one.confidence,
      sources: one.sources,
    });
  }
}

const daysAgo = (tx: Tx, days: number) => new Date(Date.parse(tx.today) - days * 86_400_000).toISOString().slice(0, 10);

async function addProducer(tx: Tx, given: (typeof producers)[number], index: number) {
  const first = given.formerly ?? given;
  const input = RegisterProducer.parse({
    kind: first.kind,
    name: first.name,
    commune: given.commune,
    registered_on: given.founded,
    registration_no: `MH-${String(index + 1).padStart(3, '0')}`,
    registered_by: 'Cơ quan đăng ký (minh họa)',
    representative_name: `Người đại diện ${index + 1} (minh họa)`,
  });
  const { id } = await enterProducer(tx, input, 'demo');
  if (given.formerly)
    await renameProducer(tx, { id, version: 1, name: given.name, kind: given.kind, from: given.formerly.until });
  const facility = given.facility
    ? await addFacility(tx, {
        producer: id,
        name: given.facility[0],
        activity: given.facility[1],
        commune: given.commune,
        from: given.founded,
      })
    : null;
  await confirmProducing(tx, { producer: id, producing: 'yes', on: daysAgo(tx, 20 + index * 9) });
  const products: string[] = [];
  for (const [n, product] of given.products.entries())
    products.push(await addProduct(tx, id, given.commune, product, index * 10 + n));
  await addFacts(tx, id, facility?.id ?? null, products, index);
  return { id, area: `VN/22/${given.commune}`, products };
}

async function addProduct(
  tx: Tx,
  producer: string,
  commune: string,
  given: (typeof producers)[number]['products'][number],
  index: number,
): Promise<string> {
  const [capacity, capacity_unit] = given.capacity ?? [];
  const fields = {
    producer,
    name: given.name,
    set_no: given.set,
    commune,
    pack: given.pack,
    price: given.price,
    capacity,
    capacity_unit,
    seasons: given.seasons,
    story: given.story,
    gtin: given.gtin,
  };
  const { id } = await enterProduct(tx, RegisterProduct.parse(JSON.parse(JSON.stringify(fields))), 'demo');
  if (given.oldCode) await addOldCode(tx, { product: id, code: given.oldCode });
  for (const [n, star] of (given.stars ?? []).entries()) {
    const decided_on = star.undated ? null : daysAgo(tx, star.days);
    const level = star.level ?? 'province';
    const criteria = (decided_on ? criteriaVersions.find(({ from }) => from <= decided_on) : criteriaVersions.at(-1))!
      .code;
    const [part_a, part_b, part_c] = star.parts ?? [];
    const recognition = await recordRecognition(tx, {
      product: id,
      stars: star.stars,
      reason: star.reason ?? 'first',
      level,
      criteria,
      decided_on,
      year: star.undated,
      decision_no: decided_on && `${100 + index}/QĐ-${level === 'ministry' ? 'BNNMT' : 'UBND'} (minh họa)`,
      decided_by:
        decided_on &&
        (level === 'ministry' ? 'Bộ trưởng Bộ Nông nghiệp và Môi trường (minh họa)' : 'Chủ tịch UBND tỉnh (minh họa)'),
      certificate_no: decided_on && `MH-${String(index).padStart(3, '0')}-${n + 1}`,
      part_a,
      part_b,
      part_c,
    });
    if (star.withdrawn)
      await withdrawRecognition(tx, {
        id: recognition.id,
        ground: star.withdrawn.ground,
        on: daysAgo(tx, star.withdrawn.days),
        decision_no: `${900 + index}/QĐ-UBND (minh họa)`,
      });
  }
  return id;
}

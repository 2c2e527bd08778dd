import { fileURLToPath } from 'node:url';
import type { Tx } from '#kernel/context';
import { bringFile } from '#kernel/files/rows';
import { enter } from '#domain/papers/actions';
import { addDays } from '#domain/papers/rules';
import { DepositPaper } from '#domain/papers/schema';

/** A paper of an invented producer; days are counted from the day of seeding. */
type DemoPaper = {
  /** The place of its producer among the invented ones. */
  of: number;
  type: string;
  number: string;
  /** So many days ago. */
  issued?: number;
  /** Printed, so many days from now. */
  ends?: number;
  file?: true;
  /** An officer compared it; left out, it waits for a check. */
  checked?: true;
  /** The places of the products that it covers. */
  covers?: number[];
};

/** Every state of a paper has one, and an officer of Ba Chẽ something to do. */
const papers: DemoPaper[] = [
  { of: 0, type: 'food_safety', number: '012/ATTP', issued: 960, file: true, checked: true, covers: [0, 1] },
  { of: 0, type: 'trade_mark', number: '4-0352', issued: 700, checked: true },
  { of: 0, type: 'test_report', number: 'KN-1187', issued: 240, file: true, covers: [0] },
  { of: 0, type: 'haccp', number: 'HACCP-77', issued: 1080, ends: 12, file: true, checked: true, covers: [0] },
  { of: 1, type: 'food_safety', number: '044/ATTP', issued: 1130, checked: true },
  { of: 1, type: 'self_declaration', number: '01/2024', issued: 800, file: true, checked: true, covers: [0] },
  { of: 3, type: 'iso_22000', number: 'ISO-2210', issued: 300, file: true, checked: true },
  { of: 4, type: 'safety_commitment', number: 'CK-09', issued: 1060 },
  { of: 5, type: 'vietgap', number: 'VG-310', issued: 650, ends: 60, file: true },
];

/** Gives the invented producers their papers; where there is a file, it says that it is a sample. */
export async function addPapers(tx: Tx, made: readonly { id: string; area: string; products: string[] }[]) {
  const sample = fileURLToPath(new URL('../../data/demo/sample-paper.pdf', import.meta.url));
  for (const paper of papers) {
    const { id, area, products } = made[paper.of]!;
    const input = DepositPaper.parse({
      owner: { kind: 'producer', id, organisation: id, area },
      type: paper.type,
      number: `${paper.number} (minh họa)`,
      issuer: 'Cơ quan cấp (minh họa)',
      issued_on: paper.issued && addDays(tx.today, -paper.issued),
      printed_end: paper.ends && addDays(tx.today, paper.ends),
      checked: paper.checked,
      covers: (paper.covers ?? []).map((place) => ({ kind: 'product', id: products[place] })),
    });
    await enter(tx, input, paper.file ? await bringFile(tx, sample, `ban-thu-nghiem-${paper.type}.pdf`) : null);
  }
}

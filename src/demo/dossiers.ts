import type { Tx } from '#kernel/context';
import { itemsOf, minimumOf } from '#domain/criteria/items';
import { grade } from '#domain/criteria/rules';
import type { Sheet } from '#domain/criteria/schema';
import { endClock } from '#domain/grading/dossiers/clock-rows';
import { citeEvidence } from '#domain/grading/dossiers/evidence';
import { saveFields } from '#domain/grading/dossiers/fields';
import { lockCopy } from '#domain/grading/dossiers/filing';
import { formFieldsOf } from '#domain/grading/dossiers/forms';
import { openDossier } from '#domain/grading/dossiers/opening';
import { dossierAnswers } from '#domain/grading/dossiers/queries';
import { receiptOf } from '#domain/grading/dossiers/receipt';
import { lockDossier, moveDossier } from '#domain/grading/dossiers/rows';
import type { Standing } from '#domain/grading/dossiers/rules';
import { papersOf } from '#domain/papers/queries';
import { addDays } from '#domain/papers/rules';

const chain: readonly Standing[] = [
  { level: 'province', status: 'proposed' },
  { level: 'province', status: 'received' },
  { level: 'province', status: 'scheduled' },
  { level: 'province', status: 'scored' },
  { level: 'province', status: 'recognised' },
];

/** Answers that hold three stars and little more: the minima of four but for the last two, then points up to `most`. */
function threeStars(sheet: Sheet, most = 67): Record<string, number> {
  const items = itemsOf(sheet);
  const atLeast = (item: (typeof items)[number], points: number) => (item.options ?? []).findIndex((option) => option.points >= points); // prettier-ignore
  const short = items.filter((item) => minimumOf(item, 4) > minimumOf(item, 3)).slice(-2);
  const answers = Object.fromEntries(
    items.map((item) => [item.code, Math.max(0, atLeast(item, minimumOf(item, short.includes(item) ? 3 : 4)))]),
  );
  for (const item of items.filter((one) => !short.includes(one))) {
    const raised = { ...answers, [item.code]: (item.options ?? []).length - 1 };
    if (grade(sheet, raised).total <= most) Object.assign(answers, raised);
  }
  return answers;
}

/**
 * The finished dossier of a product that holds three stars: what an upgrade goes on from. Its days lie before the
 * decision; it was written down in the moment of seeding, as everything of the demo.
 */
export async function addFinishedDossier(tx: Tx, producer: string, product: string, decidedAgo: number): Promise<void> {
  const on = (daysBefore: number): Tx => ({ ...tx, today: addDays(tx.today, -(decidedAgo + daysBefore)) });
  const began = on(60);
  const { id } = await openDossier(began, { product, kind: 'first' });
  const { sheet, dossier } = await dossierAnswers(began, id);
  const answers = Object.entries(threeStars(sheet));
  await saveFields(began, {
    dossier: id,
    fields: [
      ...answers.flatMap(([code, value]) => [
        { name: `answer/${code}`, value, version: 0 },
        { name: `why/${code}`, value: 'Thuyết minh của hồ sơ lần đầu (minh họa).', version: 0 },
      ]),
      ...formFieldsOf('first').map(({ name }) => ({ name: `form/${name}`, value: 'Nội dung của hồ sơ lần đầu (minh họa).', version: 0 })),
    ],
  }); // prettier-ignore
  for (const paper of await papersOf(tx, { kind: 'producer', id: producer })) {
    const item = { food_safety: '10', test_report: '8', haccp: '12', trade_mark: '3.5' }[paper.type];
    if (item && answers.some(([code]) => code === item))
      await citeEvidence(began, { dossier: id, item, paper: paper.id });
  }
  await lockCopy(began, await lockDossier(began, id), began.today, null);
  await receiptOf(on(58), await lockDossier(began, id), on(58).today);
  await endClock(on(40), id, 'communeReview');
  for (const [i, standing] of chain.entries())
    await moveDossier(on(40 - 10 * i), await lockDossier(tx, dossier.id), standing);
}

import { itemsOf } from '#domain/criteria/items';
import { sheetOfSet } from '#domain/criteria/queries';
import { assessmentOf, sheetOfAssessment } from '#domain/grading/queries';
import { evidenceFor } from '#domain/grading/rules';
import { beginAssessment, saveAnswers } from '#domain/grading/self-assessments';
import { publicProduct } from '#domain/products/queries';
import { sentence } from '#kernel/sentences';
import { day } from '#ui/format.ts';
import { save, submit } from '#ui/form.ts';
import { orOnward } from '#ui/moved.ts';
import { shown } from '../../../../facts/fields.ts';
import { listed } from '../../../../facts/registry.ts';
import { toldBy } from './told.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const { params } = event;
  const product = await orOnward(event, '/workspace', publicProduct(ctx, params.id));
  const assessment = await assessmentOf(ctx, params.id);
  const { version: inForce } = await sheetOfSet(ctx, product.set_no);
  const [ofProduct, ofProducer] = await Promise.all([
    listed(ctx, 'product', product.id),
    listed(ctx, 'producer', product.producer_id!),
  ]);
  /** What the register holds of a kind today, in a few words each. */
  const held: Record<string, string[]> = { story: product.story ? [`${product.story.slice(0, 80)}…`] : [] };
  for (const { kinds, names } of [ofProducer, ofProduct])
    for (const { name, fields, rows } of kinds)
      held[name] = rows
        .filter(({ valid_from, valid_to }) => (valid_from ?? '') <= ctx.today && (!valid_to || valid_to >= ctx.today))
        .map((row) =>
          [
            ...fields.slice(0, 3).map((field) => shown(field, row[field], names, ctx.locale)),
            row.valid_to && sentence('workspace.by', { day: day(row.valid_to, ctx.locale) }, ctx.locale),
          ]
            .filter(Boolean)
            .join(' · '),
        );
  const ownerOf = (kind: string) =>
    ofProduct.kinds.some(({ name }) => name === kind) ? product.id : product.producer_id!;
  const evidence = (kind: string) => ({
    kind: sentence(kind === 'story' ? 'office.field.story' : `facts.kind.${kind}`, {}, ctx.locale),
    held: held[kind] ?? [],
    href: kind === 'story' ? `/workspace/products/${product.id}` : `/workspace/facts/${kind}/new?of=${ownerOf(kind)}`,
  });
  return {
    product: { id: product.id, name: product.name },
    inForce,
    assessment,
    evidence: assessment
      ? Object.fromEntries(itemsOf(assessment.sheet).map((item) => [item.code, evidenceFor(item).map(evidence)]))
      : {},
    recognitions: product.recognitions.map(({ stars, decision_no, decided_on }) => ({
      stars,
      decision_no,
      decided_on,
    })),
  };
};

export const actions: Actions = {
  begin: (event) =>
    save(event, async (fields) => {
      await beginAssessment(event.locals.ctx, { ...fields, product: event.params.id });
      return `/workspace/products/${event.params.id}/assess`;
    }),
  /** Answers as they come: a whole form without a script, what changed with one. */
  save: (event) =>
    submit(event, async (fields) => {
      const { ctx } = event.locals;
      const answers = toldBy(await sheetOfAssessment(ctx, String(fields.assessment), event.params.id), fields);
      if (!answers.length) return { saved: {}, conflicts: [] };
      return saveAnswers(ctx, { assessment: fields.assessment, answers });
    }),
};

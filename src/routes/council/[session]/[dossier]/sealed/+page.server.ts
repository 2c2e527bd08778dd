import { itemsOf } from '#domain/criteria/items';
import { grade } from '#domain/criteria/rules';
import { ownSealed } from '#domain/grading/councils/room';
import { answersOf } from '#domain/grading/councils/rules';
import { dayOf } from '#kernel/clock';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { item, own, sheet } = await ownSealed(ctx, params.session, params.dossier);
  const { answers, broken } = answersOf(own.answers);
  const { items, total } = grade(sheet, answers, broken);
  const comments = new Map(own.answers.map((one) => [one.item, one.comment]));
  return {
    product: item.product,
    producer: item.producer,
    scoring: item.scoring,
    seal: { day: dayOf(own.sealed_at!), seal: (own.seal ?? '').slice(0, 16) },
    total,
    rows: itemsOf(sheet).map(({ code, name }) => ({
      code,
      name: name[ctx.locale],
      points: items[code] ?? 0,
      comment: comments.get(code) ?? '',
    })),
  };
};

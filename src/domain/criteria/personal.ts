import type { Ctx, Tx } from '#kernel/context';
import type { Holder } from '#kernel/personal';

const comparisons = (ctx: Ctx | Tx, person: string) =>
  (ctx as Ctx).db
    .selectFrom('criteria.comparison')
    .select(['code', 'version', 'compared_name', 'compared_on'])
    .where('compared_by', '=', person)
    .execute();

/** Who compared a sheet with the signed text stands by their name: an official act, which stays. */
export const criteriaHolder: Holder = {
  async held(ctx, person) {
    const compared = await comparisons(ctx, person);
    return compared.length ? { compared } : {};
  },
  async erase(tx, person) {
    return (await comparisons(tx, person)).length ? ['trust.kept.comparison'] : [];
  },
};

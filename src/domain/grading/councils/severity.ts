/** A member's total of a product, in points. */
export type Scored = { member: string; product: string; total: number };

export type Severity = {
  member: string;
  /** Products scored in common with others. */
  n: number;
  /** How far above (+) or below (−) the others the member scores on average, in points; null below the least sample. */
  mean: number | null;
  /** The 95 % interval of that mean. */
  from: number | null;
  to: number | null;
};

/** Fewer products than this say nothing of a member. */
export const leastSample = 8;

// 97.5 % points of Student's t by degrees of freedom 7 to 30; beyond, the normal one does.
const t = [2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042]; // prettier-ignore
const tOf = (degrees: number): number => t[degrees - 7] ?? 1.96;

/**
 * How severe each member is: the mean of (own total − mean of the others' totals) over the products that others scored
 * too, with its uncertainty. It is shown to the chair and never changes a result.
 */
export function severityOf(scored: readonly Scored[]): Severity[] {
  const byProduct = Map.groupBy(scored, ({ product }) => product);
  const members = [...new Set(scored.map(({ member }) => member))];
  return members.map((member) => {
    const deviations = [...byProduct.values()].flatMap((all) => {
      const own = all.find((one) => one.member === member);
      const others = all.filter((one) => one.member !== member);
      if (!own || !others.length) return [];
      return [own.total - others.reduce((sum, { total }) => sum + total, 0) / others.length];
    });
    const n = deviations.length;
    if (n < leastSample) return { member, n, mean: null, from: null, to: null };
    const mean = deviations.reduce((sum, one) => sum + one, 0) / n;
    const variance = deviations.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1);
    const half = tOf(n - 1) * Math.sqrt(variance / n);
    return { member, n, mean, from: mean - half, to: mean + half };
  });
}

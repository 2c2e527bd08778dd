/**
 * A number of a bench: that of the environment, else what the claim is made for; or with TINY=1, under which every bench
 * only shows within seconds that it runs, the small one.
 */
export const sized = (name: string, real: number, tiny: number): number =>
  Number(process.env[name] ?? (process.env.TINY ? tiny : real));

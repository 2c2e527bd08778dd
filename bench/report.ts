/** One claim: what was measured, what it must keep to, and whether it does. */
export type Claim = {
  says: string;
  measured: number;
  unit?: string;
  bound: number;
  atLeast?: boolean;
  beside?: string;
};

/** The middle one of some numbers. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The value below which the share `q` of the numbers lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

/** A number as short as it can be read. */
export const short = (value: number): string =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);

/** Prints the claims, one a line, and lets the process end with 2 if one does not hold (with 1 it failed). */
export function report(title: string, claims: readonly Claim[], notes: readonly string[] = []): void {
  const lines = claims.map(({ says, measured, unit = 'x', bound, atLeast, beside }) => {
    const holds = atLeast ? measured >= bound : measured <= bound;
    if (!holds) process.exitCode = 2;
    const figure = `${short(measured)} ${unit} (${atLeast ? 'at least' : 'at most'} ${bound})`;
    return `${holds ? 'holds ' : 'SHORT '} ${says.padEnd(58)} ${figure}${beside ? `   ${beside}` : ''}`;
  });
  process.stdout.write(`${[`\n${title}`, ...lines, ...notes.map((note) => `       ${note}`)].join('\n')}\n`);
}

/** A line of progress, on stderr. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

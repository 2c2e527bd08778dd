import { z } from 'zod';
import { checkbox, day, grouped, id, oneOf, optional, text, whole } from './fields.ts';
import type { FactTable } from './facts.ts';

/** One thing that a kind of fact says: how it is read, and how a form asks for it. Its name is the table's column. */
export type KindField = {
  shape: z.ZodType;
  input: 'text' | 'long' | 'date' | 'number' | 'check' | 'choice' | 'fact';
  /** The words to choose from; of a `fact` the kind that is named. */
  options?: readonly string[];
  isRequired: boolean;
};

/** A kind of fact about an owner (a producer, a product): where its rows lie and what they say. */
export type Kind = {
  table: FactTable;
  /** Where one table holds several kinds with the same columns: what tells this one apart. */
  fixed?: Record<string, string>;
  fields: Record<string, KindField>;
  /** The fields that everybody may read; left out: none. */
  open?: readonly string[];
  /** Only officials decide it. */
  isOfficial?: true;
  /** Business of the owner: read by its own people and whoever answers for its area. */
  isPrivate?: true;
};
export type Kinds = Readonly<Record<string, Kind>>;

const asked = (input: KindField['input'], shape: z.ZodType, isRequired: boolean): KindField => ({
  input,
  isRequired,
  shape: isRequired ? shape : optional(shape),
});

/** The fields of a kind: `must` cannot be left out, `may` can. */
const fieldsThat = (isRequired: boolean) => ({
  text: (max = 200) => asked('text', text(max), isRequired),
  long: (max = 1000) => asked('long', text(max), isRequired),
  date: () => asked('date', day(), isRequired),
  number: (max = 1_000_000_000_000) => asked('number', grouped(0, max), isRequired),
  choice: (options: readonly [string, ...string[]]) => ({ ...asked('choice', oneOf(options), isRequired), options }),
  /** Another fact of the same owner, by its id. */
  fact: (kind: string) => ({ ...asked('fact', id(), isRequired), options: [kind] }),
  as: (shape: z.ZodType) => asked('text', shape, isRequired),
});
export const must = fieldsThat(true);
export const may = fieldsThat(false);
export const tick = (): KindField => ({ input: 'check', shape: checkbox(), isRequired: false });

/** What a form says of a fact, read: its own fields, and the days from and until which it is true. */
export type Said = { kind: string; from: string; until: string | null } & Record<string, unknown>;

const shapesOf = (kind: Kind) =>
  Object.fromEntries(Object.entries(kind.fields).map(([name, field]) => [name, field.shape]));

const byKind = (kinds: Kinds, besides: z.ZodRawShape, isWhole: boolean) =>
  z.discriminatedUnion(
    'kind',
    Object.entries(kinds).map(([name, kind]) =>
      z.strictObject({
        kind: z.literal(name),
        ...besides,
        ...(isWhole && { ...shapesOf(kind), from: day(), until: optional(day()) }),
      }),
    ) as never,
    { error: () => JSON.stringify({ key: 'fields.choice' }) },
  );

const versioned = { id: id(), version: whole(1, 1_000_000) };

/** The inputs of the four actions on facts of these kinds. */
export const inputsOf = (kinds: Kinds, owner: string) => ({
  enter: byKind(kinds, { [owner]: id() }, true) as unknown as z.ZodType<Said>,
  correct: byKind(kinds, versioned, true) as unknown as z.ZodType<Said & { id: string; version: number }>,
  end: z.strictObject({ kind: oneOf(Object.keys(kinds) as [string]), ...versioned, on: day() }),
  name: z.strictObject({ kind: oneOf(Object.keys(kinds) as [string]), ...versioned }),
});

import { sql } from 'kysely';
import { action } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, type AsOf, correctFact, type FactRow, heldAsOf, supersede } from '#kernel/facts';
import { isId } from '#kernel/ids';
import { inputsOf, type Kind, type Kinds, type Said } from '#kernel/kinds';
import { changesOf } from '#kernel/versions';
import { isOfficer, isOfficerOf } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { barToFact, canAudit, isOwnOf, maySpeak } from './policy.ts';

/** What facts are about: a producer or a product, with the producer that it belongs to. */
export type Owner = { id: string; origin: string; area_path: string; organisation: string | null };

/** A wording of a fact with the columns of its kind. */
export type DatedRow = FactRow & { checked: boolean } & Record<string, unknown>;

export type FactsByKind = Record<string, DatedRow[]>;

/** What everybody may read of a fact that holds today. */
export type OpenFact = {
  kind: string;
  id: string;
  checked: boolean;
  valid_from: string | null;
  valid_to: string | null;
  said: Record<string, string | number>;
};

type Given = {
  room: string;
  owner: 'producer' | 'product';
  kinds: Kinds;
  /** The owner, locked; not_found. Being locked before its facts are read, the second of two sees what the first wrote. */
  lock: (tx: Tx, id: string) => Promise<Owner>;
  /** What is left to decide of the values: other facts and producers that they name. */
  settle: (tx: Tx, owner: Owner, kind: string, values: Record<string, unknown>) => Promise<Record<string, unknown>>;
  /** Marks the pages that show the owner. */
  show: (tx: Tx, owner: Owner) => void;
};

/** The wordings of a kind that stand, of one fact or of one owner. */
const ofKind = (kind: Kind) =>
  sql`select * from ${sql.table(kind.table)} where ${kind.fixed ? sql`kind = ${kind.fixed.kind}` : sql`true`}`;

/**
 * The four actions on facts of a room's kinds, and their reads. An official's word is checked by that; what a producer
 * says of itself is not until an official checks it, and what was checked it changes by proposal alone.
 */
export function datedFacts({ room, owner: word, kinds, lock, settle, show }: Given) {
  const inputs = inputsOf(kinds, word);
  const column = `${word}_id`;
  const subjectOf = (owner: Owner) => ({ kind: word, id: owner.id, area: owner.area_path });

  /** The owner, if this person may write facts of this kind about it. @throws AppError not_found, refused */
  async function lockOwner(tx: Tx, id: string, kind: string, fact?: { checked: boolean }) {
    const owner = await lock(tx, id);
    const bar = barToFact(tx.actor, owner, kinds[kind]!, fact);
    if (bar) throw new AppError('refused', { details: { reason: `facts.bar.${bar}` } });
    return owner;
  }

  async function current(tx: Tx, kind: string, id: string): Promise<DatedRow> {
    const { rows } = await sql<DatedRow>`${ofKind(kinds[kind]!)} and id = ${id} and superseded_at is null`.execute(
      tx.db,
    );
    if (!rows[0]) throw new AppError('not_found');
    return rows[0];
  }

  /** A fact and its owner, locked, compared with the version that the form was opened with. */
  async function lockFact(tx: Tx, { kind, id, version }: { kind: string; id: string; version: number }) {
    const owner = await lock(tx, String((await current(tx, kind, id))[column]));
    const before = await current(tx, kind, id);
    await lockOwner(tx, owner.id, kind, before);
    const seen = { version: before.version, changed_by: before.recorded_by, changed_at: before.recorded_at };
    await assertVersion(tx, seen, version, {});
    return { owner, before };
  }

  async function valuesOf(tx: Tx, owner: Owner, { kind, from, until, ...said }: Said) {
    if (until && until < from) throw fieldError('until', 'producers.ends_before');
    const own = Object.fromEntries(Object.keys(kinds[kind]!.fields).map((name) => [name, said[name]]));
    return {
      ...(await settle(tx, owner, kind, own)),
      ...kinds[kind]!.fixed,
      [column]: owner.id,
      checked: isOfficerOf(tx.actor, owner.area_path),
      valid_from: from,
      valid_to: until,
    };
  }

  const wordOf = (kind: string, before: DatedRow) => ({
    ...Object.fromEntries(Object.keys(kinds[kind]!.fields).map((name) => [name, before[name]])),
    ...kinds[kind]!.fixed,
    [column]: before[column],
    valid_from: before.valid_from,
    valid_to: before.valid_to,
  });

  /** Writes the next wording. The log names what changed and quotes nothing: a partner may be a person. */
  async function reword(tx: Tx, kind: string, owner: Owner, before: DatedRow, values: Record<string, unknown>) {
    // The values are those of the kind's own schema; the compiler cannot follow a table that is chosen by name.
    await correctFact(tx, kinds[kind]!.table, before, values as never);
    show(tx, owner);
    const { checked: _, ...changed } = changesOf(before, values);
    return { fact: before.id, fact_kind: kind, unquoted: Object.keys(changed) };
  }

  /** The facts of owners by owner and kind, as this person may see them: those that stand longest first. */
  async function every(ctx: Ctx, owners: readonly Owner[], asOf: AsOf = {}): Promise<Record<string, FactsByKind>> {
    const isClose = (owner: Owner) =>
      isOfficerOf(ctx.actor, owner.area_path) || isOwnOf(ctx.actor, owner.organisation) || canAudit(ctx.actor);
    const found: Record<string, FactsByKind> = Object.fromEntries(owners.map(({ id }) => [id, {}]));
    const read = Object.entries(kinds).map(async ([name, kind]) => {
      const seen = owners.filter((owner) => !kind.isPrivate || isClose(owner)).map(({ id }) => id);
      for (const id of seen) found[id]![name] = [];
      if (!seen.length) return;
      const { rows } = await sql<DatedRow>`${ofKind(kind)} and ${sql.ref(column)} = any(${seen}::uuid[])
        and ${heldAsOf(asOf)} order by valid_to desc nulls first, valid_from desc, id`.execute(ctx.db);
      for (const row of rows) found[String(row[column])]![name]!.push(row);
    });
    await Promise.all(read);
    return found;
  }

  const open = Object.entries(kinds).flatMap(([name, kind]) => (kind.open ? [{ name, kind, fields: kind.open }] : []));

  /** What everybody may read of the facts about an owner that hold today, kind after kind, in one query. */
  async function openTo(ctx: Ctx, owner: string): Promise<OpenFact[]> {
    const parts = open.map(({ name, kind, fields }, at) => {
      const said = sql.join(fields.flatMap((field) => [sql.lit(field), sql.ref(field)]));
      return sql`select ${sql.lit(at)} as at, ${sql.lit(name)} as kind, id, checked, valid_from, valid_to,
        json_strip_nulls(json_build_object(${said})) as said
        from (${ofKind(kind)}) ${sql.ref(name)} where ${sql.ref(column)} = ${owner} and ${heldAsOf({ on: ctx.today })}`;
    });
    const { rows } = await sql<OpenFact>`
      select kind, id, checked, valid_from, valid_to, said from (${sql.join(parts, sql` union all `)}) open
      order by at, valid_to desc nulls first, valid_from desc, id`.execute(ctx.db);
    return rows;
  }

  return {
    openTo,
    /** Enters a fact from a day on. @returns its id @throws AppError not_found, refused, input.invalid */
    enter: action({ name: `${room}.enter_fact`, input: inputs.enter, may: maySpeak }, async (tx, input) => {
      const owner = await lockOwner(tx, String(input[word]), input.kind);
      const values = await valuesOf(tx, owner, input);
      const id = await addFact(tx, kinds[input.kind]!.table, values as never);
      await record(tx, 'fact.entered', subjectOf(owner), { fact: id, fact_kind: input.kind });
      show(tx, owner);
      return { id };
    }),
    /** Corrects a fact: a new wording, the old one kept. @throws AppError not_found, refused, version.stale, input.invalid */
    correct: action({ name: `${room}.correct_fact`, input: inputs.correct, may: maySpeak }, async (tx, input) => {
      const { owner, before } = await lockFact(tx, input);
      const said = await reword(tx, input.kind, owner, before, await valuesOf(tx, owner, input));
      await record(tx, 'fact.corrected', subjectOf(owner), said);
    }),
    /** Says on which day a fact was true for the last time. @throws AppError not_found, refused, version.stale, input.invalid at `on` */
    end: action({ name: `${room}.end_fact`, input: inputs.end, may: maySpeak }, async (tx, input) => {
      const { owner, before } = await lockFact(tx, input);
      if (before.valid_from && input.on < before.valid_from) throw fieldError('on', 'producers.ends_before');
      const checked = isOfficerOf(tx.actor, owner.area_path);
      const values = { ...wordOf(input.kind, before), checked, valid_to: input.on };
      const said = await reword(tx, input.kind, owner, before, values);
      await record(tx, 'fact.ended', subjectOf(owner), { ...said, on: input.on });
    }),
    /** Takes back what was entered by mistake. @throws AppError not_found, refused, version.stale */
    takeBack: action({ name: `${room}.take_back_fact`, input: inputs.name, may: maySpeak }, async (tx, input) => {
      const { owner, before } = await lockFact(tx, input);
      await supersede(tx, kinds[input.kind]!.table, before.row_id);
      await record(tx, 'fact.taken_back', subjectOf(owner), { fact: input.id, fact_kind: input.kind });
      show(tx, owner);
    }),
    /** An official has checked what a producer said: the same words, checked. @throws AppError not_found, refused, version.stale, state.conflict */
    check: action({ name: `${room}.check_fact`, input: inputs.name, may: isOfficer }, async (tx, input) => {
      const { owner, before } = await lockFact(tx, input);
      if (before.checked) throw new AppError('state.conflict');
      await correctFact(tx, kinds[input.kind]!.table, before, {
        ...wordOf(input.kind, before),
        checked: true,
      } as never);
      await record(tx, 'fact.checked', subjectOf(owner), { fact: input.id, fact_kind: input.kind });
      show(tx, owner);
    }),

    of: async (ctx: Ctx, owner: Owner, asOf: AsOf = {}) => (await every(ctx, [owner], asOf))[owner.id]!,
    every,
    /** Who a fact is about; null if there is no such fact. */
    async ownerOf(ctx: Ctx, kind: string, id: string): Promise<string | null> {
      if (!kinds[kind] || !isId(id)) return null;
      const { rows } = await sql<{
        owner: string;
      }>`select ${sql.ref(column)} as owner from ${sql.table(kinds[kind].table)} where id = ${id} limit 1`.execute(
        ctx.db,
      );
      return rows[0]?.owner ?? null;
    },
    /** Every wording of a fact, the newest first, with the name of whoever recorded it. */
    async wordings(ctx: Ctx, kind: string, id: string): Promise<(DatedRow & { recorder: string | null })[]> {
      const { rows } = await sql<DatedRow & { recorder: string | null }>`
        select wording.*, person.name as recorder from (${ofKind(kinds[kind]!)} and id = ${id}) wording
        left join identity.person on person.id = wording.recorded_by order by version desc`.execute(ctx.db);
      return rows;
    },
  };
}

import { readdirSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Action, inTransaction } from '#kernel/action';
import type { Db } from '#kernel/db';
import { AppError } from '#kernel/errors';
import { freshDatabase } from './database.ts';
import type { Proof, Proofs } from './harness/types.ts';
import { ctxOf } from './makers/context.ts';

const actions = await everyAction();
const proofs = await everyProof();

test('every action has its proof, and every proof its action', () => {
  expect(Object.keys(proofs).toSorted()).toEqual(Object.keys(actions).toSorted());
});

for (const [name, act] of Object.entries(actions)) {
  const proof = proofs[name];
  if (proof) prove(name, act, proof);
}

function prove(name: string, act: Action<unknown>, proof: Proof) {
  const pair = proof.twice === 'one' ? 'one of two at once' : 'two at once';
  test(`${name}: nobody without the right, no unknown field, nothing half-written; ${pair}`, async () => {
    const { db } = await freshDatabase();
    const { right, refused, stranger, strangerAt, input } = await proof.given(db);
    const before = await contents(db);
    if (!proof.open)
      await expect(codeOf(act(ctxOf(db, null), input)), 'a stranger without an account').resolves.toBe(
        'sign_in.needed',
      );
    for (const actor of refused)
      await expect(codeOf(act(ctxOf(db, actor), input)), actor.name).resolves.toBe('refused');
    if (stranger)
      expect(strangerAt ? [`input.invalid at ${strangerAt}`] : ['refused', 'not_found'], 'a stranger').toContain(
        await placeOf(act(ctxOf(db, stranger), input)),
      );
    await expect(codeOf(act(ctxOf(db, right), { ...input, 'no such field': 1 })), 'an unknown field').resolves.toBe(
      'input.invalid',
    );
    await expect(codeOf(act(ctxOf(db, right), 'not an object')), 'no object').resolves.toBe('input.invalid');
    const cut = inTransaction(ctxOf(db, right), async (tx) => {
      await act(tx, input);
      throw new Error('the power went');
    });
    await expect(cut).rejects.toThrow('the power went');
    expect(await contents(db), 'nothing is left of a refused or failed write').toEqual(before);
    const codes = await Promise.all([codeOf(act(ctxOf(db, right), input)), codeOf(act(ctxOf(db, right), input))]);
    expect(
      codes.filter((code) => code === 'done'),
      'two at once',
    ).toHaveLength(proof.twice === 'one' ? 1 : 2);
  });
}

const outcomeOf = (write: Promise<unknown>, said: (error: AppError) => string) =>
  write.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof AppError) return said(error);
      throw error;
    },
  );

const codeOf = (write: Promise<unknown>) => outcomeOf(write, ({ code }) => code);

/** The same with the fields that are wrong: a proof whose input is broken must not pass for a refusal. */
const placeOf = (write: Promise<unknown>) =>
  outcomeOf(write, ({ code, issues }) => [code, ...issues.map(({ path }) => path)].join(' at '));

/** A fingerprint of every row of every schema that is not PostgreSQL's own; limits count beside the transaction. */
async function contents(db: Db): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', nspname, relname) as name
    from pg_class join pg_namespace space on space.oid = relnamespace
    where relkind in ('r', 'p') and nspname !~ '^pg_' and nspname <> 'information_schema'
      and (nspname, relname) <> ('kernel', 'rate')`.execute(db);
  const prints = tables.rows.map(
    ({ name }) => sql`
      select ${sql.lit(name)} as name, count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) as print
      from ${sql.raw(name)} t`,
  );
  const { rows } = await sql<{ name: string; print: string }>`${sql.join(prints, sql` union all `)}`.execute(db);
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

async function everyAction(): Promise<Record<string, Action<unknown>>> {
  const found: Record<string, Action<unknown>> = {};
  for (const room of readdirSync('src/domain', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const files = readdirSync(`src/domain/${room.name}`, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))) {
      const module = (await import(/* @vite-ignore */ `../src/domain/${room.name}/${file}`)) as Record<string, unknown>;
      for (const value of Object.values(module)) {
        if (typeof value === 'function' && 'spec' in value)
          found[(value as Action<unknown>).spec.name] = value as Action<unknown>;
      }
    }
  }
  return found;
}

async function everyProof(): Promise<Proofs> {
  const found: Proofs = {};
  for (const file of readdirSync('test/harness').filter((name) => name !== 'types.ts')) {
    Object.assign(found, ((await import(/* @vite-ignore */ `./harness/${file}`)) as { proofs: Proofs }).proofs);
  }
  return found;
}

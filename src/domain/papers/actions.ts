import type { z } from 'zod';
import { action, touch } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, correctFact, supersede } from '#kernel/facts';
import { claimUpload } from '#kernel/files/rows';
import { assertStands } from '#kernel/pointers';
import { changesOf } from '#kernel/versions';
import { assertVersion } from '#domain/identity/versions';
import { writeCover } from './covers.ts';
import { canCheckPaper, canDepositPaper, canTakeBackPaper, mayDepositPapers, type Owned } from './policy.ts';
import { asVersion, keptOf, lockPaper, subjectOf } from './rows.ts';
import { faultOf } from './rules.ts';
import { CheckPaper, CorrectPaper, DepositPaper, type PaperInput, TakeBackPaper } from './schema.ts';

const taken = {
  paper_number: { path: 'number', key: 'papers.number_taken' },
  paper_owner: { path: 'owner', key: 'papers.owner_unknown' },
};

/**
 * A paper of a producer, with what it covers. What the producer's own people hand in waits for an officer's check; an
 * officer who holds the paper in hand ticks that at once.
 * @throws AppError refused, input.invalid; at `number` when this producer has it already, at `file` for what is wrong with it
 */
export const depositPaper = action(
  { name: 'papers.deposit', input: DepositPaper, may: mayDepositPapers, taken },
  (tx, input) => enter(tx, input, null),
);

/** The same, for the demo's seed. @param brought the id of a file that the product itself brings along */
export async function enter(
  tx: Tx,
  { owner, covers, ...input }: z.output<typeof DepositPaper>,
  brought: string | null,
): Promise<{ id: string }> {
  const owned = {
    owner_kind: owner.kind,
    owner_id: owner.id,
    organisation_id: owner.organisation,
    area_path: owner.area,
  };
  if (!canDepositPaper(tx.actor, owned)) throw new AppError('refused');
  await assertOwnerStands(tx, owner.organisation);
  await assertOffered(tx, input.type);
  const values = { ...owned, ...(await columnsOf(tx, input, owned, brought)) };
  const id = await addFact(tx, 'papers.paper', values);
  for (const subject of covers) await writeCover(tx, id, subject);
  await record(tx, 'paper.deposited', subjectOf(values), { paper: id, type: input.type, checked: !!values.verdict });
  touch(tx, 'papers', `papers:${owner.id}`);
  return { id };
}

/** Waits for a merge of the owner that is under way, and sees what it did. @throws AppError state.conflict */
async function assertOwnerStands(tx: Tx, organisation: string): Promise<void> {
  const owner = await tx.db
    .selectFrom('producers.producer')
    .select('merged_into')
    .where('id', '=', organisation)
    .forKeyShare()
    .executeTakeFirst();
  if (owner) assertStands(owner);
}

/** @throws AppError input.invalid at `type` for a type that is not (or no longer) offered */
async function assertOffered(tx: Tx, type: string): Promise<void> {
  const known = await tx.db
    .selectFrom('papers.type')
    .select('code')
    .where('code', '=', type)
    .where('offered', '=', true)
    .where('superseded_at', 'is', null)
    .executeTakeFirst();
  if (!known) throw fieldError('type', 'fields.choice');
}

/** The columns of what was typed. Whatever its own people change is unchecked again. */
async function columnsOf(tx: Tx, { file, checked, ...input }: PaperInput, owned: Owned, before: string | null) {
  const fault = faultOf({ ...input, file: file ?? before }, tx.today);
  if (fault) throw fieldError(fault.path, fault.key);
  const right = checked && canCheckPaper(tx.actor, owned);
  return {
    ...input,
    file_id: file ? await claimUpload(tx, file) : before,
    verdict: right ? ('right' as const) : null,
    verdict_note: null,
    ...checkedBy(tx, right),
    valid_from: input.issued_on,
    valid_to: input.printed_end,
  };
}

const checkedBy = (tx: Tx, checked: boolean) => ({
  checked_by: checked ? authorOf(tx) : null,
  checked_at: checked ? tx.now : null,
});

const quoted = ['type', 'issued_on', 'printed_end', 'file_id'];

/**
 * Corrects a paper; a file that is given takes the place of the one before. The check is lost unless an officer ticks it.
 * @throws AppError not_found, refused, version.stale, input.invalid
 */
export const correctPaper = action(
  { name: 'papers.correct', input: CorrectPaper, may: mayDepositPapers, taken },
  async (tx, { id, version, ...input }) => {
    const before = await lockPaper(tx, id);
    if (!canDepositPaper(tx.actor, before)) throw new AppError('refused');
    await assertVersion(tx, asVersion(before), version, { ...before });
    if (input.type !== before.type) await assertOffered(tx, input.type);
    const values = await columnsOf(tx, input, before, before.file_id);
    await correctFact(tx, 'papers.paper', before, { ...keptOf(before), ...values });
    const { type, number, issuer, issued_on, printed_end, file_id } = values;
    const changes = Object.entries(changesOf(before, { type, number, issuer, issued_on, printed_end, file_id }));
    await record(tx, 'paper.corrected', subjectOf(before), {
      paper: id,
      changes: Object.fromEntries(changes.filter(([name]) => quoted.includes(name))),
      // A household's paper may name who it is: the log is sealed and holds no number and no issuer.
      unquoted: changes.map(([name]) => name).filter((name) => !quoted.includes(name)),
    });
    touch(tx, 'papers', `papers:${before.owner_id}`);
  },
);

/**
 * An officer says whether the paper agrees with what was handed in; what is wrong with it is said in words.
 * @throws AppError not_found, refused, version.stale, input.invalid at `note`
 */
export const checkPaper = action(
  { name: 'papers.check', input: CheckPaper, may: mayDepositPapers },
  async (tx, { id, version, verdict, note }) => {
    const before = await lockPaper(tx, id);
    if (!canCheckPaper(tx.actor, before)) throw new AppError('refused');
    await assertVersion(tx, asVersion(before), version, { ...before });
    const said = { verdict, verdict_note: note, ...checkedBy(tx, true) };
    await correctFact(tx, 'papers.paper', before, { ...keptOf(before), ...said });
    await record(tx, 'paper.checked', subjectOf(before), { paper: id, verdict });
    touch(tx, 'papers', `papers:${before.owner_id}`);
  },
);

/** Takes back a paper that was entered by mistake; one that ended just ends. @throws AppError not_found, refused, version.stale */
export const takeBackPaper = action(
  { name: 'papers.take_back', input: TakeBackPaper, may: mayDepositPapers },
  async (tx, { id, version, why }) => {
    const paper = await lockPaper(tx, id);
    if (!canTakeBackPaper(tx.actor, paper)) throw new AppError('refused');
    await assertVersion(tx, asVersion(paper), version, { ...paper });
    await supersede(tx, 'papers.paper', paper.row_id);
    await record(tx, 'paper.taken_back', subjectOf(paper), { paper: id, why });
    touch(tx, 'papers', `papers:${paper.owner_id}`);
  },
);

import type { RequestEvent } from '@sveltejs/kit';
import { barToFact } from '#domain/producers/policy';
import { sentBack } from '#domain/proposals/sent-back';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { behalfMarks } from '../behalf/marks.ts';
import { kindName, labelOf, valuesOf } from './fields.ts';
import { formOf, listed, roomOfKind } from './registry.ts';
import { toldWordings } from './told.ts';

type Event = Pick<RequestEvent, 'request' | 'locals'>;
type Fields = Record<string, string | string[]>;

/** The page of the owner, in the office or in the workspace. */
const homeOf = (base: string, word: string, id: string) => `${base}/${word}s/${id}`;

async function about(ctx: Ctx, base: string, kind: string, id: string) {
  const room = roomOfKind(kind);
  const owner = await room.owner(ctx, id);
  const { [id]: name = '' } = await room.names(ctx, [id]);
  return { room, owner, kind, title: kindName(kind), owner_name: name, home: homeOf(base, room.word, id) };
}

/** The form of a new fact. @throws AppError not_found, refused with the reason */
export async function newFact(ctx: Ctx, base: string, kind: string, ownerId: string) {
  const { room, owner, ...said } = await about(ctx, base, kind, ownerId);
  const bar = barToFact(ctx.actor, owner, room.kind);
  if (bar) throw new AppError('refused', { details: { reason: `facts.bar.${bar}` } });
  return { ...said, fields: await formOf(ctx, kind, owner), values: { from: ctx.today } as Record<string, string> };
}

export const enterFact = (event: Event, base: string, kind: string, ownerId: string) =>
  save(event, async (fields) => {
    const { enter, word } = roomOfKind(kind);
    await enter(event.locals.ctx, { ...fields, kind, [word]: ownerId });
    return homeOf(base, word, ownerId);
  });

/** A fact with its wordings, and what this person may do with it. @throws AppError not_found */
export async function oneFact(ctx: Ctx, base: string, kind: string, id: string) {
  const ownerId = await roomOfKind(kind).ownerOf(ctx, kind, id);
  if (!ownerId) throw new AppError('not_found');
  const { room, owner, ...said } = await about(ctx, base, kind, ownerId);
  const { kinds, names } = await listed(ctx, room.word, ownerId);
  if (!kinds.some(({ name }) => name === kind)) throw new AppError('not_found'); // not for this reader
  const fieldNames = Object.keys(room.kind.fields);
  const wordings = await room.wordings(ctx, kind, id);
  const current = wordings.find(({ superseded_at }) => !superseded_at);
  const [{ [id]: mark = null }, back] = await Promise.all([
    behalfMarks(ctx, [id]),
    sentBack(ctx, current ? [current] : []),
  ]);
  return {
    ...said,
    id,
    wordings: toldWordings(ctx, wordings, fieldNames, names),
    bar: barToFact(ctx.actor, owner, room.kind, current),
    mark,
    returned: back.get(`${id}:${current?.version}`) ?? null,
    checked: current?.checked ?? true,
    version: current?.version ?? 0,
    isStanding: !!current,
    fields: await formOf(ctx, kind, owner),
    labels: Object.fromEntries([...fieldNames, 'from', 'until'].map((name) => [name, labelOf(name)])),
    values: current ? valuesOf(current) : {},
  };
}

/** Where the owner of a fact is shown. @throws AppError not_found */
export async function homeOfFact(ctx: Ctx, base: string, kind: string, id: string) {
  const { word, ownerOf } = roomOfKind(kind);
  const owner = await ownerOf(ctx, kind, id);
  if (!owner) throw new AppError('not_found');
  return { home: homeOf(base, word, owner), word };
}

type Verb = 'correct' | 'end' | 'takeBack' | 'check';

/** One act on a fact, then back to its owner's page. */
export const changeFact = (
  event: Event,
  base: string,
  { kind, fact }: { kind: string; fact: string },
  verb: Verb,
  ready: (fields: Fields) => Fields = (fields) => fields,
) =>
  save(event, async (fields) => {
    const { ctx } = event.locals;
    const { home } = await homeOfFact(ctx, base, kind, fact);
    await roomOfKind(kind)[verb](ctx, ready({ ...fields, kind, id: fact }));
    return home;
  });

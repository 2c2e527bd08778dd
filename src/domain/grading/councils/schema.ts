import { z } from 'zod';
import { checkbox, day, id, named, oneOf, optional, text, whole } from '#kernel/fields';
import { conflictGrounds, modes, positions } from './rules.ts';

const version = whole(1, 1_000_000);
const index = z.int().min(0).max(99);
const value = z.union([z.null(), z.boolean(), index, z.strictObject({ case: index, option: index })]);
const several = (most: number) =>
  z.preprocess(
    (given) => (Array.isArray(given) ? given : given === undefined || given === '' ? [] : [given]),
    z
      .array(id())
      .min(1, { error: () => JSON.stringify({ key: 'councils.choose' }) })
      .max(most),
  );

export const MakeCouncil = z.strictObject({
  area: text(40),
  kind: oneOf(['council', 'advisory']),
  title: text(200),
  decision_no: text(60),
  decision_on: day(),
});
export const AddMember = z.strictObject({
  council: id(),
  name: named(120),
  department: text(200),
  position: oneOf(positions),
  person: optional(id()),
  /** Whose place they take. */
  replaces: optional(id()),
});
export const EndMember = z.strictObject({ member: id() });

export const PlanSession = z.strictObject({
  council: id(),
  round: optional(id()),
  mode: oneOf(modes),
  held_on: day(),
  due_on: optional(day()),
  place: optional(text(200)),
  agenda: optional(text(2000)),
  dossiers: several(500),
});
export const AddToAgenda = z.strictObject({ session: id(), dossiers: several(500) });
export const TakeOffAgenda = z.strictObject({ session: id(), dossier: id() });
export const SetAttendance = z.strictObject({
  session: id(),
  present: z.preprocess((given) => (Array.isArray(given) ? given : given === undefined || given === '' ? [] : [given]), z.array(id()).max(100)), // prettier-ignore
});
export const OpenSession = z.strictObject({ session: id(), version });
export const CloseSession = z.strictObject({ session: id(), version });
export const SettleDossier = z.strictObject({ session: id(), dossier: id(), scoring: whole(1, 50) });
/** Why an undecided dossier leaves an open session. */
export const LeaveUndecided = z.strictObject({ session: id(), dossier: id(), reason: text(1000) });
export const TurnIntoMeeting = z.strictObject({ session: id(), held_on: day(), place: optional(text(200)) });

const said = { session: id(), dossier: id(), conflict: oneOf(['yes', 'no']), ground: optional(oneOf(conflictGrounds)) };
const grounded = ({ conflict, ground }: { conflict: string; ground: string | null }) => conflict === 'no' || !!ground;
const groundMissing = { path: ['ground'], error: () => JSON.stringify({ key: 'fields.required' }) };
export const Declare = z.strictObject(said).refine(grounded, groundMissing);
/** What a member declared on paper, as the keeper enters it. */
export const DeclareOnPaper = z.strictObject({ ...said, member: id() }).refine(grounded, groundMissing);

/** Answers as they were chosen, each with the version that was seen; 0 where there was none. */
export const SaveSheet = z.strictObject({
  session: id(),
  dossier: id(),
  answers: z
    .array(
      z.strictObject({ item: text(80), value, comment: optional(text(1000)), version: z.int().min(0).max(1_000_000) }),
    )
    .min(1)
    .max(200),
});
export const SealSheet = z.strictObject({
  session: id(),
  dossier: id(),
  opinion: optional(text(2000)),
  wants_meeting: checkbox(),
});

/** A sheet that a member scored on paper, as one of two people typed it. */
export const KeySheet = z.strictObject({
  session: id(),
  dossier: id(),
  member: id(),
  answers: z
    .array(z.strictObject({ item: text(80), value, comment: optional(text(1000)) }))
    .min(1)
    .max(200),
});

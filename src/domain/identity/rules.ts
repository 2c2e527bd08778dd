import { covers } from '#domain/areas/rules';
import type { Actor } from '#kernel/context';

/** Every role, and what its scope is: the producer, or an area of that level and all below it. */
export const scopes = {
  producer_owner: 'organisation',
  producer_member: 'organisation',
  commune_officer: 'commune',
  province_officer: 'province',
  council_member: 'province',
  council_secretary: 'province',
  trade_officer: 'province',
  inspector: 'province',
  ministry_officer: 'country',
  auditor: 'country',
  administrator: 'country',
} as const;

export type Role = keyof typeof scopes;
export const roles = Object.keys(scopes) as Role[];

/** Roles that work in the office; the others have rooms of their own. */
const staff: readonly Role[] = roles.filter((role) => scopes[role] !== 'organisation');

/** How the key of a machine begins: whoever finds one in a text knows what it is. */
export const keyMark = 'ocop_';

/** What a machine may hold: it answers for nothing and nobody, so it never administers. */
export const machineRoles: readonly Role[] = roles.filter((role) => role !== 'administrator');

/** True for a role that works in the office. */
export const isOfficeRole = (role: string): boolean => staff.includes(role as Role);

/** Officers enter and correct what the register holds of their own area. */
const officers: readonly Role[] = ['commune_officer', 'province_officer', 'ministry_officer', 'administrator'];

/** True if the person holds one of the roles, wherever. The product itself holds every role. */
export const holds = (actor: Actor | null, ...wanted: readonly Role[]): boolean =>
  !!actor && (!!actor.system || actor.grants.some((grant) => wanted.includes(grant.role as Role)));

/** True if the person holds one of the roles with a scope that covers the area of `path`. */
const reaches = (actor: Actor | null, path: string, ...wanted: readonly Role[]): boolean =>
  !!actor &&
  (!!actor.system ||
    actor.grants.some(
      (grant) => wanted.includes(grant.role as Role) && grant.area !== null && covers(grant.area, path),
    ));

/** True for whoever may enter the office. An auditor reads there and writes nothing. */
export const isStaff = (actor: Actor | null): boolean => holds(actor, ...staff);

/** True for whoever belongs to a producer: the workspace is theirs. */
export const isProducer = (actor: Actor | null): boolean => holds(actor, 'producer_owner', 'producer_member');

/** The room that a person works in; null for somebody without a role, who has none. */
export const roomOf = (actor: Actor | null): '/office' | '/workspace' | null =>
  isStaff(actor) ? '/office' : isProducer(actor) ? '/workspace' : null;

/** True for whoever may write in the register somewhere. */
export const isOfficer = (actor: Actor | null): boolean => holds(actor, ...officers);

/** True for an officer whose area covers `path`. */
export const isOfficerOf = (actor: Actor | null, path: string): boolean => reaches(actor, path, ...officers);

/** The paths that the person's roles reach as an officer, for lists and choices. */
export const officerScopes = (actor: Actor | null): string[] =>
  actor?.system
    ? ['VN']
    : (actor?.grants ?? []).flatMap((grant) =>
        officers.includes(grant.role as Role) && grant.area ? [grant.area] : [],
      );

/** The paths whose log the person's roles open; 'VN' for the ministry. */
export const logScopes = (actor: Actor | null): string[] =>
  (actor?.grants ?? []).flatMap(({ role, area }) =>
    area && ['commune_officer', 'province_officer', 'ministry_officer'].includes(role) ? [area] : [],
  );

export type Bar = 'citation' | 'read_only' | 'outside';

/**
 * Why an officer may not change what stands at `area_path`; null if they may. What is quoted from a public source is
 * nobody's to change. The same answer hides the button, explains it, and refuses the call.
 */
export function barTo(actor: Actor | null, thing: { origin: string; area_path: string }): Bar | null {
  if (thing.origin === 'citation') return 'citation';
  if (isOfficerOf(actor, thing.area_path)) return null;
  return isOfficer(actor) ? 'outside' : 'read_only';
}

const phonePattern = /^(?:\+?84|0)([35789][0-9]{8})$/;

/** A Vietnamese mobile number in its one form, +84 and nine digits; null if the text is none. */
export function phoneOf(text: string): string | null {
  const digits = phonePattern.exec(text.replace(/[\s.()-]/g, ''));
  return digits ? `+84${digits[1]}` : null;
}

/** The e-mail under which a phone number signs in: better-auth knows people by e-mail, households often have none. */
export const phoneLogin = (phone: string): string => `${phone.slice(1)}@phone.invalid`;

/** Letters and digits that nobody mistakes for each other, read aloud or printed small: no 0 O, 1 I L, 2 Z, 5 S, 8 B. */
export const handedLetters = '34679ACDEFGHJKMNPQRTUVWXY';

/** Roles that reach far: whoever holds one signs in by a second step once the installation asks for it. */
const secured: readonly Role[] = ['administrator', 'ministry_officer', 'province_officer'];

/** How the installation asks for the second step: since which day, and how many days people have to set it up. */
export type SecondStepRule = { since: string; days: number };

/**
 * The day from which a person's roles rest until they have set up the second step; null if none of their roles asks
 * for it. Whoever was given such a role later has as many days from then on.
 * @param held the roles held now, each with the day it began
 */
export function secondStepDue(
  rule: SecondStepRule | null,
  held: readonly { role: string; from: string }[],
): string | null {
  const begun = held.filter(({ role }) => secured.includes(role as Role)).map(({ from }) => from);
  if (!rule || !begun.length) return null;
  const first = begun.toSorted()[0]!;
  const start = new Date(`${first > rule.since ? first : rule.since}T00:00:00Z`);
  start.setUTCDate(start.getUTCDate() + rule.days);
  return start.toISOString().slice(0, 10);
}

const browsers: [RegExp, string][] = [
  [/Edg\w*\//, 'Edge'],
  [/coc_coc_browser/, 'Cốc Cốc'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/OPR\//, 'Opera'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** "Chrome · Android": what a browser says of itself, as far as its owner knows it again; empty if it says nothing known. */
export const deviceOf = (agent: string): string =>
  [browsers, systems].flatMap((names) => names.find(([mark]) => mark.test(agent))?.[1] ?? []).join(' · ');

/** An address of the network without the part that tells one household from the next: "113.160.…". */
export function roughly(address: string): string {
  const plain = address.replace(/^::ffff:/, '');
  if (/^[0-9.]+$/.test(plain)) return `${plain.split('.').slice(0, 2).join('.')}.…`;
  return plain.includes(':') ? `${plain.split(':').slice(0, 2).join(':')}:…` : '';
}

/** The lists of the office whose filters can be named; each is the name of its page. */
export const filterLists = ['producers', 'products', 'recognitions', 'papers', 'checks', 'people', 'log'] as const;
export type FilterList = (typeof filterLists)[number];

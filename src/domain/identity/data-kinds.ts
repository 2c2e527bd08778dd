import { covers } from '#domain/areas/rules';
import type { Actor } from '#kernel/context';
import { holds, isOfficer } from './rules.ts';

/** What a person may ask of the data about them (Law 91/2025/QH15): see, receive, correct, erase, withdraw consent. */
export const dataKinds = ['held', 'export', 'correct', 'erase', 'withdraw'] as const;
export type DataKind = (typeof dataKinds)[number];

export type DataStatus = 'open' | 'accepted' | 'refused' | 'done' | 'taken_back';

/** What may become of a request. */
export const dataMoves: Record<DataStatus, readonly DataStatus[]> = {
  open: ['accepted', 'refused', 'taken_back'],
  accepted: ['done', 'refused', 'taken_back'],
  refused: [],
  done: [],
  taken_back: [],
};

/** Why a request is refused: told to the person. */
export const refusalGrounds = ['not_identified', 'law_keeps', 'others_data', 'repeated'] as const;

/** A request is answered within two working days (Decree 356/2025). */
export const answerWorkingDays = 2;

export type DeskDays = Record<DataKind, number>;

/** Days within which a request is carried out: an administrator sets them by the decree in force. */
export const usualDays: DeskDays = { held: 10, export: 10, correct: 10, erase: 20, withdraw: 15 };

/** What people may agree to beyond what the programme needs, with the version of its words. Nothing is agreed to by itself. */
export const consentVersions = { news: 1, portrait: 1 } as const;
export type Purpose = keyof typeof consentVersions;
export const purposes = Object.keys(consentVersions) as Purpose[];

type Placed = { area_path: string };

/** Whoever answers for a province, and administrators, work the desk. */
export const mayWorkDesk = (actor: Actor | null): boolean => holds(actor, 'administrator', 'province_officer');

export const canWorkRequest = (actor: Actor | null, request: Placed): boolean =>
  !!actor &&
  (!!actor.system ||
    actor.grants.some(
      ({ role, area }) =>
        ['administrator', 'province_officer'].includes(role) && area !== null && covers(area, request.area_path),
    ));

/** Officers enter what somebody asks at the counter. */
export const canEnterRequest = (actor: Actor | null): boolean => isOfficer(actor);

/** The queue is read by whoever works it, by whoever entered something into it, and by auditors. */
export const canSeeDesk = (actor: Actor | null): boolean => isOfficer(actor) || holds(actor, 'auditor');

/** Days off hold for every clock of the law: whoever keeps one may correct them. */
export const canSetHolidays = (actor: Actor | null): boolean =>
  holds(actor, 'province_officer', 'ministry_officer', 'administrator');

/** Periods are an administrator's to set. */
export const canSetDesk = (actor: Actor | null): boolean => holds(actor, 'administrator');

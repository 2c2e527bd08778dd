import { currentSheets } from '#domain/criteria/queries';
import type { LogEntry } from '#domain/identity/log';
import { openableRequests } from '#domain/identity/data-queue';
import { producerNames } from '#domain/producers/queries';
import { productNames } from '#domain/products/queries';
import { openablePeople, peopleNames } from '#domain/identity/queries';
import type { Ctx } from '#kernel/context';
import { textOf } from '#ui/names.ts';

const homes: Record<string, string> = {
  producer: '/office/producers/',
  product: '/office/products/',
  person: '/office/people/',
  sheet: '/office/criteria/',
  data_request: '/office/data-desk/',
};

const sheetNames = async (ctx: Ctx) =>
  Object.fromEntries(
    (await currentSheets(ctx)).map(({ sheet }) => [sheet.code, `${sheet.no}. ${sheet.name[ctx.locale]}`]),
  );

/** The entries with the name and the page of what each is about; the log itself holds ids only. */
export async function namedSubjects(ctx: Ctx, entries: LogEntry[]) {
  const ids = (kind: string) => entries.flatMap((one) => (one.subject_kind === kind ? [one.subject_id] : []));
  const [producers, products, people, sheets, open, requests] = await Promise.all([
    producerNames(ctx, ids('producer')),
    productNames(ctx, ids('product')),
    peopleNames(ctx, ids('person')),
    ids('sheet').length ? sheetNames(ctx) : {},
    openablePeople(ctx, ids('person')),
    openableRequests(ctx, ids('data_request')),
  ]);
  const names: Record<string, string> = { ...producers, ...products, ...people, ...sheets };
  const settingName = ({ subject_kind, subject_id }: LogEntry) =>
    subject_kind === 'setting' ? textOf(`settings.label.${subject_id}`) : null;
  // A name leads nowhere if its page would refuse this person.
  const opens = ({ subject_kind: kind, subject_id: id }: LogEntry) =>
    kind in homes && (kind !== 'person' || open.has(id)) && (kind !== 'data_request' || requests.has(id));
  return entries.map((entry) => ({
    ...entry,
    // What has no name of its own is called by its kind: an id tells people nothing.
    subject:
      names[entry.subject_id] ??
      settingName(entry) ??
      textOf(`office.subject.${entry.subject_kind}`) ??
      entry.subject_id,
    href: opens(entry) ? homes[entry.subject_kind] + entry.subject_id : undefined,
  }));
}

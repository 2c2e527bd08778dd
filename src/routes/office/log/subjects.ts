import type { LogEntry } from '#domain/identity/log';
import { producerNames } from '#domain/producers/queries';
import { productNames } from '#domain/products/queries';
import { peopleNames } from '#domain/identity/queries';
import type { Ctx } from '#kernel/context';

const homes: Record<string, string> = {
  producer: '/office/producers/',
  product: '/office/products/',
  person: '/office/people/',
  sheet: '/office/criteria/',
};

/** The entries with the name and the page of what each is about; the log itself holds ids only. */
export async function namedSubjects(ctx: Ctx, entries: LogEntry[]) {
  const ids = (kind: string) => entries.flatMap((one) => (one.subject_kind === kind ? [one.subject_id] : []));
  const [producers, products, people] = await Promise.all([
    producerNames(ctx, ids('producer')),
    productNames(ctx, ids('product')),
    peopleNames(ctx, ids('person')),
  ]);
  return entries.map((entry) => ({
    ...entry,
    subject: producers[entry.subject_id] ?? products[entry.subject_id] ?? people[entry.subject_id] ?? entry.subject_id,
    href: homes[entry.subject_kind] && homes[entry.subject_kind] + entry.subject_id,
  }));
}

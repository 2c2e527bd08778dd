import { registerProducer } from '#domain/producers/actions';
import type { Db } from '#kernel/db';
import { systemCtx } from './context.ts';
import { aProducer, communes } from './producers.ts';

/** The communes and a producer in one of them. */
export async function producerIn(db: Db, path: string, name = 'HTX Thử'): Promise<string> {
  await communes(db);
  return (await registerProducer(systemCtx(db), aProducer({ name, commune: path.split('/').at(-1) }))).id;
}

/** What an officer types for a product. */
export const aProduct = (producer: string, given: Record<string, unknown> = {}): Record<string, unknown> => ({
  producer,
  name: 'Mật ong',
  set_no: 4,
  commune: '06970',
  ...given,
});

/** What an officer types for a star given by the province in 2026. */
export const aRecognition = (product: string, given: Record<string, unknown> = {}): Record<string, unknown> => ({
  product,
  stars: 4,
  reason: 'first',
  level: 'province',
  criteria: '26/2026/QĐ-TTg',
  decision_no: '100/QĐ-UBND',
  decided_on: '2026-06-30',
  ...given,
});

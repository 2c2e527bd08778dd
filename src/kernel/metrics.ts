import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

const seconds = new Histogram({
  name: 'ocop_http_seconds',
  help: 'Time to the end of an answer, by face (api, page, cache) and status class',
  labelNames: ['face', 'status'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
});

const children = new Map<string, { observe(value: number): void }>();

/** Counts an answer by face and status class. Finding the labels anew each time would cost as much as a kept page. */
export function answered(face: 'api' | 'page' | 'cache', status: number, milliseconds: number): void {
  const key = `${face}${Math.floor(status / 100)}`;
  let child = children.get(key);
  if (!child) {
    child = seconds.labels({ face, status: `${Math.floor(status / 100)}xx` });
    children.set(key, child);
  }
  child.observe(milliseconds / 1000);
}

/** Pages from the cache: hit, miss, stale. */
export const cached = new Counter({
  name: 'ocop_page_cache_total',
  help: 'Pages asked of the cache',
  labelNames: ['result'] as const,
  registers: [registry],
});

/** The page for Prometheus: content type and text. */
export const metricsPage = async (): Promise<{ type: string; text: string }> => ({
  type: registry.contentType,
  text: await registry.metrics(),
});

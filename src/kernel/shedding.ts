import { LRUCache } from 'lru-cache';
import { AppError } from './errors.ts';

// Addresses remembered at once; whoever is forgotten begins with a full bucket.
const most = 20_000;

/**
 * Sheds load: lets one address have `perMinute` costly answers, all at once or spread, and refuses what is beyond.
 *
 * The buckets lie in this process's memory, on purpose. A count in PostgreSQL would cost every search a write, and
 * nothing that must be right depends on this one: it keeps one caller from taking all the time there is, no more. With
 * several processes an address has as much from each. What must hold across them (passwords, links) is in limits.ts.
 * @param perMinute 0: everybody has as much as they ask for
 * @param now milliseconds of real time
 */
export function openShedding(perMinute: number, now = () => performance.now()): (address: string) => void {
  if (!perMinute) return () => {};
  const buckets = new LRUCache<string, { left: number; at: number }>({ max: most });
  const each = 60_000 / perMinute;

  /** @throws AppError limit.reached with the time to wait */
  return (address) => {
    const at = now();
    let bucket = buckets.get(address);
    if (!bucket) buckets.set(address, (bucket = { left: perMinute, at }));
    bucket.left = Math.min(perMinute, bucket.left + (at - bucket.at) / each);
    bucket.at = at;
    if (bucket.left >= 1) bucket.left--;
    else {
      const seconds = Math.ceil(((1 - bucket.left) * each) / 1000);
      throw new AppError('limit.reached', { details: { minutes: Math.ceil(seconds / 60), seconds } });
    }
  };
}

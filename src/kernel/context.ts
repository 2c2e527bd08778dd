import type { Config } from './config.ts';
import type { Clock } from './clock.ts';
import type { Db } from './db.ts';
import type { Store } from './files/store.ts';
import { AppError } from './errors.ts';
import type { Enqueue } from './jobs.ts';
import type { Log } from './log.ts';
import type { Holder } from './personal.ts';
import type { Tags } from './tags.ts';

export type Locale = 'vi' | 'en';

/** One role held now. `area` is the path of the subtree it reaches ('VN/22/06886'), `organisation` the producer. */
export type Grant = { role: string; area: string | null; organisation: string | null };

/**
 * Who acts. `system` is the product itself: the demo's seed, a reaction, the command line. `session` is the id of the
 * session that asks. `owes`: roles rest, and are not among the grants, until the person has set up the second step.
 * `key`: a machine whose key has this id; it reads, and writes nothing.
 */
export type Actor = {
  id: string;
  name: string;
  grants: readonly Grant[];
  system?: true;
  session?: string;
  key?: true;
  owes?: 'second_step';
};

/** Who a request comes from, and how a session opens and ends. */
export type Sessions = {
  /** The person of a request, from its cookies; null for a stranger. */
  whoIs(headers: Headers): Promise<Actor | null>;
  /** The machine whose key a request shows; null if it shows none that stands. */
  whoseKey(headers: Headers): Promise<Actor | null>;
  /** The cookies of a new session of a person who has proved who they are. */
  open(person: string, headers: Headers): Promise<string[]>;
  /** The cookies that forget the session. */
  end(headers: Headers): Promise<string[]>;
  passkeys: {
    /** What the browser asks its device, and the cookies that remember the question; null if this session may not. */
    ask(purpose: 'add' | 'sign_in', headers: Headers): Promise<{ options: unknown; cookies: string[] } | null>;
    /** Keeps the passkey that the device made; false if its answer does not hold. */
    add(name: string, response: unknown, headers: Headers): Promise<boolean>;
    /** The cookies of a new session of whoever's device answered; null if its answer does not hold. */
    signIn(response: unknown, headers: Headers): Promise<string[] | null>;
  };
};

/** What one process holds: made once by server.ts, worker.ts, cli.ts or a test. */
export type Runtime = {
  config: Config;
  db: Db;
  clock: Clock;
  enqueue: Enqueue;
  log: Log;
  tags: Tags;
  sessions: Sessions;
  /** What each room holds about a person, in the order of the rooms. */
  holders: Readonly<Record<string, Holder>>;
  files: Store;
  /** Holds invented demo data: every page says so. */
  demo: boolean;
};

/**
 * The part of the database that reads. A transaction has it too, so that a query called from an action sees what the
 * action wrote; raw `sql` runs on it by `.execute(ctx.db)`. `with` is left out: it can carry a write.
 */
type Reading = Pick<Db, 'selectFrom' | 'fn' | 'getExecutor'>;

/** What a read sees: the asking person, the business day and a database that it cannot write. */
export type Ctx = {
  runtime: Runtime;
  db: Reading;
  actor: Actor | null;
  /** The business day in Viet Nam, YYYY-MM-DD. */
  today: string;
  now: Date;
  locale: Locale;
};

/** What a write sees: the same inside one transaction, with a database that it can write. */
export type Tx = Omit<Ctx, 'db'> & { db: Db; touched: Set<string> };

export const systemActor: Actor = {
  id: '00000000-0000-7000-8000-000000000000',
  name: 'OpenOCOP',
  grants: [],
  system: true,
};

/** A context for a known actor (null: a stranger). */
export function contextFor(runtime: Runtime, actor: Actor | null, locale: Locale = 'vi'): Ctx {
  const now = runtime.clock.now();
  return { runtime, db: runtime.db, actor, today: runtime.clock.today(), now, locale };
}

/** Whom a row names as its author; null where the product itself acts. */
export const authorOf = ({ actor }: Pick<Ctx, 'actor'>): string | null => (actor && !actor.system ? actor.id : null);

/** The only way from a request to a context; every face calls it. */
export async function contextOf(runtime: Runtime, headers: Headers, locale: Locale): Promise<Ctx> {
  return contextFor(runtime, headers.has('cookie') ? await runtime.sessions.whoIs(headers) : null, locale);
}

/**
 * The same for a machine that shows a key. Pages never ask this: a key opens no page and writes nothing.
 * @throws AppError sign_in.needed
 */
export async function contextOfKey(runtime: Runtime, headers: Headers, locale: Locale): Promise<Ctx> {
  const actor = await runtime.sessions.whoseKey(headers);
  if (!actor) throw new AppError('sign_in.needed');
  return contextFor(runtime, actor, locale);
}

// Vite's development server has its own copy of every module, so the running parts are found by a global symbol.
const key = Symbol.for('openocop.runtime');
const place = globalThis as { [key]?: Runtime };

export function provide(runtime: Runtime): void {
  place[key] = runtime;
}

export function provided(): Runtime {
  const found = place[key];
  if (!found) throw new Error('the runtime was not provided: start through server.ts');
  return found;
}

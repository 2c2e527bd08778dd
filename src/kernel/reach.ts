import pg from 'pg';
import { ConfigError } from './errors.ts';

const seconds = 10;

/** What the codes of the driver, the network and PostgreSQL mean to whoever wrote the address. */
const reasons: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'there is no host of that name, or no name server answers',
  EHOSTUNREACH: 'no way leads to that host',
  ENETUNREACH: 'no way leads to that host',
  ECONNRESET: 'it hangs up',
  ETIMEDOUT: 'no answer',
  '28P01': 'wrong user or password',
  '28000': 'this user may not connect from here',
  '3D000': 'there is no database of that name',
  '57P03': 'it is starting or stopping; try again in a moment',
  '53300': 'it has no connection to spare',
};

/**
 * Asks a given database for its first answer, so that a wrong address is told before anything is built on it.
 * @throws ConfigError naming host, port and database, never the password
 */
export async function reach(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: seconds * 1000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    const { hostname, port, pathname } = new URL(url);
    throw new ConfigError(
      `The database at ${hostname}:${port || 5432}${pathname} cannot be reached (${reasonOf(error)}). ` +
        'Check DATABASE_URL, or leave it out for the embedded one.',
    );
  } finally {
    void client.end().catch(() => {});
  }
}

function reasonOf(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (message.includes('timeout')) return `no answer in ${seconds} seconds`;
  return reasons[code] ?? (message || code);
}

import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { openDb } from '#kernel/db';
import { startPostgres } from '#kernel/postgres';
import type { Statement } from './capture.ts';

/**
 * The baseline: bare node:http that sends known bytes, or asks `pg` the given statements (prepared, as the product
 * does) and makes the same JSON of them; or answers once the database of a folder does.
 * Usage: node bench/bare.ts pages|search FILE PORT [DATABASE] | alive FOLDER PORT
 */
export type BarePage = { path: string; headers: Record<string, string>; body: string };
export type BareSearch = { path: string; statements: Statement[]; corrected: string | null };

const [mode, file = '', port, url = ''] = process.argv.slice(2);

const alive = mode === 'alive' ? await startPostgres(join(file, 'postgres')) : undefined;
const listener = alive ? alone(alive.url) : mode === 'pages' ? pages() : search();
createServer((req, res) => listener(req.url!, res)).listen(Number(port), '127.0.0.1', () => {
  process.stdout.write('bare: ready\n');
});
process.on('SIGTERM', () => void Promise.resolve(alive?.stop()).then(() => process.exit(0)));

function alone(database: string) {
  const { pool } = openDb(database);
  return async (_: string, res: ServerResponse) => {
    const { rows } = await pool.query('select 1 as alive');
    res.end(JSON.stringify(rows));
  };
}

function pages() {
  const known = new Map(
    (JSON.parse(readFileSync(file, 'utf8')) as BarePage[]).map(({ path, headers, body }) => [
      path,
      { headers, body: Buffer.from(body, 'base64') },
    ]),
  );
  return (path: string, res: ServerResponse) => {
    const { headers, body } = known.get(path)!;
    res.writeHead(200, headers).end(body);
  };
}

function search() {
  const { pool } = openDb(url);
  const known = new Map((JSON.parse(readFileSync(file, 'utf8')) as BareSearch[]).map((one) => [one.path, one]));
  return async (path: string, res: ServerResponse) => {
    const { statements, corrected } = known.get(path)!;
    let listed: Row[] = [];
    for (const { sql, parameters } of statements) {
      const { rows } = await pool.query<Row>(sql, [...parameters]);
      if (rows[0] && 'found' in rows[0]) listed = rows; // else it asked for words
    }
    const body = JSON.stringify(answerOf(listed, corrected));
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
  };
}

type Row = Record<string, unknown> & { found: number; id: string | null; score: number };

/**
 * The same JSON as the product's search makes of the last list that it asked for, 20 to a page. Which words it took for
 * the typed ones is known here: choosing them is work of the product, beyond its SQL.
 */
function answerOf(rows: readonly Row[], corrected: string | null) {
  const { found = 0 } = rows[0] ?? {};
  const listed = rows.filter((row) => row.id !== null);
  const last = listed[19];
  return {
    items: listed.slice(0, 20).map(({ found: _, score: __, ...row }) => row),
    total: Math.min(found, 1000),
    totalIsExact: found <= 1000,
    next:
      listed.length > 20 && last
        ? Buffer.from(JSON.stringify({ score: last.score, id: last.id })).toString('base64url')
        : null,
    corrected,
  };
}

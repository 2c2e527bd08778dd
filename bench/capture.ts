import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { openApi } from '#api/app';
import { contextFor, type Ctx, provide } from '#kernel/context';
import { openDb } from '#kernel/db';
import type { DB } from '#kernel/tables';

export type Statement = { sql: string; parameters: readonly unknown[] };

/** What the product answers in this process, with the statements that it asked for it, in their order. */
export type Asked = { statements: Statement[]; answer: Response };

/**
 * Runs the product's own faces in this process over a database that writes down what it is asked, so that a baseline
 * can ask exactly the same.
 */
export async function openCapture(ctx: Ctx, url: string) {
  const { pool, db } = openDb(url, 1);
  let heard: Statement[] = [];
  const listening = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void heard.push({ sql: query.sql, parameters: query.parameters }),
  });
  const runtime = { ...ctx.runtime, db: listening };
  provide(runtime);
  const api = openApi(runtime);
  const built = (file: string) => import(new URL(`../build/${file}`, import.meta.url).href) as Promise<unknown>;
  await built('handler.js'); // prepares what the next one exports
  const { server } = (await built('adapter-node.js')) as {
    server: { respond(request: Request, o: object): Promise<Response> };
  };

  async function asked(answer: () => Response | Promise<Response>): Promise<Asked> {
    heard = [];
    const response = await answer();
    return { answer: response, statements: heard };
  }
  return {
    ctx: contextFor(runtime, null),
    api: (path: string) => asked(() => api.fetch(new Request(`http://localhost${path}`))),
    page: (path: string) =>
      asked(() =>
        server.respond(new Request(`${ctx.runtime.config.publicUrl}${path}`), { getClientAddress: () => '' }),
      ),
    close: () => db.destroy(),
  };
}

/** Asks the statements again one after the other over one connection; @returns milliseconds. */
export async function timeOf(client: pg.Pool, statements: readonly Statement[]): Promise<number> {
  const begun = performance.now();
  for (const { sql, parameters } of statements) await client.query(sql, [...parameters]);
  return performance.now() - begun;
}

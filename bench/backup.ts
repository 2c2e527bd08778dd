import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { to } from 'pg-copy-streams';
import { copyOut, tablesOf } from '#kernel/backup/tables';
import { backup } from '#kernel/backup/write';
import { fillRegister } from './generator.ts';
import { withHouse } from './house.ts';
import { median, report, say, short } from './report.ts';

/**
 * `cli backup` of a register, against bare COPY of the same tables to nowhere on one connection, taking turns.
 * PRODUCTS=200000 is the register of a nation.
 */
const size = Number(process.env.PRODUCTS ?? 200_000);
const rounds = Number(process.env.ROUNDS ?? 5);

await withHouse('backup', async (house) => {
  say(`filling a register of ${size} products …`);
  const url = await house.postgres();
  const ctx = await house.open({ DATABASE_URL: url, AREA: 'VN' });
  await fillRegister(ctx, size);
  await sql`checkpoint`.execute(ctx.runtime.db);
  const [ours, bare]: [number[], number[]] = [[], []];
  let copied = 0;
  let written = 0;
  for (let round = -1; round < rounds; round++) {
    const file = join(house.folder, `backup-${round}`);
    const b = await timed(async () => (copied = await copyBare(url)));
    const o = await timed(() =>
      backup({ url, dataDir: house.folder, ownSecret: true }, file, new AbortController().signal),
    );
    written = statSync(file).size;
    if (round < 0) continue; // it warms both
    bare.push(b);
    ours.push(o);
  }
  const [one, other] = [median(ours), median(bare)];
  report(
    `A backup of ${short(copied / 1e6)} MB of rows, ${short(written / 1e6)} MB as an archive`,
    [{ says: 'backup, of bare COPY of the same tables', measured: one / other, bound: 2, beside: `${short(one)} and ${short(other)} s` }], // prettier-ignore
  );
});

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return (performance.now() - begun) / 1000;
}

/** Every table, one after the other; returns the bytes that came. */
async function copyBare(url: string): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  let bytes = 0;
  for (const table of await tablesOf(client)) {
    const nowhere = new Writable({
      write(part: Buffer, _, done) {
        bytes += part.length;
        done();
      },
    });
    await pipeline(client.query(to(copyOut(table))), nowhere);
    await client.query('select');
  }
  await client.end();
  return bytes;
}

import { setTimeout as pause } from 'node:timers/promises';
import { changeProduct } from '#domain/products/actions';
import { readConfig } from '#kernel/config';
import { contextFor, systemActor } from '#kernel/context';
import { open } from '../src/open.ts';
import { pick, seeded } from './random.ts';

/** Renames one product of the register a second through the product's own action. Usage: DATA_DIR=… node bench/writer.ts */
const { runtime, close } = await open(readConfig(process.env), { work: false });
const ids = await runtime.db.selectFrom('products.product').select('id').orderBy('id').execute();
const random = seeded(11);
const leaving = new AbortController();
process.on('SIGTERM', () => leaving.abort());
process.stdout.write('writer: ready\n');

while (!leaving.signal.aborted) {
  const { id, name, set_no, commune_id, pack, version, price } = await runtime.db
    .selectFrom('products.product')
    .selectAll()
    .where('id', '=', pick(random, ids).id)
    .executeTakeFirstOrThrow();
  const renamed = name.endsWith(' mới') ? name.slice(0, -4) : `${name} mới`;
  const input = { id, name: renamed, set_no, commune: commune_id, pack, version, price };
  await changeProduct(contextFor(runtime, systemActor), input);
  await pause(1000);
}
await close();
process.exit(0);

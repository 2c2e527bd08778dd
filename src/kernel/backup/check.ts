import { createHash } from 'node:crypto';
import { readArchive } from './archive.ts';
import { type Job, Manifest, Job as Waiting, partOf } from './manifest.ts';

/** What an archive holds, read to its end and found whole. */
export type Checked = { manifest: Manifest; jobs: Job[]; secret: Buffer | null };

/**
 * Reads a whole archive and compares it with what it says it holds, before anything of it is used.
 * @throws Error saying that it is cut, damaged or no backup
 */
export async function checkArchive(file: string): Promise<Checked> {
  const tables = new Map<string, { bytes: number; hash: ReturnType<typeof createHash> }>();
  const files = { count: 0, bytes: 0 };
  const found: { manifest?: Manifest; jobs?: Job[]; secret?: Buffer } = {};
  const damaged = (what: string) => new Error(`${file} is damaged: ${what}.`);

  await readArchive(file, async (name, bytes) => {
    const part = partOf(name);
    if (!part || found.manifest) throw damaged(`${name} does not belong there`);
    if (part.kind === 'table') {
      const table = tables.get(part.of) ?? { bytes: 0, hash: createHash('sha256') };
      tables.set(part.of, table);
      for await (const piece of bytes) {
        table.bytes += piece.length;
        table.hash.update(piece);
      }
    } else if (part.kind === 'file') {
      const hash = createHash('sha256');
      for await (const piece of bytes) {
        files.bytes += piece.length;
        hash.update(piece);
      }
      files.count++;
      if (hash.digest('hex') !== part.of) throw damaged(`the file ${part.of} is not what its name says`);
    } else if (part.kind === 'secret') found.secret = await whole(bytes);
    else if (part.kind === 'jobs') found.jobs = Waiting.array().parse(JSON.parse(String(await whole(bytes))));
    else found.manifest = Manifest.parse(JSON.parse(String(await whole(bytes))));
  });

  const { manifest, jobs, secret = null } = found;
  if (!manifest || !jobs) throw damaged('its end is missing');
  for (const { name, bytes, sha256 } of manifest.tables) {
    const table = tables.get(name);
    const same = table ? table.bytes === bytes && table.hash.digest('hex') === sha256 : bytes === 0;
    if (!same) throw damaged(`the table ${name} is not as it was written`);
    tables.delete(name);
  }
  if (tables.size) throw damaged('it holds a table that it does not name');
  if (files.count !== manifest.files.count || files.bytes !== manifest.files.bytes) throw damaged('a file is missing');
  if (jobs.length !== manifest.jobs || (manifest.secret === 'inside') !== !!secret) throw damaged('a part is missing');
  return { manifest, jobs, secret };
}

async function whole(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of bytes) all.push(piece);
  return Buffer.concat(all);
}

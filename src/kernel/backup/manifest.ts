import { z } from 'zod';

/** What an archive says it holds: its last part, so that an archive without it is known to be cut. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  /** The version of OpenOCOP, and the migrations, that the rows belong to. */
  version: z.string(),
  migrations: z.array(z.string()).min(1),
  made_at: z.iso.datetime(),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.int(),
      bytes: z.int(),
      sha256: z.string(),
    }),
  ),
  sequences: z.record(z.string(), z.int().nullable()),
  /** Files of the file store, each named by its SHA-256. */
  files: z.strictObject({ count: z.int(), bytes: z.int() }),
  /** Jobs that waited for a worker. */
  jobs: z.int(),
  /** Whether the secret that signs sessions and encrypts second factors lies in the archive, or in an environment. */
  secret: z.enum(['inside', 'environment']),
});

export type Manifest = z.infer<typeof Manifest>;

/** A job that waited: enqueued again on the other side. */
export const Job = z.strictObject({ name: z.string(), data: z.unknown() });
export type Job = z.infer<typeof Job>;

/** The parts of an archive. A table comes in pieces, because a tar tells the size of a part before its bytes. */
export const parts = {
  table: (name: string, piece: number) => `tables/${name}/${String(piece).padStart(6, '0')}.copy`,
  file: (hash: string) => `files/${hash}`,
  jobs: 'jobs.json',
  secret: 'secret',
  manifest: 'manifest.json',
};

/** What a part is: the table, or the hash of the file; null for a name that no backup gives. */
export function partOf(name: string): { kind: 'table' | 'file' | 'jobs' | 'secret' | 'manifest'; of: string } | null {
  const [, table] = /^tables\/(.+)\/[0-9]{6,}\.copy$/.exec(name) ?? [];
  if (table) return { kind: 'table', of: table };
  const [, hash] = /^files\/([0-9a-f]{64})$/.exec(name) ?? [];
  if (hash) return { kind: 'file', of: hash };
  const kind = (['jobs', 'secret', 'manifest'] as const).find((one) => parts[one] === name);
  return kind ? { kind, of: name } : null;
}

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { type Actor, contextFor, type Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { openStore } from '#kernel/files/store';
import { takeUpload } from '#kernel/files/uploads';
import { testRuntime } from './context.ts';

/** A folder that is gone when the test ends. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'files-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The context of a person with files in a folder of its own. */
export const filesCtx = (db: Db, actor: Actor | null, at = folder()): Ctx =>
  contextFor({ ...testRuntime(db), files: openStore(at) }, actor);

type Objects = { catalog?: string; objects?: string[]; trailer?: string };

/** A PDF of one empty page, with what matters to the test; a reader opens it. */
export function pdf({ catalog = '', objects = [], trailer = '' }: Objects = {}): Buffer {
  const all = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
    ...objects,
  ];
  let text = '%PDF-1.7\n';
  const places = all.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 ${all.length + 1}\n0000000000 65535 f \n${places.join('')}trailer << /Size ${all.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** Objects packed away where a plain look does not find them. */
export function packed(objects: string, dictionary = '/Type /ObjStm /N 1 /First 4'): string {
  const bytes = deflateSync(Buffer.from(`9 0 ${objects}`, 'latin1'));
  return `<< ${dictionary} /Filter /FlateDecode /Length ${bytes.length} >>\nstream\n${bytes.toString('latin1')}\nendstream`;
}

/** An archive of stored (not packed) parts, as XLSX and DOCX are. @param sizes what the directory claims of a part */
export function archive(parts: Record<string, string>, sizes: Record<string, number> = {}): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt32LE(text.length, 18);
    head.writeUInt32LE(text.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(text.length, 20);
    entry.writeUInt32LE(sizes[name] ?? text.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    const body = Buffer.concat([head, Buffer.from(name), Buffer.from(text)]);
    bodies.push(body);
    directory.push(Buffer.concat([entry, Buffer.from(name)]));
    at += body.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

export const xlsx = (more: Record<string, string> = {}): Buffer =>
  archive({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>', ...more });

/** Bytes as they come from the network. */
export const incoming = (bytes: Uint8Array, piece = 64 * 1024): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    })(),
  );

/** A finished upload of this person, as a form names it. */
export const uploaded = (ctx: Ctx, bytes: Uint8Array = pdf(), name = 'giay.pdf'): Promise<string> =>
  takeUpload(ctx, name, incoming(bytes));

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { toSVG } from 'bwip-js/node';
import { nation, type OfficialDocument, placeAndDay } from './model.ts';

const { resolve } = createRequire(import.meta.url);
const font = (name: string) => readFileSync(resolve(`@expo-google-fonts/${name}.ttf`));

/** Tinos has the widths of Times New Roman, the face that Decree 30/2020 asks for, and all Vietnamese letters. */
const fonts = () => [
  font('tinos/400Regular/Tinos_400Regular'),
  font('tinos/400Regular_Italic/Tinos_400Regular_Italic'),
  font('tinos/700Bold/Tinos_700Bold'),
  font('tinos/700Bold_Italic/Tinos_700Bold_Italic'),
  font('be-vietnam-pro/400Regular/BeVietnamPro_400Regular'),
  font('be-vietnam-pro/400Regular_Italic/BeVietnamPro_400Regular_Italic'),
  font('be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold'),
  font('be-vietnam-pro/700Bold/BeVietnamPro_700Bold'),
];

const template = readFileSync(new URL('./paper.typ', import.meta.url), 'utf8');

let compiler: NodeCompiler | undefined;

/** A code that leads to an address, as SVG; a printed one may lose 15 % to a stamp. */
export function qrOf(address: string): string {
  const code = { bcid: 'qrcode', text: address, eclevel: 'M' };
  return toSVG(code);
}

/** What the template asks of a document besides its own fields. */
const printed = (document: OfficialDocument) => ({
  ...document,
  nation,
  placeAndDay: placeAndDay(document.place, document.day),
  ...(document.kind === 'diploma'
    ? { qr: qrOf(document.verify.address) }
    : { numbered: document.number !== undefined, number: document.number ?? '……………' }),
});

/**
 * Documents set as one PDF/A. It takes tens of milliseconds and holds the thread: called in the worker alone.
 * @param made the second of its making, so that the same documents make the same bytes
 */
export function pdfOf(documents: readonly OfficialDocument[], made: Date): Uint8Array {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontBlobs: fonts() }] });
  const title = documents.map((one) => one.title ?? '').find(Boolean) ?? '';
  const inputs = { documents: JSON.stringify({ title, documents: documents.map(printed) }) };
  const outcome = compiler.compile({ mainFileContent: template, inputs });
  const { result } = outcome;
  if (!result) {
    const found = outcome.takeDiagnostics();
    const why = found ? compiler.fetchDiagnostics(found) : [];
    throw new Error(`the documents could not be set: ${JSON.stringify(why)}`);
  }
  const pdf = compiler.pdf(result, { pdfStandard: 'a-2u', creationTimestamp: Math.floor(made.getTime() / 1000) });
  compiler.evictCache(10);
  return new Uint8Array(pdf);
}

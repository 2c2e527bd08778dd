import { strFromU8, unzipSync } from 'fflate';
import { extractText } from 'unpdf';

const flat = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/** The words of a PDF as a reader takes them out of it, page by page. */
export async function wordsOfPdf(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(new Uint8Array(pdf));
  return text.map(flat);
}

/** The words of a DOCX, without its headers and footers. */
export function wordsOfDocx(docx: Uint8Array): string {
  const { 'word/document.xml': body } = unzipSync(docx, { filter: ({ name }) => name === 'word/document.xml' });
  const xml = strFromU8(body!).replaceAll(/<\/w:(?:p|tc)>/g, ' ').replaceAll(/<[^>]+>/g, ''); // prettier-ignore
  return flat(xml.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')); // prettier-ignore
}

import { AlignmentType, Document, Footer, Header, ImageRun, Packer, PageNumber, PageOrientation, Paragraph, TextRun, type ISectionOptions } from 'docx'; // prettier-ignore
import sharp from 'sharp';
import { type Annex, type Diploma, nation, type OfficialDocument, type Paper, placeAndDay } from './model.ts';
import { qrOf } from './typesetter.ts';
import { bodyOf, columns, line, middle, runs, size } from './word-pieces.ts';

/** Twentieths of a point in a millimetre. */
const mm = 1440 / 25.4;
const page = (landscape: boolean) => ({
  size: {
    width: 210 * mm,
    height: 297 * mm,
    orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
  },
  margin: { top: 20 * mm, bottom: 20 * mm, left: 30 * mm, right: 18 * mm },
});
/** Width between the margins, in twentieths of a point. */
const inner = (landscape: boolean) => Math.round((landscape ? 297 - 48 : 210 - 48) * mm);

const letterhead = (document: OfficialDocument) => {
  const left = [
    ...(document.above ? [middle(document.above.toUpperCase(), { size: size(12) })] : []),
    middle(document.agency.toUpperCase(), { bold: true, size: size(12) }),
    middle('―――――', { size: size(9) }),
  ];
  if (document.kind === 'paper') {
    if (document.number !== undefined) left.push(middle(`Số: ${document.number ?? '……………'}`));
    if (document.about) left.push(middle(document.about, { size: size(12) }));
  }
  const right = [
    middle(nation.name, { bold: true, size: size(12) }),
    middle(nation.motto, { bold: true }),
    middle('――――――――――――', { size: size(9) }),
    middle(placeAndDay(document.place, document.day), { italics: true }),
  ];
  return columns([left, right], inner(document.kind === 'diploma' || !!document.landscape), [43, 57]);
};

const notes = (document: { notes: readonly string[] }) =>
  document.notes.map((text) => line(text, { size: size(9), color: '555555' }));

const signed = (signature: Paper['signatures'][number]) => [
  ...signature.as.map((text) => middle(text, { bold: true })),
  ...(signature.how ? [middle(signature.how, { italics: true, size: size(12) })] : []),
  ...[0, 1, 2, 3].map(() => middle('')),
  middle(signature.name ?? '', { bold: true }),
];

const numbered = () =>
  new Header({
    children: [
      new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children: [PageNumber.CURRENT] })] }),
    ],
  });

const annexOf = (annex: Annex): ISectionOptions => ({
  properties: { page: page(!!annex.landscape) },
  headers: { default: numbered() },
  children: [
    middle(annex.title.toUpperCase(), { bold: true, size: size(14) }),
    middle(annex.abstract, { italics: true }),
    middle(''),
    ...annex.body.flatMap((block) => bodyOf(block, inner(!!annex.landscape))),
    ...notes(annex),
  ],
});

function paperOf(document: Paper): ISectionOptions {
  const width = inner(!!document.landscape);
  const recipients = document.recipients && [
    new Paragraph({ children: [new TextRun({ text: 'Nơi nhận:', bold: true, italics: true, size: size(12) })] }),
    ...document.recipients.map((text, at, all) =>
      line(`- ${text}${at + 1 === all.length ? '.' : ';'}`, { size: size(11) }),
    ),
  ];
  const signatures = document.signatures.map(signed);
  const first = recipients ?? (signatures.length === 1 ? [line('')] : null);
  const tail = first ? [first, ...signatures] : signatures;
  const { to } = document;
  return {
    properties: { page: { ...page(!!document.landscape), pageNumbers: { start: 1 } }, titlePage: true },
    headers: { default: numbered(), first: new Header({ children: [new Paragraph('')] }) },
    children: [
      ...(document.form
        ? [
            new Paragraph({
              alignment: AlignmentType.RIGHT,
              children: [new TextRun({ text: document.form, bold: true })],
            }),
          ]
        : []),
      letterhead(document),
      middle(''),
      ...(document.title ? [middle(document.title.toUpperCase(), { bold: true, size: size(14) })] : []),
      ...(document.abstract ? [middle(document.abstract, { bold: true }), middle('――――――', { size: size(9) })] : []),
      ...(to?.length === 1 ? [middle(`Kính gửi: ${to[0]}`)] : (to && [middle('Kính gửi:'), ...to.map((one) => middle(`- ${one}`))]) ?? []), // prettier-ignore
      ...document.body.flatMap((block) => bodyOf(block, width)),
      middle(''),
      ...(tail.length ? [columns(tail, width)] : []),
      middle(''),
      ...notes(document),
    ],
  };
}

const points = (cx: number, cy: number, r: number) =>
  Array.from({ length: 10 }, (_, i) => {
    const [far, turn] = [i % 2 ? r * 0.382 : r, ((i * 36 - 90) * Math.PI) / 180];
    return `${cx + far * Math.cos(turn)},${cy + far * Math.sin(turn)}`;
  }).join(' ');

const picture = async (svg: string, width: number, height: number) =>
  new ImageRun({
    type: 'png',
    data: await sharp(Buffer.from(svg), { density: 200 }).png().toBuffer(),
    transformation: { width, height },
  });

async function diplomaOf(document: Diploma): Promise<ISectionOptions> {
  const stars = Array.from({ length: document.stars }, (_, i) => `<polygon points="${points(20 + 48 * i, 20, 20)}" fill="#c8951a"/>`); // prettier-ignore
  const across = 48 * document.stars - 8;
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="${across}" height="40">${stars.join('')}</svg>`;
  const [row, code] = [await picture(drawn, across, 40), await picture(qrOf(document.verify.address), 100, 100)];
  const width = inner(true);
  return {
    properties: { page: page(true) },
    footers: { default: new Footer({ children: notes(document) }) },
    children: [
      letterhead(document),
      middle(''),
      middle(document.title.toUpperCase(), { bold: true, size: size(28), color: '9F1D20' }),
      new Paragraph({ alignment: AlignmentType.CENTER, children: [row] }),
      middle(document.lead),
      middle(document.name, { bold: true, size: size(22) }),
      ...document.lines.map(
        ([label, value]) =>
          new Paragraph({ alignment: AlignmentType.CENTER, children: runs([`${label}: `, { bold: value }]) }),
      ),
      middle(''),
      columns(
        [
          [new Paragraph({ children: [code] }), line(`Số: ${document.number}`, { bold: true }), line(document.verify.words, { size: size(10) }), line(document.verify.address, { size: size(9) })], // prettier-ignore
          signed(document.signature),
        ],
        width,
      ),
    ],
  };
}

/** Documents as one DOCX that an official can edit: each begins a section of its own. */
export async function docxOf(documents: readonly OfficialDocument[]): Promise<Uint8Array> {
  const sections: ISectionOptions[] = [];
  for (const one of documents) {
    sections.push(one.kind === 'paper' ? paperOf(one) : await diplomaOf(one));
    if (one.kind === 'paper' && one.annex) sections.push(annexOf(one.annex));
  }
  const styles = { default: { document: { run: { font: 'Times New Roman', size: size(13) } } } };
  return new Uint8Array(await Packer.toBuffer(new Document({ creator: 'OpenOCOP', styles, sections })));
}

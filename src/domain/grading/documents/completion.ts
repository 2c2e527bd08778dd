import type { Paper } from '#kernel/documents/model';
import { dayInWords, type Law, lawNotes, type Office, type Signer, shortDay, signature } from './words.ts';

export type CompletionFacts = {
  office: Office;
  number: string | null;
  day: string | null;
  producer: string;
  product: string;
  receipt: { number: string | null; on: string | null };
  items: readonly { about: string; wanted: string }[];
  note: string | null;
  /** YYYY-MM-DD, the day by which the producer answers. */
  answerBy: string;
  signer: Signer;
  law: Law;
};

/** Công văn đề nghị bổ sung, hoàn thiện hồ sơ, with the list of what is missing. */
export function completionRequest(of: CompletionFacts, made: Date): Paper {
  const { number, on } = of.receipt;
  return {
    kind: 'paper',
    ...of.office,
    number: of.number,
    day: of.day,
    about: `V/v bổ sung, hoàn thiện hồ sơ sản phẩm “${of.product}”`,
    to: [of.producer],
    body: [
      {
        kind: 'text',
        text: `Sau khi kiểm tra hồ sơ đề nghị đánh giá, phân hạng sản phẩm OCOP “${of.product}” của ${of.producer}${number ? ` (phiếu số ${number}${on ? `, nhận ngày ${shortDay(on)}` : ''})` : ''}, ${of.office.agency} đề nghị chủ thể bổ sung, hoàn thiện các nội dung sau:`,
      },
      {
        kind: 'table',
        columns: [
          { head: 'TT', width: 1, align: 'center' },
          { head: 'Nội dung hồ sơ', width: 6 },
          { head: 'Đề nghị bổ sung, hoàn thiện', width: 9 },
        ],
        rows: of.items.map(({ about, wanted }, at) => [String(at + 1), about, wanted]),
      },
      ...(of.note ? [{ kind: 'text', text: of.note } as const] : []),
      {
        kind: 'text',
        text: `Hồ sơ bổ sung gửi về ${of.office.agency} trước hoặc trong ${dayInWords(of.answerBy)}.`,
      },
      { kind: 'text', text: `${of.office.agency} thông báo để chủ thể biết, thực hiện./.` },
    ],
    signatures: [signature(of.signer)],
    recipients: ['Như trên', 'Lưu: VT'],
    notes: lawNotes(of.law, made),
  };
}

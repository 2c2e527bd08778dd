import type { Diploma } from '#kernel/documents/model';
import { type Law, lawNotes, type Office, shortDay, type Signer, signature } from './words.ts';

export type CertificateFacts = {
  office: Office;
  level: 'province' | 'ministry';
  product: string;
  code: string | null;
  producer: string;
  /** The producer's place as the register shows it: a household's commune alone. */
  address: string | null;
  stars: number;
  number: string;
  /** Number and day of the decision that recognised it. */
  decision: { number: string; day: string };
  /** YYYY-MM-DD */
  issuedOn: string;
  endsOn: string;
  signer: Signer;
  /** Where its QR code leads. */
  verify: string;
  law: Law;
};

const level = { province: 'cấp tỉnh', ministry: 'cấp quốc gia' };

/**
 * Giấy chứng nhận sản phẩm OCOP (26/2026/QĐ-TTg, article 4.3). The law prints no layout for it; this one is ours.
 * @param made the moment it is made
 */
export function certificate(of: CertificateFacts, made: Date): Diploma {
  return {
    kind: 'diploma',
    above: of.office.above,
    agency: of.office.agency,
    title: 'Giấy chứng nhận',
    stars: of.stars,
    lead: `Chứng nhận sản phẩm OCOP đạt hạng ${of.stars} sao ${level[of.level]}`,
    name: of.product,
    lines: [
      ...(of.code ? [['Mã sản phẩm', of.code] as const] : []),
      ['Chủ thể', of.producer],
      ...(of.address ? [['Địa chỉ', of.address] as const] : []),
      ['Theo Quyết định', `số ${of.decision.number} ngày ${shortDay(of.decision.day)}`],
      ['Có giá trị', `từ ngày ${shortDay(of.issuedOn)} đến hết ngày ${shortDay(of.endsOn)}`],
    ],
    number: of.number,
    place: of.office.place,
    day: of.issuedOn,
    signature: signature(of.signer),
    verify: { address: of.verify, words: 'Quét mã để kiểm tra giấy chứng nhận' },
    notes: lawNotes(of.law, made),
  };
}

import { fromBER, type UTCTime } from 'asn1js';
import {
  type Certificate,
  Certificate as X509,
  ContentInfo,
  ExtKeyUsage,
  SignedData,
  type SignerInfo,
  TSTInfo,
} from 'pkijs';
import { type Chain, chainOf, type Holder, holderOf } from './chains.ts';
import { signedRangesOf, type SignedRange } from './signed-ranges.ts';

/** An instant that an authority attests: only `trusted` ones prove it. */
type Stamp = { at: Date; authority: string; chain: Chain };

/** One signature of a PDF, as far as the bytes tell. */
export type PdfSignature = {
  /**
   * `intact`: the signed bytes are as they were signed; `altered`: they are not; `weak`: signed by a digest that can be
   * forged; `unreadable`: its range leaves something out, or it is no PAdES signature.
   */
  state: 'intact' | 'altered' | 'weak' | 'unreadable';
  /** `stamp` is a time stamp of the whole paper: an authority's, no person's. */
  kind: 'signature' | 'stamp';
  signer: Holder | null;
  /** Whether the certificate leads to an installed root, at `judgedAt`. Revocation is not asked. */
  chain: Chain;
  /** Of the certificate at `judgedAt`. */
  validity: 'valid' | 'expired' | 'early' | null;
  /** The instant by which the certificate is judged: the trusted stamp's, else the one that the caller gave. */
  judgedAt: Date;
  /** When the signer says that it was: their own clock, proved by nobody. */
  saidAt: Date | null;
  stamp: Stamp | null;
  /** What stands behind the signed part: nothing, what a later intact signature covers, or what no signature covers. */
  after: 'nothing' | 'signed' | 'unsigned';
};

const digests: Record<string, boolean> = {
  '2.16.840.1.101.3.4.2.1': true,
  '2.16.840.1.101.3.4.2.2': true,
  '2.16.840.1.101.3.4.2.3': true,
};
const stampContent = '1.2.840.113549.1.9.16.1.4';
const stampAttribute = '1.2.840.113549.1.9.16.2.14';
const timeAttribute = '1.2.840.113549.1.9.5';
const keyUsage = '2.5.29.37';
const stampingKey = '1.3.6.1.5.5.7.3.8';

/**
 * Who signed a PDF and whether it still says what they signed (PAdES, ETSI EN 319 142-1). Several signatures come in
 * the order in which they were set; a file without any gives none.
 * @param roots the certificates that the operator trusts (`rootsIn`); none leaves each chain `unchecked`
 * @param at by when a certificate is judged where no trusted stamp says: when the file came in
 */
export async function signaturesOf(pdf: Uint8Array, roots: readonly Certificate[], at: Date): Promise<PdfSignature[]> {
  const ranges = signedRangesOf(pdf);
  const read = await Promise.all(ranges.map(async (range) => ({ range, found: await signatureOf(range, roots, at) })));
  const covered = Math.max(0, ...read.map(({ range, found }) => (range && found.state === 'intact' ? range.end : 0)));
  return read.map(({ range, found }) => ({ ...found, after: afterOf(range, pdf.length, covered) }));
}

function afterOf(range: SignedRange | null, length: number, covered: number): PdfSignature['after'] {
  if (range?.end === length) return 'nothing';
  return range && covered === length ? 'signed' : 'unsigned';
}

type Found = Omit<PdfSignature, 'after'>;

/** A file may hold anything: what cannot be read is said, never thrown. */
async function signatureOf(range: SignedRange | null, roots: readonly Certificate[], at: Date): Promise<Found> {
  const data = range && readable(range.value);
  const found = range && data && (await judged(data, range.signed, roots, at).catch(() => null));
  return found || unreadable(at);
}

const unreadable = (at: Date): Found => ({
  state: 'unreadable',
  kind: 'signature',
  signer: null,
  chain: 'unchecked',
  validity: null,
  judgedAt: at,
  saidAt: null,
  stamp: null,
});

async function judged(
  data: SignedData,
  signed: Uint8Array<ArrayBuffer>,
  roots: readonly Certificate[],
  at: Date,
): Promise<Found | null> {
  const [signerInfo] = data.signerInfos;
  const kind = data.encapContentInfo.eContentType === stampContent ? 'stamp' : 'signature';
  // What a value brings along itself would be checked instead of the paper.
  if (!signerInfo || (kind === 'signature' && data.encapContentInfo.eContent)) return null;
  const { certificate, state } = await checked(data, signed);
  if (!certificate) return null;
  const stamp = kind === 'stamp' ? null : await stampOf(signerInfo, roots);
  const own = kind === 'stamp' && state === 'intact' ? attestedAt(data) : null;
  const judgedAt = stamp?.chain === 'trusted' ? stamp.at : (own ?? at);
  return {
    state,
    kind,
    signer: holderOf(certificate),
    chain: await (kind === 'stamp' ? stampChain : chainOf)(certificate, certificatesOf(data), roots, judgedAt),
    validity: validityOf(certificate, judgedAt),
    judgedAt,
    saidAt: kind === 'stamp' ? own : saidAt(signerInfo),
    stamp,
  };
}

/** The CMS of one signer; its place in the file is padded with zeros. Null for anything else. */
function readable(value: Uint8Array<ArrayBuffer>): SignedData | null {
  try {
    const { result, offset } = fromBER(value);
    if (offset === -1) return null;
    const data = new SignedData({ schema: new ContentInfo({ schema: result }).content });
    const [signer, ...more] = data.signerInfos;
    return signer?.signedAttrs && more.length === 0 ? data : null;
  } catch {
    return null;
  }
}

async function checked(data: SignedData, signed: Uint8Array<ArrayBuffer>) {
  const digest = data.signerInfos[0]?.digestAlgorithm.algorithmId ?? '';
  const said = await data.verify({ signer: 0, data: signed.buffer, extendedMode: true }).catch((error: unknown) => {
    // A digest that differs is told as an error that carries the certificate.
    return error as { signatureVerified?: boolean | null; signerCertificate?: Certificate | null };
  });
  const state = !said.signatureVerified ? 'altered' : digests[digest] ? 'intact' : 'weak';
  return { certificate: said.signerCertificate ?? null, state } as const;
}

/** The stamp that an authority set on the signature's value; null where there is none or it is not of this value. */
async function stampOf(signer: SignerInfo, roots: readonly Certificate[]): Promise<Stamp | null> {
  const value = signer.unsignedAttrs?.attributes.find(({ type }) => type === stampAttribute)?.values[0];
  const data = value && readable(new Uint8Array(value.toBER()));
  if (data?.encapContentInfo.eContentType !== stampContent) return null;
  const { certificate, state } = await checked(data, new Uint8Array(signer.signature.getValue()));
  const at = state === 'intact' ? attestedAt(data) : null;
  if (!certificate || !at) return null;
  const chain = await stampChain(certificate, certificatesOf(data), roots, at);
  return { at, authority: holderOf(certificate).name, chain };
}

/** The instant of a stamp; null if it stamps by a digest that can be forged. */
function attestedAt({ encapContentInfo }: SignedData): Date | null {
  const content = encapContentInfo.eContent?.getValue();
  if (!content) return null;
  const { messageImprint, genTime } = TSTInfo.fromBER(content);
  return digests[messageImprint.hashAlgorithm.algorithmId] ? genTime : null;
}

/** As `chainOf`, for a key that must be one for time stamps (RFC 3161, 2.3): a person's own key attests no time. */
const stampChain: typeof chainOf = async (certificate, ...given) => {
  const usage = certificate.extensions?.find(({ extnID }) => extnID === keyUsage)?.parsedValue;
  if (!(usage instanceof ExtKeyUsage && usage.keyPurposes.includes(stampingKey))) return 'untrusted';
  return chainOf(certificate, ...given);
};

const certificatesOf = ({ certificates }: SignedData) =>
  (certificates ?? []).filter((each): each is Certificate => each instanceof X509);

function saidAt({ signedAttrs }: SignerInfo): Date | null {
  const value = signedAttrs?.attributes.find(({ type }) => type === timeAttribute)?.values[0] as UTCTime | undefined;
  return value ? value.toDate() : null;
}

function validityOf({ notBefore, notAfter }: Certificate, at: Date): 'valid' | 'expired' | 'early' {
  if (at < notBefore.value) return 'early';
  return at > notAfter.value ? 'expired' : 'valid';
}

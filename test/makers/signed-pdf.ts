import { GeneralizedTime, Integer, ObjectIdentifier, OctetString, UTCTime, Utf8String } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  Extension,
  ExtKeyUsage,
  IssuerAndSerialNumber,
  MessageImprint,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TSTInfo,
} from 'pkijs';

/** A certificate with its key, made up for a test. */
export type Identity = { certificate: Certificate; key: CryptoKey };

const { subtle } = crypto;
const ellipse = { name: 'ECDSA', namedCurve: 'P-256' };
const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
};
let serial = 1;

type Asked = { by?: Identity; authority?: boolean; stamps?: boolean; from?: string; to?: string; kind?: 'rsa' };

/** A certificate for a name; its own issuer if none is given. */
export async function identity(name: string, asked: Asked = {}): Promise<Identity> {
  const { by, authority = false, stamps = false, from = '2025-01-01', to = '2030-01-01', kind } = asked;
  const pair = await subtle.generateKey(kind === 'rsa' ? rsa : ellipse, true, ['sign', 'verify']);
  const certificate = new Certificate({ version: 2, serialNumber: new Integer({ value: serial++ }) });
  certificate.subject.typesAndValues.push(named('2.5.4.3', name), named('2.5.4.10', 'Cơ quan thử'));
  certificate.issuer = by?.certificate.subject ?? certificate.subject;
  certificate.notBefore.value = new Date(from);
  certificate.notAfter.value = new Date(to);
  certificate.extensions = [
    extension('2.5.29.19', new BasicConstraints({ cA: authority }).toSchema().toBER()),
    ...(stamps
      ? [extension('2.5.29.37', new ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.8'] }).toSchema().toBER())]
      : []),
  ];
  await certificate.subjectPublicKeyInfo.importKey(pair.publicKey);
  await certificate.sign(by?.key ?? pair.privateKey, 'SHA-256');
  return { certificate: Certificate.fromBER(certificate.toSchema(true).toBER()), key: pair.privateKey };
}

const named = (type: string, value: string) => new AttributeTypeAndValue({ type, value: new Utf8String({ value }) });
const extension = (extnID: string, extnValue: ArrayBuffer) => new Extension({ extnID, critical: false, extnValue });

type Signing = {
  with?: readonly Identity[];
  said?: string;
  digest?: string;
  /** A time stamp of the whole paper in place of a signature. */
  stampsAt?: string;
  stamp?: { by: Identity; at: string; of?: Uint8Array<ArrayBuffer> };
};

/** A PDF of one line, or what is given, with a signature over all of it but the signature's own value. */
export async function signedPdf(signer: Identity, signing: Signing = {}, before?: Uint8Array): Promise<Uint8Array> {
  const room = 16_384;
  const body = before ?? Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog /Lang (vi) >> endobj\n');
  const head = '9 0 obj << /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 ';
  const tail = Buffer.from(' >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n');
  const numbers = (from: number) =>
    `${String(from).padStart(10)} ${String(from + room + 2).padStart(10)} ${tail.length}] /Contents `;
  const from = body.length + head.length + numbers(0).length;
  const front = Buffer.concat([body, Buffer.from(head + numbers(from))]);
  const value = await cms(signer, new Uint8Array(Buffer.concat([front, tail])), signing);
  const hex = Buffer.from(value).toString('hex').padEnd(room, '0');
  return Buffer.concat([front, Buffer.from(`<${hex}>`), tail]);
}

async function cms(signer: Identity, bytes: Uint8Array<ArrayBuffer>, signing: Signing): Promise<ArrayBuffer> {
  const { digest = 'SHA-256', said = '2026-03-10T02:00:00Z', stamp, stampsAt } = signing;
  if (stampsAt) return (await stampToken(signer, bytes, stampsAt)).toSchema().toBER();
  const data = await signed(signer, bytes, { digest, said, others: signing.with ?? [] });
  if (stamp) {
    const token = await stampToken(
      stamp.by,
      stamp.of ?? new Uint8Array(data.signerInfos[0]!.signature.getValue()),
      stamp.at,
    );
    const attribute = new Attribute({ type: '1.2.840.113549.1.9.16.2.14', values: [token.toSchema()] });
    data.signerInfos[0]!.unsignedAttrs = new SignedAndUnsignedAttributes({ type: 1, attributes: [attribute] });
  }
  return wrapped(data).toSchema().toBER();
}

type How = { digest: string; said?: string; others?: readonly Identity[]; content?: EncapsulatedContentInfo };

async function signed({ certificate, key }: Identity, bytes: Uint8Array<ArrayBuffer>, how: How): Promise<SignedData> {
  const { digest, said, others = [], content } = how;
  const type = content?.eContentType ?? '1.2.840.113549.1.7.1';
  const hash = await subtle.digest(digest, bytes);
  const attributes = [
    new Attribute({ type: '1.2.840.113549.1.9.3', values: [new ObjectIdentifier({ value: type })] }),
    ...(said
      ? [new Attribute({ type: '1.2.840.113549.1.9.5', values: [new UTCTime({ valueDate: new Date(said) })] })]
      : []),
    new Attribute({ type: '1.2.840.113549.1.9.4', values: [new OctetString({ valueHex: hash })] }),
  ];
  const data = new SignedData({
    version: 1,
    encapContentInfo: content ?? new EncapsulatedContentInfo({ eContentType: type }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    certificates: [certificate, ...others.map((other) => other.certificate)],
  });
  await data.sign(key, 0, digest, bytes.buffer);
  return data;
}

async function stampToken(by: Identity, bytes: Uint8Array<ArrayBuffer>, at: string): Promise<ContentInfo> {
  const info = new TSTInfo({
    version: 1,
    policy: '1.2.3',
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' }),
      hashedMessage: new OctetString({ valueHex: await subtle.digest('SHA-256', bytes) }),
    }),
    serialNumber: new Integer({ value: 7 }),
    genTime: new GeneralizedTime({ valueDate: new Date(at) }).toDate(),
  });
  const content = new Uint8Array(info.toSchema().toBER());
  const inside = new EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.9.16.1.4' });
  inside.eContent = new OctetString({ valueHex: content }); // set here, or it is cut into pieces
  return wrapped(await signed(by, content, { digest: 'SHA-256', content: inside }));
}

const wrapped = (data: SignedData) =>
  new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: data.toSchema(true) });

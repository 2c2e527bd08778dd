import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Certificate, CertificateChainValidationEngine, type RelativeDistinguishedNames } from 'pkijs';

/** Whether a certificate leads to a root that the operator installed. `unchecked`: none is installed. */
export type Chain = 'trusted' | 'untrusted' | 'unchecked';

/** Whom a certificate names, who gave it and for how long. */
export type Holder = {
  name: string;
  organisation: string | null;
  issuer: string;
  serial: string;
  from: Date;
  to: Date;
};

const commonName = '2.5.4.3';
const organisationName = '2.5.4.10';

/**
 * The roots that an operator installed: each `.pem`, `.crt`, `.cer` and `.der` file of a folder, one certificate each.
 * @throws Error naming the file that holds none
 */
export async function rootsIn(folder: string): Promise<Certificate[]> {
  const names = (await readdir(folder)).filter((name) => /\.(pem|crt|cer|der)$/i.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      try {
        const { raw } = new X509Certificate(await readFile(join(folder, name)));
        return Certificate.fromBER(new Uint8Array(raw));
      } catch (cause) {
        throw new Error(`${name} holds no certificate`, { cause });
      }
    }),
  );
}

/**
 * Whether a certificate, by way of those that came with it, leads to a root, all of them valid at that instant.
 * Whether one was revoked is not asked: it needs a call to its issuer.
 */
export async function chainOf(
  certificate: Certificate,
  others: readonly Certificate[],
  roots: readonly Certificate[],
  at: Date,
): Promise<Chain> {
  if (roots.length === 0) return 'unchecked';
  const between = others.filter((other) => !other.serialNumber.isEqual(certificate.serialNumber));
  const engine = new CertificateChainValidationEngine({
    trustedCerts: [...roots],
    certs: [...between, certificate], // the engine follows the last one
    checkDate: at,
  });
  const { result } = await engine.verify();
  return result ? 'trusted' : 'untrusted';
}

/** Whom a certificate names, without the numbers of a person that some issuers write into it. */
export function holderOf(certificate: Certificate): Holder {
  const { subject, issuer } = certificate;
  return {
    name: part(subject, commonName) ?? part(subject, organisationName) ?? '',
    organisation: part(subject, organisationName),
    issuer: part(issuer, commonName) ?? part(issuer, organisationName) ?? '',
    serial: Buffer.from(certificate.serialNumber.valueBlock.valueHexView).toString('hex'),
    from: certificate.notBefore.value,
    to: certificate.notAfter.value,
  };
}

function part({ typesAndValues }: RelativeDistinguishedNames, type: string): string | null {
  const found = typesAndValues.find((each) => each.type === type);
  return found ? String(found.value.valueBlock.value) : null;
}

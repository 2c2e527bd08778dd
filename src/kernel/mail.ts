import { createTransport } from 'nodemailer';
import type { Config } from './config.ts';

export type Mail = {
  to: { name: string; address: string };
  from: { name: string };
  subject: string;
  text: string;
  /** The same for every try at one mail: a server that took it already may drop the second. */
  messageId: string;
};

/** Why a mail did not go. `isFinal`: the server refused it for good. `fault` names no person and no address. */
export class MailFault extends Error {
  readonly fault: string;
  readonly isFinal: boolean;
  constructor(fault: string, isFinal: boolean) {
    super(fault);
    this.fault = fault;
    this.isFinal = isFinal;
  }
}

/** Milliseconds that a mail server may be silent; a mail that waits for it holds no lock and no connection to the database. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000, dnsTimeout: 10_000 };

/** Hands one mail to the server of the configuration. @throws MailFault */
export async function sendMail(smtp: NonNullable<Config['smtp']>, mail: Mail, silent = patience): Promise<void> {
  const transport = createTransport({
    url: smtp.url,
    ...silent,
    // A password goes over an encrypted line or not at all; `?requireTLS=false` in the address says otherwise.
    requireTLS: new URL(smtp.url).username !== '',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      ...mail,
      from: { ...mail.from, address: smtp.from },
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } catch (error) {
    throw faultOf(error);
  } finally {
    transport.close();
  }
}

/** What the server answers may quote the address: of its words only the code is kept. */
function faultOf(error: unknown): MailFault {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  // 530 to 535 speak of our own sign-in at the server, which an operator mends: the mail itself is not at fault.
  const isFinal = Number(responseCode) >= 550 && Number(responseCode) < 560;
  return new MailFault([code, responseCode].filter(Boolean).join(' ') || 'unknown', isFinal);
}

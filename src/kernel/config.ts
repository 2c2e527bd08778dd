import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './errors.ts';
import { makeDataFolder, ownSecret, secretLength } from './secret.ts';

const port = z.coerce
  .number<string>('must be a number')
  .int('must be a whole number')
  .min(1, 'must be 1 to 65535')
  .max(65535, 'must be 1 to 65535');
const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');
const address = z.url({ protocol: /^https?$/, error: 'must be an address such as https://ocop.example.vn' });

const Environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1, 'must not be empty').default('127.0.0.1'),
  PUBLIC_URL: address.optional(),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be an address such as postgres://user:password@host/database' })
    .optional(),
  DATA_DIR: z.string().min(1, 'must not be empty').default('var'),
  SECRET: z.string().min(secretLength, `must have ${secretLength} characters or more`).optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'must be trace, debug, info, warn, error or silent')
    .default('warn'),
  /** The code of the province that this installation serves; VN for the whole country. */
  AREA: z
    .string()
    .regex(/^(VN|[0-9]{2})$/, 'must be the two digits of a province, or VN')
    .default('22'),
  UPLOAD_MB: z.coerce
    .number<string>('must be a number')
    .int('must be a whole number')
    .min(1, 'must be 1 to 200')
    .max(200, 'must be 1 to 200')
    .default(20),
  JOBS: z.enum(['inline', 'none'], 'must be inline or none').default('inline'),
  BEHIND_PROXY: flag.default(false),
  /** Costly questions that one address may ask of the API in a minute; 0 for as many as it likes. */
  RATE_PER_MINUTE: z.coerce
    .number<string>('must be a number')
    .int('must be a whole number')
    .min(0, 'must be 0 (no limit) or more')
    .max(1_000_000, 'must be 1000000 or less')
    .optional(),
  METRICS_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
  /** A provincial or national sign-in by OpenID Connect: all four, or none. */
  OIDC_ISSUER: address.optional(),
  OIDC_CLIENT_ID: z.string().min(1, 'must not be empty').optional(),
  OIDC_CLIENT_SECRET: z.string().min(1, 'must not be empty').optional(),
  OIDC_NAME: z.string().min(1, 'must not be empty').optional(),
  /** The server that takes our mails, and the address that they come from: both, or neither. */
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be an address such as smtps://user:password@mail.example.vn' })
    .optional(),
  MAIL_FROM: z.email('must be an address such as ocop@example.vn').optional(),
});

export type Config = {
  port: number;
  host: string;
  /** The address that people type, without a slash at the end. */
  publicUrl: string;
  /** False: `publicUrl` is a guess from host and port, which others may not reach. */
  publicUrlGiven: boolean;
  /** Undefined: the embedded PostgreSQL under `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  secret: string;
  /** The path of the area that this installation serves. */
  area: string;
  logLevel: string;
  /** The bytes that one file may have. */
  uploadBytes: number;
  jobs: 'inline' | 'none';
  behindProxy: boolean;
  /** Costly questions that one address may ask of the API in a minute; 0: no limit. */
  ratePerMinute: number;
  metricsToken: string | undefined;
  /** Undefined: people sign in by password and passkey alone. `name` is how the button calls the provider. */
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined;
  /** Undefined: mails are kept and shown to an administrator, and go nowhere. */
  smtp: { url: string; from: string } | undefined;
  /** Demo data and accounts may load by themselves: the embedded database, heard on this machine only, by no proxy either. */
  demo: boolean;
};

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * Reads the environment once. The secret is generated into the data folder on the first start.
 * @throws ConfigError with a readable list of every bad value, or saying that the data folder cannot be written
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const values = valuesOf(env);
  const dataDir = resolve(values.DATA_DIR);
  makeDataFolder(dataDir);
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: (values.PUBLIC_URL ?? `http://${named(values.HOST)}:${values.PORT}`).replace(/\/+$/, ''),
    publicUrlGiven: !!values.PUBLIC_URL,
    databaseUrl: values.DATABASE_URL,
    dataDir,
    secret: values.SECRET ?? ownSecret(dataDir),
    area: values.AREA === 'VN' ? 'VN' : `VN/${values.AREA}`,
    logLevel: values.LOG_LEVEL,
    uploadBytes: values.UPLOAD_MB * 1024 * 1024,
    jobs: values.JOBS,
    behindProxy: values.BEHIND_PROXY,
    ratePerMinute: values.RATE_PER_MINUTE ?? (tellsApart(values) ? 600 : 0),
    metricsToken: values.METRICS_TOKEN,
    oidc: oidcOf(values),
    smtp: smtpOf(values),
    demo:
      !values.DATABASE_URL &&
      loopback.has(values.HOST) &&
      !values.BEHIND_PROXY &&
      (!values.PUBLIC_URL || loopback.has(new URL(values.PUBLIC_URL).hostname.replace(/^\[|\]$/g, ''))),
  };
}

/** Where it will listen, before anything is made for it. @throws ConfigError with a list of every bad value */
export function readAddress(env: Record<string, string | undefined>): { port: number; host: string } {
  const { PORT, HOST } = valuesOf(env);
  return { port: PORT, host: HOST };
}

function valuesOf(env: Record<string, string | undefined>): z.output<typeof Environment> {
  const given = Object.fromEntries(
    Object.keys(Environment.shape).flatMap((name) =>
      env[name] === undefined || env[name] === '' ? [] : [[name, env[name]]],
    ),
  );
  const result = Environment.safeParse(given);
  if (!result.success) {
    const lines = result.error.issues.map(
      (issue) => `  ${issue.path.join('.')}: ${issue.message} (it is "${shown(String(issue.path[0]), given)}")`,
    );
    throw new ConfigError(
      `The configuration has ${lines.length === 1 ? 'one bad value' : `${lines.length} bad values`}:\n${lines.join('\n')}`,
    );
  }
  return result.data;
}

/** @throws ConfigError when only some of the four are given */
function oidcOf(values: z.output<typeof Environment>): Config['oidc'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = values;
  if (issuer && clientId && clientSecret && name) return { issuer, clientId, clientSecret, name };
  if (issuer || clientId || clientSecret || name)
    throw new ConfigError(
      'OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME belong together: give all four.',
    );
  return undefined;
}

/** @throws ConfigError when only one of the two is given */
function smtpOf({ SMTP_URL: url, MAIL_FROM: from }: z.output<typeof Environment>): Config['smtp'] {
  if (url && from) return { url, from };
  if (url || from) throw new ConfigError('SMTP_URL and MAIL_FROM belong together: give both.');
  return undefined;
}

/** Heard on this machine only and told of no proxy, every caller has the same address: a limit would be one for all. */
const tellsApart = ({ HOST, BEHIND_PROXY }: { HOST: string; BEHIND_PROXY: boolean }) =>
  BEHIND_PROXY || !loopback.has(HOST);

/** A host as it stands in an address: "everywhere" is no place to go to, and a number of IPv6 has colons of its own. */
const named = (host: string) =>
  loopback.has(host) || ['0.0.0.0', '::'].includes(host) ? 'localhost' : isIPv6(host) ? `[${host}]` : host;

const shown = (name: string, given: Record<string, string | undefined>) =>
  ['SECRET', 'TOKEN', 'DATABASE', 'SMTP'].some((part) => name.includes(part)) ? '…' : given[name];

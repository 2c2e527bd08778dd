import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from './config.ts';

const aFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};
const read = (env: Record<string, string>) => readConfig({ DATA_DIR: aFolder(), ...env });

test('the address that people type is an address for every host', () => {
  const hosts = ['127.0.0.1', '::1', '::', 'fe80::1', '0.0.0.0', 'ocop.example.vn'];
  const made = hosts.map((HOST) => read({ HOST }).publicUrl);
  expect(made.map((url) => url.replace(':3000', ''))).toEqual([
    'http://localhost',
    'http://localhost',
    'http://localhost',
    'http://[fe80::1]',
    'http://localhost',
    'http://ocop.example.vn',
  ]);
  expect(made.every((url) => URL.canParse(url))).toBe(true);
});

test('one address has a share of the costly answers, unless all callers have one address', () => {
  expect(read({}).ratePerMinute).toBe(0);
  expect(read({ BEHIND_PROXY: 'true' }).ratePerMinute).toBe(600);
  expect(read({ HOST: '0.0.0.0' }).ratePerMinute).toBe(600);
  expect(read({ HOST: '0.0.0.0', RATE_PER_MINUTE: '0' }).ratePerMinute).toBe(0);
  expect(read({ RATE_PER_MINUTE: '90' }).ratePerMinute).toBe(90);
  for (const bad of ['-1', '1.5', 'many']) expect(() => read({ RATE_PER_MINUTE: bad })).toThrow('RATE_PER_MINUTE');
});

test('a secret is made once and kept; one that is none is a sentence with the way out', () => {
  const DATA_DIR = join(aFolder(), 'a', 'b');
  const { secret } = readConfig({ DATA_DIR });
  expect([secret.length, readConfig({ DATA_DIR }).secret, readdirSync(DATA_DIR)]).toEqual([43, secret, ['secret']]);
  const file = join(DATA_DIR, 'secret');
  for (const [text, said] of [
    ['', 'is empty. Delete it (then everybody signs in again), or give the secret by SECRET.'],
    ['\n', 'is empty.'],
    ['short', 'is too short.'],
  ] as const) {
    writeFileSync(file, text);
    expect(() => readConfig({ DATA_DIR })).toThrow(`The secret ${file} ${said}`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
  rmSync(file);
  expect(readConfig({ DATA_DIR, SECRET: 'x'.repeat(32) }).secret).toBe('x'.repeat(32));
  expect(existsSync(file)).toBe(false);
});

test('a folder that nobody can make is refused at once', () => {
  expect(() => readConfig({ DATA_DIR: '/proc/openocop/deep' })).toThrow('/proc/openocop/deep cannot be written.');
});

test('a demo is heard on this machine only, by no proxy either', () => {
  const DATA_DIR = aFolder();
  const demo = (env: Record<string, string | undefined>) => readConfig({ DATA_DIR, ...env }).demo;
  expect([{}, { HOST: '::1' }, { PUBLIC_URL: 'http://localhost:8080' }].map(demo)).toEqual([true, true, true]);
  const open = [
    { HOST: '0.0.0.0' },
    { DATABASE_URL: 'postgres://x/y' },
    { BEHIND_PROXY: 'true' },
    { PUBLIC_URL: 'https://ocop.example.vn' },
  ];
  expect(open.map(demo)).toEqual([false, false, false, false]);
});

test('a mail server has an address of ours beside it; its password is never shown', () => {
  const smtp = { SMTP_URL: 'smtps://ocop:secret-word@mail.example.vn', MAIL_FROM: 'ocop@example.vn' };
  expect(read(smtp).smtp).toEqual({ url: smtp.SMTP_URL, from: smtp.MAIL_FROM });
  expect(read({}).smtp).toBeUndefined();
  expect(() => read({ SMTP_URL: smtp.SMTP_URL })).toThrow('belong together');
  expect(() => read({ ...smtp, MAIL_FROM: 'ocop' })).toThrow('MAIL_FROM: must be an address');
  expect(() => read({ ...smtp, SMTP_URL: 'http://ocop:secret-word@mail.example.vn' })).toThrow('(it is "…")');
});

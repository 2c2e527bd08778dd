import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from './config.ts';

function read(env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return readConfig({ DATA_DIR: folder, ...env });
}

test('the address that people type is an address for every host', () => {
  const hosts = ['127.0.0.1', '::1', '::', 'fe80::1', '0.0.0.0', 'ocop.example.vn'];
  const made = hosts.map((HOST) => read({ HOST }).publicUrl);
  expect(made.map((url) => url.replace(':3000', ''))).toEqual([
    'http://localhost',
    'http://localhost',
    'http://[::]',
    'http://[fe80::1]',
    'http://0.0.0.0',
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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from './config.ts';

test('the address that people type is an address for every host', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const hosts = ['127.0.0.1', '::1', '::', 'fe80::1', '0.0.0.0', 'ocop.example.vn'];
  const made = hosts.map((HOST) => readConfig({ HOST, DATA_DIR: folder }).publicUrl);
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

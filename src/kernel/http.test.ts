import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { acceptsBrotli, clientAddress } from './http.ts';

const asked = (forwarded: string | undefined, address = '10.0.0.9') =>
  ({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: address } }) as unknown as IncomingMessage;

test('an address that a visitor writes into the request is believed only behind our own proxy', () => {
  expect(clientAddress(asked('1.2.3.4'), false)).toBe('10.0.0.9');
  expect(clientAddress(asked('6.6.6.6, 1.2.3.4'), true)).toBe('1.2.3.4');
  expect(clientAddress(asked(undefined), true)).toBe('10.0.0.9');
});

test('brotli is for those who name it and do not refuse it', () => {
  const yes = ['br', 'gzip, deflate, br, zstd', 'gzip,br;q=0.5', 'br ; q=1, gzip', 'BR'];
  const no = [undefined, null, '', 'gzip', 'br;q=0', 'gzip, br; q=0.0, zstd', 'brx', 'x-br'];
  expect([yes, no].map((some) => some.map(acceptsBrotli))).toEqual([yes.map(() => true), no.map(() => false)]);
});

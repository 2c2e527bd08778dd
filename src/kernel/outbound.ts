import { lookup } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const closed = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15],
  ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) closed.addSubnet(net, bits, 'ipv4'); // prettier-ignore
for (const [net, bits] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const)
  closed.addSubnet(net, bits, 'ipv6'); // prettier-ignore
const open6 = new BlockList();
open6.addSubnet('2000::', 3, 'ipv6');

/** True for an address of the open Internet: never this machine, its network, its provider's, nor a way around to them. */
export function isOpenAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  return family === 6 && open6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

/** Why something did not go out. `fault` tells neither address nor answer. */
export class OutboundFault extends Error {
  readonly fault: string;
  constructor(fault: string) {
    super(fault);
    this.fault = fault;
  }
}

/** Finds the address of a name; the socket goes to that very one, so that a name that answers anew leads nowhere else. */
const find =
  (mayReach: (address: string) => boolean): LookupFunction =>
  (host, options, done) =>
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0);
      if (!found.length || !found.every(({ address }) => mayReach(address)))
        return done(Object.assign(new Error('closed address'), { code: 'CLOSED_ADDRESS' }), '', 0);
      if (options.all) return done(null, found);
      return done(null, found[0]!.address, found[0]!.family);
    });

const patience = 10_000;

type Post = { url: string; body: string; headers: Record<string, string> };

/**
 * Posts a body once, follows nobody elsewhere, reads nothing of the answer but its number, and waits ten seconds.
 * @param mayReach which addresses may be reached; tests reach their own machine
 * @throws OutboundFault unless the answer is 2xx
 */
export async function postOut({ url, body, headers }: Post, mayReach = isOpenAddress): Promise<void> {
  const to = new URL(url);
  const host = to.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !mayReach(host)) throw new OutboundFault('CLOSED_ADDRESS');
  const send = to.protocol === 'https:' ? request : plainRequest;
  const status = await new Promise<number>((done, fail) => {
    const options = { method: 'POST', headers, lookup: find(mayReach), signal: AbortSignal.timeout(patience), agent: false as const }; // prettier-ignore
    const asked = send(to, options, (answer) => {
      done(answer.statusCode ?? 0);
      answer.destroy();
    });
    asked.on('error', (error: NodeJS.ErrnoException) => fail(new OutboundFault(error.code ?? 'unknown')));
    asked.end(body);
  });
  if (status < 200 || status > 299) throw new OutboundFault(`HTTP ${status}`);
}

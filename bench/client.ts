import { connect } from 'node:net';

export type Heard = { times: number[]; wrong: number; seconds: number };

/**
 * Asks for paths over keep-alive connections, each the next as soon as its last answer is whole, for some seconds. It
 * reads of an answer only its status and length: on two cores a client that parses more is slower than bare node:http.
 */
export async function ask(
  port: number,
  sequences: readonly (readonly string[])[],
  seconds: number,
  headers: Record<string, string> = {},
): Promise<Heard> {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(([name, value]) => `${name}: ${value}`);
  const requests = new Map<string, Buffer>();
  for (const path of sequences.flat())
    if (!requests.has(path)) requests.set(path, Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`));
  const heard: Heard = { times: [], wrong: 0, seconds: 0 };
  const begun = performance.now();
  await Promise.all(
    sequences.map((sequence) => one(port, sequence.map((path) => requests.get(path)!), begun + 1000 * seconds, heard)), // prettier-ignore
  );
  heard.seconds = (performance.now() - begun) / 1000;
  return heard;
}

/** One connection: its requests in their order, from the start again after the last. */
function one(port: number, requests: readonly Buffer[], until: number, heard: Heard): Promise<void> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let at = 0;
    let sent = 0;
    let missing = 0; // bytes of the running answer; 0: its head is not read yet
    let head: Buffer | undefined;
    const next = () => {
      sent = performance.now();
      if (sent >= until) return void socket.end();
      socket.write(requests[at++ % requests.length]!);
    };
    socket.on('connect', next);
    socket.on('data', (data) => {
      let rest = data.length;
      if (!missing) {
        const all = head ? Buffer.concat([head, data]) : data;
        const end = all.indexOf('\r\n\r\n');
        if (end < 0) return void (head = all);
        const text = all.toString('latin1', 0, end);
        if (!text.startsWith('HTTP/1.1 200')) heard.wrong++;
        missing = end + 4 + Number(/content-length: ([0-9]+)/i.exec(text)?.[1] ?? Number.NaN);
        if (Number.isNaN(missing)) return void socket.destroy(new Error(`an answer without a length:\n${text}`));
        rest = all.length;
        head = undefined;
      }
      missing -= rest;
      if (missing > 0) return;
      missing = 0;
      heard.times.push(performance.now() - sent);
      next();
    });
    socket.on('error', fail);
    socket.on('close', () => done());
  });
}

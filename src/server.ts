import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { machines } from '#api/app';
import { readConfig } from '#kernel/config';
import { provide } from '#kernel/context';
import { clientAddress, securityHeaders } from '#kernel/http';
import { answered } from '#kernel/metrics';
import { prepareDemo } from './demo/start.ts';
import { openPages } from './pages.ts';
import { giveUp, open } from './open.ts';

const dev = process.argv.includes('--dev');

try {
  await start();
} catch (error) {
  giveUp(error);
}

async function start() {
  const config = readConfig(process.env);
  await refuseTakenPort(config.port, config.host);
  const { runtime, close } = await open(config, { work: config.jobs === 'inline' });
  const accounts = await prepareDemo(runtime);
  provide(runtime);

  const server = createServer();
  const pages = await openPages(runtime, server, dev);
  const machine = pages.machines ?? machines(runtime);
  const headers = {
    page: Object.entries(securityHeaders(config, true)),
    api: Object.entries(securityHeaders(config, false)),
  };

  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    // Only a path is an address of ours: never `GET http://elsewhere/`, `GET *`, nor `//elsewhere`, which reads as a host.
    if (!isPath(req.url ?? '')) return void res.writeHead(400, { connection: 'close' }).end();
    const begun = performance.now();
    const face = isApi(req.url!) ? 'api' : 'page';
    if (face === 'page' && pages.hit(req, res)) return answered('cache', res.statusCode, performance.now() - begun);
    req.headers['x-ocop-ip'] = clientAddress(req, config.behindProxy);
    for (const [name, value] of headers[face]) res.setHeader(name, value);
    res.on('finish', () => answered(face, res.statusCode, performance.now() - begun));
    Promise.resolve(face === 'api' ? machine(req, res) : pages.answer(req, res)).catch((error: unknown) => {
      runtime.log.error({ error: error instanceof Error ? error.stack : String(error), path: req.url }, 'server');
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  });
  await new Promise<void>((done) => server.listen(config.port, config.host, done));
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`OpenOCOP: ${config.publicUrl} (${config.host}:${port})\n${accounts}`);

  let leaving = false;
  const leave = async () => {
    if (leaving) return;
    leaving = true;
    const closed = new Promise((done) => server.close(done));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5000).unref();
    await closed;
    await pages.close();
    await close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void leave());
}

const isPath = (url: string) => /^\/(?![/\\])/.test(url);

/** The faces for machines lie under /api. */
const isApi = (url: string) => /^\/api(?:[/?]|$)/.test(url);

/** Says so before the database is started for nothing. */
async function refuseTakenPort(port: number, host: string) {
  const probe = createServer();
  await new Promise<void>((done, fail) => {
    probe.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        new Error(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is taken by another program. Stop it, or give another port: PORT=${port + 1} npm start`
            : `Cannot listen on ${host}:${port}: ${error.message}`,
        ),
      ),
    );
    probe.listen(port, host, () => probe.close(() => done()));
  });
}

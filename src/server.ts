import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { machines } from '#api/app';
import { readAddress, readConfig } from '#kernel/config';
import { provide, type Runtime } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { carriesFiles, withoutFiles } from '#kernel/files/form';
import { clientAddress, mostForm, securityHeaders } from '#kernel/http';
import { answered } from '#kernel/metrics';
import { writeSetting } from '#kernel/settings';
import { errorSentence } from '#kernel/sentences';
import { prepareDemo } from './demo/start.ts';
import { leavingSignal } from './leaving.ts';
import { openPages } from './pages.ts';
import { giveUp, open } from './open.ts';

const addressHint = 'Give the address that people type by PUBLIC_URL: it stands in links and QR codes.\n';

const dev = process.argv.includes('--dev');
const leaving = leavingSignal();

try {
  await start();
  process.exit(0);
} catch (error) {
  giveUp(error, leaving);
}

async function start() {
  const { port, host } = readAddress(process.env);
  await refuseTakenPort(port, host);
  const config = readConfig(process.env);
  const { runtime, close } = await open(config, { work: config.jobs === 'inline', leaving });
  try {
    await serve(runtime);
  } finally {
    await close();
  }
}

/** Serves until the process is asked to leave. */
async function serve(runtime: Runtime) {
  const { config } = runtime;
  const accounts = await prepareDemo(runtime);
  provide(runtime);

  const server = createServer();
  const pages = await openPages(runtime, server, dev);
  const machine = pages.machines ?? machines(runtime);
  const refused = { ...securityHeaders(config, true), connection: 'close' };
  const headers = {
    page: Object.entries(securityHeaders(config, true)),
    api: Object.entries(securityHeaders(config, false)),
  };

  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    // Only a path is an address of ours: never `GET http://elsewhere/`, `GET *`, nor `//elsewhere`, which reads as a host.
    if (!isPath(req.url ?? '')) return void res.writeHead(400, refused).end();
    const begun = performance.now();
    const face = isMachine(req.url!) ? 'api' : 'page';
    if (face === 'page' && pages.hit(req, res)) return answered('cache', res.statusCode, performance.now() - begun);
    req.headers['x-ocop-ip'] = clientAddress(req, config.behindProxy);
    for (const [name, value] of headers[face]) res.setHeader(name, value);
    res.on('finish', () => answered(face, res.statusCode, performance.now() - begun));
    const answer = async () => {
      if (face === 'api') return machine(req, res);
      if (isWorksheet(req.url!)) return pages.answer(req, res); // it reads its file itself, as bytes that it never keeps
      if (carriesFiles(req)) return pages.answer(await withoutFiles(runtime, req), res);
      if (Number(req.headers['content-length'] ?? 0) > mostForm) {
        req.resume(); // read to its end, or whoever sends it hears no answer
        throw new AppError('input.too_large');
      }
      return pages.answer(req, res);
    };
    answer().catch((error: unknown) => {
      if (error instanceof AppError && !res.headersSent)
        return void res
          .writeHead(error.status, { 'content-type': 'text/plain; charset=utf-8' })
          .end(errorSentence(error, /^\/en(?:[/?]|$)/.test(req.url!) ? 'en' : 'vi'));
      runtime.log.error({ error: error instanceof Error ? error.stack : String(error), face }, 'server');
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  });
  await writeSetting(runtime.db, 'server.address', config.publicUrl); // for links that the command line prints
  await once(server.listen(config.port, config.host), 'listening');
  const { port } = server.address() as AddressInfo;
  const hint = config.publicUrlGiven || config.demo ? '' : addressHint;
  process.stdout.write(`OpenOCOP: ${config.publicUrl} (${config.host}:${port})\n${hint}${accounts}`);

  if (!leaving.aborted) await once(leaving, 'abort');
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 5000).unref();
  await closed;
  await pages.close();
}

function isPath(url: string) {
  return /^\/(?![/\\])/.test(url);
}

/** The faces for machines lie under /api; files and uploads beside them. */
function isMachine(url: string) {
  return /^\/(?:api|files|uploads)(?:[/?]|$)/.test(url);
}

/** Says so before anything is made or started for nothing. */
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

/** The form that hands in the worksheet of an office. */
function isWorksheet(url: string): boolean {
  return /^\/(?:en\/)?office\/imports\/?(?:\?|$)/.test(url);
}

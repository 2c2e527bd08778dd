import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { RunnableDevEnvironment } from 'vite';
import type { machines } from '#api/app';
import type { Runtime } from '#kernel/context';
import { securityHeaders } from '#kernel/http';
import { openPageCache } from '#kernel/page-cache';

type Listener = (req: IncomingMessage, res: ServerResponse) => unknown;
type Handler = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

/** The faces for people, and in development the faces for machines too, both made anew when a file changes. */
export type Pages = {
  /** Answers, headers of every answer included, if it can at once. */
  hit(req: IncomingMessage, res: ServerResponse): boolean;
  answer: Listener;
  machines?: Listener;
  close(): Promise<void>;
};

export const openPages = (runtime: Runtime, server: Server, dev: boolean): Promise<Pages> =>
  dev ? developing(runtime, server) : built(runtime);

async function built(runtime: Runtime): Promise<Pages> {
  const { publicUrl } = runtime.config;
  const { protocol, host } = new URL(publicUrl);
  // Without these the handler takes its own address to be https and refuses every form on plain http.
  process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
  process.env.HOST_HEADER = 'x-forwarded-host';
  process.env.BODY_SIZE_LIMIT = '24M'; // a worksheet of an office; every other form stops reading at far less (ui/form.ts)
  const { handler } = (await import(new URL('../build/handler.js', import.meta.url).href)) as { handler: Handler };
  const { server: kit } = (await import(new URL('../build/adapter-node.js', import.meta.url).href)) as {
    server: { respond(request: Request, options: object): Promise<Response> };
  };
  const cache = openPageCache(
    (path, { encoding, address }) =>
      kit.respond(new Request(publicUrl + path, { headers: { 'accept-encoding': encoding, 'x-ocop-ip': address } }), {
        getClientAddress: () => address,
        platform: { keeps: true },
      }),
    runtime.tags,
    runtime.clock,
    securityHeaders(runtime.config, true),
  );

  return {
    hit: (req, res) => forStrangers(req) && cache.hit(req, res),
    async answer(req, res) {
      req.headers['x-forwarded-proto'] = protocol.slice(0, -1);
      req.headers['x-forwarded-host'] = host;
      if (forStrangers(req) && (await cache.answer(req, res))) return;
      handler(req, res, () => void res.writeHead(404).end());
    },
    close: async () => {},
  };
}

/** A page that anyone sees alike: no session nor another cookie of ours, and no file of the build or of `static/` (a name with an ending at the root). */
const forStrangers = (req: IncomingMessage) =>
  (req.method === 'GET' || req.method === 'HEAD') &&
  !req.headers.cookie?.includes('ocop.') &&
  !/^\/(?:_app\/|[^/?]*\.[a-z]+(?:\?|$))/.test(req.url ?? '');

async function developing(runtime: Runtime, server: Server): Promise<Pages> {
  const { createServer: createVite } = await import('vite');
  const vite = await createVite({ server: { middlewareMode: true, hmr: { server } }, appType: 'custom' });
  const { runner } = vite.environments.ssr as RunnableDevEnvironment;
  let loaded: object | undefined;
  let current: Listener = () => {};
  return {
    hit: () => false,
    answer: (req, res) => vite.middlewares(req, res, () => void res.writeHead(404).end()),
    async machines(req, res) {
      const module: { machines: typeof machines } = await runner.import('/src/api/app.ts'); // the same object until a file below it changes
      if (module !== loaded) {
        loaded = module;
        current = module.machines(runtime);
      }
      return current(req, res);
    },
    close: () => vite.close(),
  };
}

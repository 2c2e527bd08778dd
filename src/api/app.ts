import { getRequestListener } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Runtime } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { assertHealthy } from '#kernel/health';
import { metricsPage } from '#kernel/metrics';
import { openShedding } from '#kernel/shedding';
import { docsPage } from './docs.ts';
import { files } from './files/files.ts';
import { uploads } from './files/uploads.ts';
import { areas } from './v1/areas.ts';
import { decisions } from './v1/decisions.ts';
import { dossiers } from './v1/dossiers.ts';
import { log } from './v1/log.ts';
import { photo } from './v1/photo.ts';
import { producers } from './v1/producers.ts';
import { products } from './v1/products.ts';
import { scoreSheets } from './v1/score-sheets.ts';
import { type Env, localeOf, onError, problem, refuse, strangerOf } from './problem.ts';

/** The faces for machines, mounted under /api: open data for strangers, health and metrics for operators. */
export function openApi(runtime: Runtime) {
  const api = new OpenAPIHono<Env>({ defaultHook: refuse, strict: false }).basePath('/api');
  api.onError(onError(runtime));
  api.notFound((c) => problem(new AppError('not_found'), localeOf(c)));

  const preflight = cors({ origin: '*', allowMethods: ['GET', 'POST'] });
  const limitTo = (maxSize: number) =>
    bodyLimit({ maxSize, onError: (c) => problem(new AppError('input.too_large'), localeOf(c)) });
  const limit = limitTo(256 * 1024);
  const photoLimit = limitTo(12 * 1024 * 1024);
  const admit = openShedding(runtime.config.ratePerMinute);
  // Grading, the path to a star and a search by words take the most time: the processor's, or PostgreSQL's; and whoever shows a key is asked for in the database.
  const isCostly = (c: Context) =>
    c.req.method === 'POST' || c.req.query('q') !== undefined || c.req.header('authorization') !== undefined;
  // One step for all: each further one, and each look at a made answer's headers, costs every search its share.
  api.use('/v1/*', (c, next) => {
    if (c.req.method === 'OPTIONS') return preflight(c, next);
    if (isCostly(c)) admit(c.req.header('x-ocop-ip') ?? '');
    if (/%00/.test(c.req.path) || c.req.path.includes('\0')) throw new AppError('not_found');
    if (isBroken(new URL(c.req.url).pathname)) throw new AppError('input.unreadable');
    const broken = unreadable(c.req.url);
    if (broken) throw fieldError(broken, 'fields.unreadable');
    c.set('ctx', strangerOf(runtime, c));
    if (c.req.method === 'GET') return next();
    return c.req.path === '/api/v1/verify/photo' ? photoLimit(c, next) : limit(c, next);
  });

  for (const routes of [
    areas(),
    scoreSheets(),
    producers(),
    products(),
    photo(),
    decisions(),
    dossiers(runtime),
    log(),
  ])
    api.route('/v1', routes);

  api.get('/health', async (c) => {
    await assertHealthy(runtime);
    return c.json({ ok: true });
  });
  api.get('/metrics', async (c) => {
    // Behind a proxy on this machine everybody is local; only a demo, heard on this machine alone, needs no token.
    const { metricsToken, demo } = runtime.config;
    const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(c.req.header('x-ocop-ip') ?? '');
    if (metricsToken ? c.req.header('authorization') !== `Bearer ${metricsToken}` : !(demo && local))
      throw new AppError('not_found');
    const { type, text } = await metricsPage();
    return c.body(text, 200, { 'content-type': type });
  });
  const about = {
    openapi: '3.1.0',
    info: { title: 'OpenOCOP', version: '1', description: 'The open register of OCOP products and the score sheets.' },
  };
  api.doc31('/openapi.json', about);
  api.get('/', (c) => {
    const asked = c.req.query('lang');
    const locale = asked === 'en' || asked === 'vi' ? asked : localeOf(c);
    c.header('content-security-policy', "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'");
    return c.html(docsPage(api.getOpenAPI31Document(about), locale));
  });
  return api;
}

/** True for a path that is broken UTF-8, or that a broken decoder wrote: it names nothing, and nothing is guessed. */
function isBroken(path: string): boolean {
  try {
    return decodeURIComponent(path).includes('\ufffd');
  } catch {
    return true;
  }
}

/** The first parameter of an address that is broken UTF-8, or that a broken decoder wrote. */
function unreadable(url: string): string | undefined {
  try {
    if (!decodeURIComponent(url).includes('\ufffd')) return undefined;
  } catch {
    // broken somewhere, perhaps only a lone %: the parameters tell
  }
  return [...new URL(url).searchParams].find(([, value]) => value.includes('\ufffd'))?.[0];
}

/** The same as a listener of node:http. Pages of other sites may read what lies under v1: it is open data. */
export function machines(runtime: Runtime): (req: IncomingMessage, res: ServerResponse) => unknown {
  const listener = getRequestListener(openApi(runtime).fetch);
  const others = {
    '/files/': getRequestListener(files(runtime).fetch),
    '/uploads': getRequestListener(uploads(runtime).fetch),
  };
  return (req, res) => {
    for (const [path, answer] of Object.entries(others)) if (req.url?.startsWith(path)) return answer(req, res);
    if (req.url?.startsWith('/api/v1/')) res.setHeader('access-control-allow-origin', '*');
    return listener(req, res);
  };
}

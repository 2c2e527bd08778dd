import { IncomingMessage } from 'node:http';
import busboy from '@fastify/busboy';
import { contextOf, type Runtime } from '../context.ts';
import { AppError } from '../errors.ts';
import { isForeign } from '../http.ts';
import { takeUpload } from './uploads.ts';

/** True for a form that may carry files. */
export const carriesFiles = (req: IncomingMessage): boolean =>
  req.method === 'POST' && /^multipart\/form-data\b/i.test(req.headers['content-type'] ?? '');

/** Beside files a form holds a few short texts. */
const most = { fields: 200, files: 10, fieldSize: 256 * 1024, fieldNameSize: 100, headerPairs: 20 };

/**
 * Takes the files out of a form before the page sees it, each as it arrives: memory holds a piece at a time, and pages
 * keep their small limit. Each becomes an upload; in its field stands the id and the name. What is wrong with a file is
 * told when the form is saved, beside what was typed. Forms of strangers, of people without a role and of other sites go on as they are.
 * @returns the request that the page is to answer
 * @throws AppError input.unreadable, input.too_large, limit.reached, storage.full
 */
export async function withoutFiles(runtime: Runtime, req: IncomingMessage): Promise<IncomingMessage> {
  const headers = new Headers(Object.entries(req.headers).map(([name, value]) => [name, String(value)]));
  if (isForeign({ method: 'POST', headers }, runtime.config.publicUrl)) return req;
  const ctx = await contextOf(runtime, headers, 'vi');
  if (!ctx.actor?.grants.length) return req;
  if (Number(headers.get('content-length') ?? 0) > 12 * runtime.config.uploadBytes)
    throw new AppError('input.too_large');
  const fields: [string, string][] = [];
  const taken: Promise<[string, string]>[] = [];
  await new Promise<void>((done, fail) => {
    const broken = () => fail(new AppError('input.unreadable'));
    const overfull = () => fail(new AppError('input.too_large'));
    let form: ReturnType<typeof busboy>;
    try {
      form = busboy({ headers: req.headers as { 'content-type': string }, limits: most });
    } catch {
      return broken();
    }
    form.on('field', (name, value, nameCut, valueCut) => {
      if (nameCut || valueCut) overfull();
      else fields.push([name, value]);
    });
    form.on('file', (field, bytes, name) => {
      bytes.on('error', broken);
      if (!name) return void bytes.resume(); // nothing was chosen
      const one = takeUpload(ctx, name, bytes.iterator({ destroyOnReturn: false })).then((id): [string, string] => [
        field,
        `${id} ${name}`,
      ]);
      one.catch(fail).finally(() => bytes.resume());
      taken.push(one);
    });
    for (const limit of ['fieldsLimit', 'filesLimit', 'partsLimit'] as const) form.on(limit, overfull);
    form.on('error', broken);
    form.on('finish', () => done());
    req.on('error', broken).on('close', () => !req.complete && broken());
    req.pipe(form);
  });
  const files = await Promise.all(taken);
  const chosen = new Set(files.map(([field]) => field));
  const body = new URLSearchParams([...fields.filter(([name]) => !chosen.has(name)), ...files]);
  return asForm(req, Buffer.from(body.toString()));
}

/** The same request with another body. */
function asForm(req: IncomingMessage, body: Buffer): IncomingMessage {
  const made = new IncomingMessage(req.socket);
  const { 'transfer-encoding': _, ...headers } = req.headers;
  made.method = req.method;
  made.url = req.url;
  made.httpVersion = req.httpVersion;
  made.headers = {
    ...headers,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(body.length),
  };
  made.complete = true;
  made.push(body);
  made.push(null);
  return made;
}

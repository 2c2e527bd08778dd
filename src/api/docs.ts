import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Locale } from '#kernel/context';
import { sentence } from '#kernel/sentences';

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>;
type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const safe = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

/** The OpenAPI document as a page that people read: no script, nothing from elsewhere. */
export function docsPage(document: Document, locale: Locale): string {
  const say = (key: string) => safe(sentence(`common.api_${key}`, {}, locale));
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => (item[method] ? section(method, path, item[method], say) : [])),
  );
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${say('title')}</title><link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/plain.css"></head><body><main>
<p><a href="/">OpenOCOP</a> · <a href="/api/?lang=${locale === 'vi' ? 'en' : 'vi'}">${locale === 'vi' ? 'English' : 'Tiếng Việt'}</a> · <a href="/api/openapi.json">openapi.json</a></p>
<h1>${say('title')}</h1><p>${say('lead')}</p><ul><li>${say('errors')}</li><li>${say('paging')}</li><li>${say('limits')}</li></ul>
${operations.join('\n')}</main></body></html>`;
}

function section(
  method: string,
  path: string,
  { summary = '', parameters = [], requestBody, responses = {} }: Operation,
  say: (key: string) => string,
): string {
  // Everything of ours stands in its place: no parameter and no body is a reference.
  const own = parameters.filter((one) => 'in' in one);
  const rows = own.map(
    ({ name, in: where, required, description, schema }) =>
      `<tr><td><code>${safe(name)}</code></td><td>${safe(where)}${required ? ` · ${say('required')}` : ''}</td><td>${safe(description ?? schema?.description ?? '')}</td></tr>`,
  );
  const body = requestBody && 'content' in requestBody ? Object.values(requestBody.content)[0]?.schema : undefined;
  const example: unknown = body && 'example' in body ? body.example : undefined;
  const answers = Object.entries(responses).map(
    ([status, { description = '' }]) => `<li><code>${safe(status)}</code> ${safe(description)}</li>`,
  );
  return `<section><h2><code>${method.toUpperCase()} ${safe(path)}</code></h2><p>${safe(summary)}</p>${rows.length ? `<table>${rows.join('')}</table>` : ''}
${example ? `<pre>${safe(JSON.stringify(example, null, 1))}</pre>` : ''}<ul>${answers.join('')}</ul></section>`;
}

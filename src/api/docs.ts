import type { Locale } from '#kernel/context';
import { sentence } from '#kernel/sentences';

type Parameter = {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: { description?: string };
};
type Operation = {
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: object }> };
  responses?: Record<string, { description?: string }>;
};
type Document = { info: { title: string; description?: string }; paths?: Record<string, Record<string, Operation>> };

const safe = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

/** The OpenAPI document as a page that people read: no script, nothing from elsewhere. */
export function docsPage(document: Document, locale: Locale): string {
  const say = (key: string) => safe(sentence(`common.api_${key}`, {}, locale));
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(method, path, operation, say)),
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
  const rows = parameters.map(
    ({ name, in: where, required, description, schema }) =>
      `<tr><td><code>${safe(name)}</code></td><td>${safe(where)}${required ? ` · ${say('required')}` : ''}</td><td>${safe(description ?? schema?.description ?? '')}</td></tr>`,
  );
  const example = Object.values(requestBody?.content ?? {})[0]?.schema as { example?: object } | undefined;
  const answers = Object.entries(responses).map(
    ([status, { description = '' }]) => `<li><code>${safe(status)}</code> ${safe(description)}</li>`,
  );
  return `<section><h2><code>${method.toUpperCase()} ${safe(path)}</code></h2><p>${safe(summary)}</p>${rows.length ? `<table>${rows.join('')}</table>` : ''}
${example?.example ? `<pre>${safe(JSON.stringify(example.example, null, 1))}</pre>` : ''}<ul>${answers.join('')}</ul></section>`;
}

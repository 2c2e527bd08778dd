/** What a page's own script is told: the answer, or the sentence of a refusal with those of the fields. */
export type Told<T> = { ok: true; answer: T } | { ok: false; message: string; issues: Record<string, string> };

/**
 * Sends JSON to an address of this page and reads the answer.
 * @param lost the sentence for a connection that broke, or an answer that is none of ours
 */
export async function ask<T>(path: string, sent: object, lost: string): Promise<Told<T>> {
  try {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(sent) });
    const told: unknown = await response.json();
    if (response.ok) return { ok: true, answer: told as T };
    return { ok: false, issues: {}, message: lost, ...(told as object) };
  } catch {
    return { ok: false, message: lost, issues: {} };
  }
}

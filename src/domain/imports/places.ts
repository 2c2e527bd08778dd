import { areaByCode, resolvePlace } from '#domain/areas/queries';
import { covers } from '#domain/areas/rules';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';

/** Where a place of a worksheet lies today, seen by an officer of some areas. */
export type PlaceFound =
  | { kind: 'one'; id: string; path: string; name: string }
  | { kind: 'several'; ids: string[] }
  | { kind: 'outside'; name: string }
  | { kind: 'none' };

/** Looks places up, each text once: a worksheet of thousands of rows names few. */
export class Places {
  readonly #ctx: Ctx;
  readonly #scopes: readonly string[];
  readonly #found = new Map<string, PlaceFound>();

  /** @param scopes where the person may enter something; what lies elsewhere is found, and refused */
  constructor(ctx: Ctx, scopes: readonly string[]) {
    this.#ctx = ctx;
    this.#scopes = scopes;
  }

  /** Finds the places of some rows; `at` then answers without asking the database. */
  async learn(texts: Iterable<string>): Promise<void> {
    for (const text of new Set(texts)) if (!this.#found.has(text)) this.#found.set(text, await this.#find(text));
  }

  at(text: string): PlaceFound {
    return this.#found.get(text) ?? { kind: 'none' };
  }

  async #find(text: string): Promise<PlaceFound> {
    if (/^[0-9]{5}\b/.test(text)) return this.#byCode(text.slice(0, 5));
    const own = await resolvePlace(this.#ctx, text, this.#scopes);
    if (own.kind === 'one') {
      // "huyện Ba Chẽ" may mean the next commune as well: that the officer has one of them alone says nothing of the row.
      const near = await resolvePlace(this.#ctx, text, [this.#ctx.runtime.config.area]);
      if (near.kind === 'several') return { kind: 'several', ids: [own.area.id] };
      return { kind: 'one', id: own.area.id, path: own.area.path, name: own.area.name };
    }
    if (own.kind === 'several') return { kind: 'several', ids: own.areas.map(({ id }) => id) };
    const anywhere = await resolvePlace(this.#ctx, text, ['VN']);
    return anywhere.kind === 'none' ? { kind: 'none' } : { kind: 'outside', name: text };
  }

  async #byCode(code: string): Promise<PlaceFound> {
    const area = await areaByCode(this.#ctx, code).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
    if (!area || area.level !== 'commune' || area.valid_to) return { kind: 'none' };
    if (!this.#scopes.some((scope) => covers(scope, area.path))) return { kind: 'outside', name: area.name };
    return { kind: 'one', id: area.id, path: area.path, name: area.name };
  }
}

import { communesUnder, provinces } from '#domain/areas/queries';
import { covers } from '#domain/areas/rules';
import { rolesToGive } from '#domain/identity/policy';
import { officerScopes, type Role, scopes } from '#domain/identity/rules';
import { listProducers, producerNames } from '#domain/producers/queries';
import type { Ctx } from '#kernel/context';
import { fieldError } from '#kernel/errors';
import { isId } from '#kernel/ids';

type Fields = Record<string, string | string[]>;

/** What the form of a role keeps in the address while a producer is looked for. */
const kept = ['login', 'name', 'role', 'province', 'commune', 'producer', 'from', 'until'];

/** What the form of a role offers to this person: the roles that they give, and the places where they give them. */
export async function roleForm(ctx: Ctx, url: URL) {
  const typed = Object.fromEntries(kept.map((name) => [name, url.searchParams.get(name) ?? '']));
  const q = typed.producer!.slice(0, 200);
  const own = officerScopes(ctx.actor);
  const everywhere = own.includes('VN');
  const asksProducer = scopes[typed.role as Role] === 'organisation';
  const [communes, all, found] = await Promise.all([
    communesUnder(ctx, everywhere ? [ctx.runtime.config.area] : own),
    provinces(ctx),
    // A commune has some fifty producers: its officer picks one, others look for it by name.
    asksProducer && (q || !everywhere)
      ? listProducers(ctx, { q, limit: q ? 20 : 100, ...(!everywhere && { area: own[0] }) })
      : null,
  ]);
  const choice = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
  return {
    roles: rolesToGive(ctx.actor),
    typed,
    provinces: all.filter(({ path }) => own.some((scope) => covers(scope, path))).map(choice),
    communes: communes.map(choice),
    producers: found && (q || found.items.length < 100) ? found.items.map(choice) : null,
  };
}

/**
 * The form asks for a province, a commune and a producer apart; the role says which of them is its scope. Whether there
 * is such a producer is asked here, because the room of people does not know the one of producers.
 */
export async function scoped(
  ctx: Ctx,
  { province, commune, producer: _, organisation, ...fields }: Fields,
): Promise<Fields> {
  const scope = scopes[fields.role as Role] as (typeof scopes)[Role] | undefined;
  if (scope === 'province' || scope === 'commune') {
    const area = scope === 'province' ? province : commune;
    if (!area) throw fieldError(scope, 'fields.required');
    return { ...fields, area };
  }
  if (scope !== 'organisation' || !organisation) return fields;
  const id = String(organisation);
  const known = isId(id) && (await producerNames(ctx, [id]))[id];
  if (!known) throw fieldError('organisation', 'products.producer_unknown');
  return { ...fields, organisation };
}

import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { canManageHooks } from './policy.ts';
import type { DeliveryState } from './rules.ts';

export type HookRow = {
  id: string;
  name: string;
  url: string;
  types: string[];
  area: string | null;
  is_active: boolean;
};
export type DeliveryRow = {
  id: string;
  name: string;
  type: string;
  state: DeliveryState;
  tries: number;
  fault: string | null;
  made_at: Date;
  due_at: Date;
  sent_at: Date | null;
};

/** The addresses that are told, and the last 50 deliveries. @throws AppError refused */
export async function hooksWithLog(ctx: Ctx): Promise<{ hooks: HookRow[]; deliveries: DeliveryRow[] }> {
  if (!canManageHooks(ctx.actor)) throw new AppError('refused');
  const { rows: hooks } = await sql<HookRow>`
    select endpoint.id, endpoint.name, url, types, unit.name as area, is_active
    from hooks.endpoint left join areas.unit unit on unit.path = endpoint.area_path order by endpoint.id`.execute(
    ctx.db,
  );
  const { rows: deliveries } = await sql<DeliveryRow>`
    select delivery.id, endpoint.name, type, state, tries, fault, delivery.made_at, due_at, sent_at
    from hooks.delivery delivery join hooks.endpoint endpoint on endpoint.id = delivery.endpoint_id
    order by delivery.id desc limit 50`.execute(ctx.db);
  return { hooks, deliveries };
}

import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { within } from '#domain/areas/scopes';
import { canSeeLog } from './policy.ts';
import { holds, logScopes } from './rules.ts';

export type LogEntry = {
  id: string;
  at: Date;
  type: string;
  subject_kind: string;
  subject_id: string;
  area: string | null;
  /** Null: the product itself. */
  actor: string | null;
  data: {
    changes?: Record<string, [unknown, unknown]>;
    /** Names of fields that changed and may hold personal data; never their values. */
    unquoted?: string[];
    [name: string]: unknown;
  };
};

export type LogFilter = {
  type?: string | null;
  /** The id of a person, a producer, a product or the code of a sheet. */
  subject?: string | null;
  /** Part of the name of whoever did it. */
  by?: string | null;
  from?: string | null;
  to?: string | null;
  after?: string | null;
  limit?: number;
};

/**
 * What happened, newest first: whole for auditors and administrators, else what happened in one's own areas.
 * @throws AppError refused
 */
export async function readLog(ctx: Ctx, filter: LogFilter): Promise<{ items: LogEntry[]; next: string | null }> {
  if (!canSeeLog(ctx.actor)) throw new AppError('refused');
  const limit = filter.limit ?? 30;
  const whole = holds(ctx.actor, 'administrator', 'auditor');
  const by = filter.by ? `%${filter.by.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%` : null;
  const { rows } = await sql<LogEntry>`
    select event.id, event.at, event.type, event.subject_kind, event.subject_id, unit.name as area, person.name as actor, event.data
    from kernel.event event left join identity.person person on person.id = event.actor_id
    left join areas.unit unit on unit.path = event.area_path
    where (${whole} or ${within('event.area_path', logScopes(ctx.actor))})
      and (${filter.type ?? null}::text is null or event.type = ${filter.type ?? null})
      and (${filter.subject ?? null}::text is null or event.subject_id = ${filter.subject ?? null})
      and (${by}::text is null or person.name ilike ${by})
      and (${filter.from ?? null}::date is null or event.at >= ${filter.from ?? null}::date::timestamp at time zone 'Asia/Ho_Chi_Minh')
      and (${filter.to ?? null}::date is null or event.at < (${filter.to ?? null}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')
      and (${filter.after ?? null}::uuid is null or event.id < ${filter.after ?? null}::uuid)
    order by event.id desc limit ${limit + 1}`.execute(ctx.db);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** What happened to one thing that this person sees, newest first. No right to the log: nothing. */
export const historyOf = async (ctx: Ctx, subject: string): Promise<LogEntry[]> =>
  canSeeLog(ctx.actor) ? (await readLog(ctx, { subject, limit: 20 })).items : [];

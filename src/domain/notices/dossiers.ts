import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import type { EventType } from '#kernel/events';
import type { Heard } from '#kernel/jobs';
import type { Telling } from './give.ts';
import type { Kind } from './rules.ts';

type Row = {
  id: string;
  producer_id: string;
  product_id: string;
  area_path: string;
  level: 'commune' | 'province' | 'ministry';
  status: string;
  due_on: string | null;
  actor: string | null;
};

const deskRoles = { commune: ['commune_officer'], province: ['province_officer'], ministry: ['ministry_officer'] };

async function dossierIn(ctx: Ctx, { event, data }: Heard): Promise<Row | null> {
  const { rows } = await sql<Row>`
    select dossier.id, dossier.producer_id, dossier.product_id, dossier.area_path, dossier.level, dossier.status,
      (select min(request.due_on) from grading.dossier_request request where request.dossier_id = dossier.id and request.answered_at is null) as due_on,
      (select actor_id from kernel.event where kernel.event.id = ${event}) as actor
    from grading.dossier where dossier.id::text = ${String(data.dossier ?? '')}`.execute(ctx.db);
  return rows[0] ?? null;
}

const told = (row: Row, heard: Heard, kind: Kind, to: 'producer' | 'desk'): Telling => ({
  kind,
  subject: { kind: 'dossier', id: row.id },
  cause: heard.event,
  params: { product: row.product_id, status: row.status, ...(row.due_on && { day: row.due_on }) },
  for:
    to === 'producer'
      ? { organisation: row.producer_id }
      : { officers: { area: row.level === 'ministry' ? 'VN' : row.area_path, roles: deskRoles[row.level] } },
  but: row.actor,
});

const of =
  (kind: Kind, to: 'producer' | 'desk') =>
  async (ctx: Ctx, heard: Heard): Promise<Telling[]> => {
    const row = await dossierIn(ctx, heard);
    return row ? [told(row, heard, kind, to)] : [];
  };

/** Statuses in which a dossier has newly come to a desk. */
const arrives = ['filed', 'proposed'];

/** Each move tells the producer; where it arrives, the desk as well. */
async function moved(ctx: Ctx, heard: Heard): Promise<Telling[]> {
  const row = await dossierIn(ctx, heard);
  if (!row) return [];
  const producer = told(row, heard, 'dossier_moved', 'producer');
  return arrives.includes(row.status) ? [producer, told(row, heard, 'dossier_arrived', 'desk')] : [producer];
}

/** What happens to a dossier is told to its producer, and to the desk where it arrives. */
export const dossierTellings = {
  'dossier.moved': moved,
  'dossier.received': of('dossier_received', 'producer'),
  'dossier.asked': of('dossier_asked', 'producer'),
  'dossier.answered': of('dossier_answered', 'desk'),
} satisfies Partial<Record<EventType, (ctx: Ctx, heard: Heard) => Promise<Telling[]>>>;

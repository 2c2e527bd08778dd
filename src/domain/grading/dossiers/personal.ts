import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import type { Holder } from '#kernel/personal';

/** Filed dossiers of producers for whom the person acts or acted and whose form bears the person's own number or address. */
async function namedIn(ctx: Ctx | Tx, person: string): Promise<{ dossier_id: string }[]> {
  const { rows } = await sql<{ dossier_id: string }>`
    select distinct its.dossier_id from identity.person person
    join identity.role_grant held on held.person_id = person.id
    join grading.dossier on dossier.producer_id = held.organisation_id
    join grading.dossier_person its on its.dossier_id = dossier.id
    left join producers.representative on representative.producer_id = dossier.producer_id
    where person.id = ${person} and (person.phone in (its.phone, representative.phone) or person.email in (its.email, representative.email))`.execute(ctx.db);
  return rows;
} // prettier-ignore

/**
 * Dossiers are official files and stay, with an id of who wrote, filed, asked and answered. What a form says of the
 * representative lies apart: sex, ethnicity, home and contact go, the name that the state's decision rests on stays.
 */
export const dossiersHolder: Holder = {
  async held(ctx, person) {
    const named = (await namedIn(ctx, person)).map(({ dossier_id }) => dossier_id);
    const { rows: dossiers } = await sql`
      select product.name as product, dossier.kind, dossier.status, dossier.opened_at,
        (select count(*)::int from grading.dossier_field field where field.dossier_id = dossier.id and field.changed_by = ${person}) as fields_of_mine
      from grading.dossier join products.product on product.id = dossier.product_id
      where ${person} in (dossier.opened_by, dossier.changed_by)
        or exists (select from grading.dossier_field field where field.dossier_id = dossier.id and field.changed_by = ${person})
      order by dossier.id desc limit 1000`.execute(ctx.db);
    const { rows: forms } = named.length
      ? await sql`select * from grading.dossier_person where dossier_id = any(${named}::uuid[])`.execute(ctx.db)
      : { rows: [] };
    return { ...(dossiers.length && { dossiers }), ...(forms.length && { named_in_forms: forms }) };
  },
  async erase(tx, person) {
    const named = (await namedIn(tx, person)).map(({ dossier_id }) => dossier_id);
    if (named.length)
      await sql`update grading.dossier_person set sex = null, ethnicity = null, residence = null, phone = null, email = null
        where dossier_id = any(${named}::uuid[])`.execute(tx.db);
    const { rows } = await sql`
      select from grading.dossier where ${person} in (opened_by, changed_by)
      union all select from grading.dossier_field where changed_by = ${person} limit 1`.execute(tx.db);
    return named.length || rows.length ? ['trust.kept.dossiers'] : [];
  },
};

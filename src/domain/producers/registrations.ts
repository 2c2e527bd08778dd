import { action, touch } from '#kernel/action';
import { record } from '#kernel/events';
import { fold } from '#kernel/text';
import { changesOf, nextVersion } from '#kernel/versions';
import { isOfficer } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { assertRegistered } from './actions.ts';
import { correctNaming } from './namings.ts';
import { maySpeak } from './policy.ts';
import { lockEditable, lockOwn, searchOf } from './rows.ts';
import { toldOf } from './rules.ts';
import { ChangeContact, CorrectRegistration } from './schema.ts';

/** Corrects what the papers of registration say. A producer proposes it; a new name from a day on is a renaming. @throws AppError not_found, refused, version.stale, input.invalid */
export const correctRegistration = action(
  { name: 'producers.correct_registration', input: CorrectRegistration, may: isOfficer },
  async (tx, { id, version, ...said }) => {
    const before = await lockEditable(tx, id);
    await assertVersion(tx, before, version, changesOf(said, before));
    assertRegistered(tx, said);
    await tx.db
      .updateTable('producers.producer')
      .set({ ...said, folded: fold(said.name), search: searchOf(said.name), ...nextVersion(tx, before) })
      .where('id', '=', id)
      .execute();
    await correctNaming(tx, id, before, { ...said, kind: before.kind! });
    const subject = { kind: 'producer', id, area: before.area_path };
    await record(tx, 'producer.changed', subject, toldOf([before.kind], changesOf(before, said)));
    touch(tx, 'producers', `producer:${id}`);
  },
);

/** How to reach the producer, said by its own people or an officer. @throws AppError not_found, refused, version.stale, input.invalid */
export const changeContact = action(
  { name: 'producers.change_contact', input: ChangeContact, may: maySpeak },
  async (tx, { id, version, ...said }) => {
    const before = await lockOwn(tx, id);
    await assertVersion(tx, before, version, {});
    await tx.db
      .updateTable('producers.producer')
      .set({ ...said, ...nextVersion(tx, before) })
      .where('id', '=', id)
      .execute();
    const subject = { kind: 'producer', id, area: before.area_path };
    await record(tx, 'producer.contact_changed', subject, toldOf([before.kind], changesOf(before, said)));
    touch(tx, 'producers', `producer:${id}`);
  },
);

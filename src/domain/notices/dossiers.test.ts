import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { filed, producerWithProduct } from '../../../test/makers/drafts.ts';
import { receiveAtCommune } from '#domain/grading/dossiers/receipt';
import { dossierOf } from '#domain/grading/dossiers/queries';
import { answerItem, answerRequest, askForCompletion, requestsOf } from '#domain/grading/dossiers/requests';
import type { EventType } from '#kernel/events';
import type { Heard } from '#kernel/jobs';
import { tellingsOf } from './tellings.ts';
import { give } from './give.ts';
import { inTransaction } from '#kernel/action';
import { wordsOf } from './words.ts';

test('each step of a dossier is told to whose turn it is: filed to the desk, received and asked to the producer, answered to the desk', async () => {
  const { db } = await freshDatabase();
  const { product, own, officer, producer } = await producerWithProduct(db);
  const colleague = await personWith(db, 'producer_member', { organisation: producer });
  const id = await filed(own, product);
  const { version } = await dossierOf(officer, id);
  await receiveAtCommune(officer, { id, version });
  await askForCompletion(officer, { dossier: id, desk: 'commune', due_on: '2026-12-04', items: [{ wanted: 'Ảnh' }] });
  const [request] = await requestsOf(own, id);
  const events = async () =>
    (await db.selectFrom('kernel.event').selectAll().where('type', 'like', 'dossier.%').orderBy('id').execute()).map(
      (row): Heard => ({
        event: row.id,
        type: row.type as EventType,
        subject: { kind: row.subject_kind, id: row.subject_id, area: row.area_path },
        data: row.data as Record<string, unknown>,
      }),
    );
  const system = systemCtx(db);
  const hear = async (heard: readonly Heard[]) => {
    for (const one of heard) {
      const tellings = await tellingsOf(system, one);
      await inTransaction(system, (tx) => give(tx, tellings));
    }
  };
  const before = await events();
  await hear(before);
  await answerItem(own, { item: request!.items[0]!.id, version: 0, answer: 'Đây' });
  await answerRequest(own, { request: request!.id, version: 1 });
  await hear((await events()).slice(before.length));
  const rows = await db.selectFrom('notices.notice').select(['person_id', 'kind', 'params']).orderBy('id').execute();
  const told = (person: string) => rows.filter((row) => row.person_id === person).map(({ kind }) => kind);
  expect(told(officer.actor!.id)).toEqual(['dossier_arrived', 'dossier_answered']);
  expect(told(colleague.id)).toEqual(['dossier_moved', 'dossier_received', 'dossier_asked']);
  const asked = rows.find(({ kind }) => kind === 'dossier_asked')!;
  const [words] = await wordsOf(ctxOf(db, colleague), [{ kind: asked.kind, params: asked.params as never }], 'vi');
  expect(words).toBe('Cần bổ sung hồ sơ của Trà thử trước hết ngày 04/12/2026.');
});

import { recordRecognition } from '#domain/products/recognitions';
import { registerProduct } from '#domain/products/actions';
import { enterProductFact } from '#domain/products/facts';
import { addOldCode } from '#domain/products/codes';
import { withdrawRecognition } from '#domain/products/withdrawals';
import type { Db } from '#kernel/db';
import { addPicture } from '#domain/products/pictures';
import { uploaded } from '../makers/files.ts';
import { ctxOf, personWith, systemCtx } from '../makers/context.ts';
import { emptyPhoto } from '../makers/photos.ts';
import { aProduct, aRecognition } from '../makers/products.ts';
import { around } from './producers.ts';
import type { Proof, Proofs } from './types.ts';

type Made = Awaited<ReturnType<typeof around>> & { product: string; recognition: string };

const about = (input: (made: Made) => object, twice: Proof['twice']): Proof => ({
  given: async (db: Db) => {
    const made = await around(db);
    const { id: product } = await registerProduct(systemCtx(db), aProduct(made.producer));
    const { id: recognition } = await recordRecognition(
      systemCtx(db),
      aRecognition(product, { decided_on: '2025-01-17', criteria: '148/QĐ-TTg' }),
    );
    await addOldCode(systemCtx(db), { product, code: 'CU-01' });
    return { ...made, input: { ...input({ ...made, product, recognition }) } };
  },
  twice,
});

/** The same with the recognition withdrawn. */
const withdrawn = (input: object): Proof => {
  const proof = about(({ recognition }) => ({ id: recognition, ...input }), 'one');
  return {
    ...proof,
    given: async (db) => {
      const made = await proof.given(db);
      await withdrawRecognition(systemCtx(db), { id: made.input.id, ground: 'b', on: '2026-11-01' });
      return made;
    },
  };
};

/** A product, who may speak for it, and a picture that this person sent up; with `shown` one that it has already. */
const pictured = (input: (made: { product: string; file: string; shown: string }) => object): Proof => ({
  given: async (db: Db) => {
    const { right, refused, stranger, producer } = await around(db);
    const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
    const ctx = ctxOf(db, right);
    const photo = await emptyPhoto();
    const { id: shown } = await addPicture(ctx, {
      product,
      file: await uploaded(ctx, photo, 'a.jpg'),
      alt: 'Lọ mật ong',
    });
    const file = await uploaded(ctx, photo, 'b.jpg');
    return { right, refused, stranger, input: { ...input({ product, file, shown }) } };
  },
  twice: 'one',
});

const { product: _, ...recognition } = aRecognition('');
const { producer: __, ...fields } = aProduct('');

const source = {
  name: 'Nước mắm',
  set_no: 9,
  producer: 'Công ty Thử',
  confidence: 'low',
  sources: ['https://example.vn/1'],
};

const packaging = { kind: 'packaging', description: 'Hộp giấy', from: '2026-03-01' };

/** A fact of the product, entered by an official or by the producer itself. */
const onFact = (input: (id: string) => object, isOwn = false): Proof => {
  const proof = about(({ product, producer }) => ({ product, producer }), 'one');
  return {
    ...proof,
    given: async (db) => {
      const made = await proof.given(db);
      const { product, producer } = made.input as { product: string; producer: string };
      const own = await personWith(db, 'producer_owner', { organisation: producer });
      const by = isOwn ? ctxOf(db, own) : systemCtx(db);
      return { ...made, input: { ...input((await enterProductFact(by, { product, ...packaging })).id) } };
    },
  };
};

export const proofs: Proofs = {
  'products.add_picture': pictured(({ product, file }) => ({ product, file, alt: 'Lọ mật ong trên bàn' })),
  'products.change_picture': { ...pictured(({ shown }) => ({ id: shown, alt: 'Lọ mật ong' })), twice: 'both' },
  'products.take_away_picture': pictured(({ shown }) => ({ id: shown })),
  'products.cite': {
    given: async (db) => {
      const made = await around(db);
      const officers = await Promise.all(
        (['commune_officer', 'province_officer'] as const).map((role) => personWith(db, role, { area: 'VN/22' })),
      );
      return {
        right: await personWith(db, 'administrator', { area: 'VN' }),
        refused: [...made.refused, ...officers],
        input: source,
      };
    },
    twice: 'both',
  },
  'products.register': about(({ producer }) => aProduct(producer, { name: 'Trà' }), 'both'),
  'products.change': about(({ product }) => ({ id: product, version: 1, ...fields, name: 'Mật ong rừng' }), 'one'),
  'products.recognise': about(({ product }) => aRecognition(product), 'one'),
  'products.correct_recognition': about((made) => ({ id: made.recognition, version: 1, ...recognition }), 'one'),
  'products.take_back': about((made) => ({ id: made.recognition, version: 1, why: 'wrong_product' }), 'one'),
  'products.withdraw': about((made) => ({ id: made.recognition, ground: 'b', on: '2026-11-01' }), 'one'),
  'products.correct_withdrawal': withdrawn({ version: 1, ground: 'c', on: '2026-11-02' }),
  'products.take_back_withdrawal': withdrawn({ version: 1 }),
  'products.give_code': about(({ product }) => ({ product, year: 2026 }), 'one'),
  'products.take_back_old_code': about(({ product }) => ({ product, code: 'CU-01' }), 'one'),
  'products.add_old_code': about(({ product }) => ({ product, code: '22-202-06970-3-2022' }), 'one'),
  'products.enter_fact': about(({ product }) => ({ product, ...packaging }), 'both'),
  'products.correct_fact': onFact((id) => ({ id, version: 1, ...packaging, designer: 'Công ty Thử' })),
  'products.end_fact': onFact((id) => ({ kind: packaging.kind, id, version: 1, on: '2026-05-01' })),
  'products.take_back_fact': onFact((id) => ({ kind: packaging.kind, id, version: 1 })),
  'products.check_fact': onFact((id) => ({ kind: packaging.kind, id, version: 1 }), true),
  'products.describe': about(({ product }) => ({ id: product, version: 1, pack: 'Hộp 100 g' }), 'one'),
};

import type { Runtime } from '../context.ts';
import { type Kind, kindOf } from './kinds.ts';
import { assertInert } from './pdf.ts';
import { makePictures } from './pictures.ts';
import type { Staged } from './store.ts';

/** A file that may stay: what it is, and how its bytes come to lie under their hash. */
export type Accepted = {
  kind: Kind;
  hash: string;
  size: number;
  /** The rows of `kernel.picture`: to be written before the bytes are kept. */
  pictures: { of: string; width: number; height: number; hash: string; size: number }[];
  keep(): Promise<void>;
};

/**
 * Looks at bytes that were written aside and says what they are. A picture is made anew, so that nothing of the camera
 * is kept; everything else stays as it is, byte for byte, with whatever signature it bears.
 * @throws AppError input.invalid at `file` with the reason, storage.full; the bytes are the caller's to drop then
 */
export async function accept(runtime: Pick<Runtime, 'files'>, staged: Staged, name: string): Promise<Accepted> {
  const kind = await kindOf(staged.path, name);
  if (kind === 'pdf') await assertInert(staged.path);
  if (kind !== 'picture') return { kind, hash: staged.hash, size: staged.size, pictures: [], keep: staged.keep };
  const { whole, lighter } = await makePictures(runtime.files, staged.path);
  await staged.drop();
  const { hash, size } = whole.staged;
  const pictures = [whole, ...lighter].map(({ staged: { hash: its, size: bytes }, width, height }) => ({
    of: hash,
    width,
    height,
    hash: its,
    size: bytes,
  }));
  return {
    kind,
    hash,
    size,
    pictures,
    async keep() {
      for (const one of [...lighter, whole]) await one.staged.keep();
    },
  };
}

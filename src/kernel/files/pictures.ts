import { Readable } from 'node:stream';
import sharp, { type Sharp } from 'sharp';
import { fieldError } from '../errors.ts';
import { type Staged, type Store } from './store.ts';

/** A phone's photo has up to 48 million pixels. What unpacks to more is refused before it is unpacked. */
const mostPixels = 50_000_000;

/** The longest side that is kept: a page of A4 stays readable to its stamp. */
const longest = 2400;

/** The widths that pages ask for. */
export const widths = [180, 360, 720, 1200] as const;

export type MadePicture = { staged: Staged; width: number; height: number };

/**
 * A picture as it is kept: turned as it was held, as WebP, without whatever else the camera wrote (place, time, device),
 * whole and in the lighter widths below its own.
 * @param path of a JPEG, PNG or WebP on this machine
 * @throws AppError input.invalid at `file` when it cannot be read or has too many pixels; storage.full
 */
export async function makePictures(
  store: Store,
  path: string,
): Promise<{ whole: MadePicture; lighter: MadePicture[] }> {
  await using turns = new AsyncDisposableStack();
  turns.use(await turn());
  const { width = 0, height = 0 } = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw fieldError('file', 'files.picture_broken');
    });
  if (width * height > mostPixels)
    throw fieldError('file', 'files.too_many_pixels', {
      is: Math.round((width * height) / 1e6),
      most: mostPixels / 1e6,
    });
  const made: MadePicture[] = [];
  try {
    // Decoded once; each width is made of the kept whole.
    const whole = await written(store, sharp(path, { limitInputPixels: mostPixels }).rotate(), longest, true);
    made.push(whole);
    for (const wanted of widths)
      if (wanted < whole.width) made.push(await written(store, sharp(whole.staged.path), wanted, false));
    return { whole, lighter: made.slice(1) };
  } catch (error) {
    for (const { staged } of made) await staged.drop();
    throw error;
  }
}

async function written(store: Store, picture: Sharp, side: number, both: boolean): Promise<MadePicture> {
  const { data, info } = await picture
    .resize({ width: side, ...(both && { height: side }), fit: 'inside', withoutEnlargement: true })
    .webp({ quality: both ? 85 : 78 })
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw fieldError('file', 'files.picture_broken');
    });
  return { staged: await store.stage(Readable.from([data])), width: info.width, height: info.height };
}

// A photo of 50 million pixels takes some 150 MB while it is unpacked: two at a time in one process.
let free = 2;
const waiting: (() => void)[] = [];

async function turn(): Promise<Disposable> {
  if (free > 0) free -= 1;
  else await new Promise<void>((go) => waiting.push(go));
  return {
    [Symbol.dispose]() {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}

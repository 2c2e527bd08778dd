import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { fieldError } from './errors.ts';

/** A phone's photo has up to 48 million pixels; what unpacks to more is no photo. */
const mostPixels = 50_000_000;

/** Codes are read at this many pixels a side: enough for a label held in the hand, a tenth of a second of work. */
const side = 1600;

let ready = false;

// From the package, never from a network: the default of the library.
function prepare() {
  if (ready) return;
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(file)).buffer } });
  ready = true;
}

/**
 * What the QR codes and barcodes of a photo say.
 * @param bytes a JPEG, PNG or WebP picture
 * @returns their texts, at most five; none if there is no code to be read
 * @throws AppError input.invalid at `path` for bytes that are no picture
 */
export async function readCodes(bytes: Uint8Array, path: string): Promise<string[]> {
  prepare();
  const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels })
    .rotate()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw fieldError(path, 'fields.picture');
    });
  const pixels = { data: new Uint8ClampedArray(data), width: info.width, height: info.height, colorSpace: 'srgb' };
  const found = await readBarcodes(pixels as ImageData, { tryHarder: true, maxNumberOfSymbols: 5 });
  return found.filter(({ isValid }) => isValid).map(({ text }) => text);
}

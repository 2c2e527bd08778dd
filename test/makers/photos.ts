import { toBuffer } from 'bwip-js/node';
import sharp from 'sharp';

/** A code as a phone sees it on a label: askew, small in the picture, a little out of focus. */
export async function photoOf(text: string, bcid = 'qrcode'): Promise<Buffer> {
  const code = await toBuffer({ bcid, text, scale: 3, padding: 10, backgroundcolor: 'FFFFFF' });
  const askew = await sharp(code).rotate(12, { background: '#fff' }).toBuffer();
  const label = await sharp(askew).resize(600).toBuffer();
  return sharp({ create: { width: 1500, height: 2000, channels: 3, background: '#ba9' } })
    .composite([{ input: label, left: 350, top: 700 }])
    .blur(1.5)
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** A photo of nothing that could be read. */
export const emptyPhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 800, height: 600, channels: 3, background: '#789' } })
    .jpeg()
    .toBuffer();

import { toSVG } from 'bwip-js/node';

/** A QR code as SVG: what a phone's camera opens. */
export const codePicture = (address: string): string =>
  toSVG({ bcid: 'qrcode', text: address, paddingwidth: 2, paddingheight: 2 });

import { bellOf } from '../bell.ts';
import type { LayoutServerLoad } from './$types.js';

export const load: LayoutServerLoad = async (event) => ({ unread: await bellOf(event) });

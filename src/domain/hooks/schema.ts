import { z } from 'zod';
import { id, named, oneOf, optional, text } from '#kernel/fields';
import { hookTypes } from './rules.ts';

const problem = (key: string) => ({ error: () => JSON.stringify({ key }) });
const types = z.preprocess(
  (value) => (Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]),
  z.array(oneOf(hookTypes)).min(1, problem('hooks.choose')).max(hookTypes.length),
);
const address = text(500).pipe(
  z.string().refine((value) => {
    const url = URL.parse(value);
    return url?.protocol === 'https:' && !url.username && !url.password && !url.hash;
  }, problem('hooks.https')),
);

export const AddHook = z.strictObject({ name: named(80), url: address, types, area: optional(text(20)) });
export const PauseHook = z.strictObject({ hook: id(), to: oneOf(['paused', 'active']) });
export const OneHook = z.strictObject({ hook: id() });
export const SendAgain = z.strictObject({ delivery: id() });

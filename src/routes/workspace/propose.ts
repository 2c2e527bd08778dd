import type { RequestEvent } from '@sveltejs/kit';
import { makeProposal } from '#domain/proposals/actions';
import { save } from '#ui/form.ts';

type Fields = Record<string, string | string[]>;

/** Sends a form as a proposal of the action that would do it, then goes to `path`. `note` says why. */
export const propose = (
  event: Pick<RequestEvent, 'request' | 'locals'>,
  act: string,
  path: string,
  inputOf: (fields: Fields) => Fields | Promise<Fields>,
) =>
  save(
    event,
    async ({ note = '', ...fields }) => {
      await makeProposal(event.locals.ctx, { act, note, input: await inputOf(fields) });
      return path;
    },
    'proposed',
  );

import type { RequestEvent } from '@sveltejs/kit';
import { addPicture, changePicture, takeAwayPicture } from '#domain/products/pictures';
import type { Action } from '#kernel/action';
import { save } from '#ui/form.ts';

type Event = Pick<RequestEvent, 'request' | 'locals'> & { params: { id: string } };

/** What the page of a product does with its pictures, in the office and in the workspace alike. */
export function pictureActs(base: '/office' | '/workspace') {
  const on =
    (act: Action<unknown>, named: (id: string) => object = () => ({})) =>
    (event: Event) =>
      save(event, async (fields) => {
        await act(event.locals.ctx, { ...fields, ...named(event.params.id) });
        return `${base}/products/${event.params.id}`;
      });
  return {
    addPicture: on(addPicture, (product) => ({ product })),
    changePicture: on(changePicture),
    // The button stands in the form that says what is seen: those words are of no matter here.
    takeAwayPicture: (event: Event) =>
      save(event, async ({ id }) => {
        await takeAwayPicture(event.locals.ctx, { id });
        return `${base}/products/${event.params.id}`;
      }),
  };
}

import type { paperById } from '#domain/papers/queries';
import { paperTypes } from '#domain/papers/types';
import { producerNames } from '#domain/producers/queries';
import type { Ctx } from '#kernel/context';
import { paperValues } from './subjects.ts';

/** A paper as the form that corrects it shows it, in the office and in the workspace. */
export async function paperToEdit(ctx: Ctx, paper: Awaited<ReturnType<typeof paperById>>) {
  const [types, names] = await Promise.all([paperTypes(ctx), producerNames(ctx, [paper.owner_id])]);
  return {
    id: paper.id,
    name: paper.type_name,
    owner: { id: paper.owner_id, name: names[paper.owner_id] ?? '' },
    version: paper.version,
    values: paperValues(paper),
    file: paper.file?.name,
    // A type that is no longer offered stays on the papers that have it.
    types: types.flatMap(({ code, name, offered }) =>
      offered || code === paper.type ? { value: code, label: name } : [],
    ),
    most: ctx.runtime.config.uploadBytes / 1024 / 1024,
  };
}

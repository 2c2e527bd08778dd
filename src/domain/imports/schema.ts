import { z } from 'zod';
import { checkbox, day, id, oneOf, optional, text, whole } from '#kernel/fields';
import { aboutFields } from './about.ts';
import { columnFields } from './columns.ts';

const fields = [...columnFields, 'r1_level', 'r1_criteria', 'r2_level', 'r2_criteria'] as const;

export const UploadImport = z.strictObject({ name: text(200), bytes: z.instanceof(Uint8Array) });

const column = optional(whole(0, 199));
/** Which column means what; without a mapping the file is only read again. */
export const MapColumns = z.strictObject({
  id: id(),
  sheet: optional(text(100)),
  mapping: z
    .strictObject(
      Object.fromEntries(columnFields.map((field) => [field, column])) as Record<
        (typeof columnFields)[number],
        typeof column
      >,
    )
    .optional(),
  /** Number, day and authority of the decision that the worksheet is the list of. */
  about: z
    .strictObject({ r1_no: optional(text(60)), r1_on: optional(day()), r1_by: optional(text(200)) } satisfies Record<
      (typeof aboutFields)[number],
      unknown
    >)
    .optional(),
});

/** A row as it was mended: the texts of some fields, empty ones too, or the wish to leave the row out. */
export const MendLine = z.strictObject({
  id: id(),
  no: whole(1, 2_000_000),
  values: z.partialRecord(z.enum(fields), z.string().max(500)).default({}),
  skip: checkbox(),
  /** The commune, the set and the kind chosen here hold for every row that says the same. */
  alike: checkbox(),
});

export const SkipProblems = z.strictObject({ id: id() });
export const ConfirmImport = z.strictObject({ id: id() });
export const CommitImport = z.strictObject({ id: id() });
export const UndoImport = z.strictObject({ id: id() });
export const AbandonImport = z.strictObject({ id: id() });

/** The rows of a preview: those of one state, or all with the problems first. */
export const LineFilter = z.strictObject({
  state: optional(oneOf(['problem', 'new', 'known', 'skipped'])),
  page: whole(1, 10_000).default(1),
});

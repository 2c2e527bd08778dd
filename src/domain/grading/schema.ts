import { z } from 'zod';
import { checkbox, id, text } from '#kernel/fields';

const index = z.int().min(0).max(99);

export const BeginAssessment = z.strictObject({
  product: id(),
  /** Only where a newer version of the sheet is in force: the old scoring is kept, a new one begins. */
  anew: checkbox(),
});

/** Answers as they were chosen, each with the version that was seen; 0 where there was none. */
export const SaveAnswers = z.strictObject({
  assessment: id(),
  answers: z
    .array(
      z.strictObject({
        item: text(60),
        value: z.union([z.null(), z.boolean(), index, z.strictObject({ case: index, option: index })]),
        version: z.int().min(0).max(1_000_000),
      }),
    )
    .min(1)
    .max(200),
});
export type AnswerValue = z.output<typeof SaveAnswers>['answers'][number]['value'];

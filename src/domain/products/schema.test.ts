import { expect, test } from 'vitest';
import { RegisterProducer } from '#domain/producers/schema';
import { issuesOf } from '#kernel/fields';
import { RecordRecognition, RegisterProduct } from './schema.ts';

const product = '01a20dc8-58cf-7f1c-a8da-763de35c9539';
const missing = (schema: typeof RecordRecognition | typeof RegisterProduct | typeof RegisterProducer, raw: unknown) => {
  const { error } = schema.safeParse(raw);
  return error ? issuesOf(error).map(({ path }) => path) : [];
};

test('every required field that is empty or absent is told at once', () => {
  const four = { stars: '', reason: '', level: '', criteria: '' };
  for (const raw of [{ product }, { product, ...four }])
    expect(missing(RecordRecognition, raw)).toEqual(['stars', 'reason', 'level', 'criteria']);
  for (const raw of [{}, { name: '', set_no: '', commune: '' }])
    expect(missing(RegisterProduct, { producer: product, ...raw })).toEqual(['name', 'set_no', 'commune']);
  for (const raw of [{}, { kind: '', name: ' ', commune: '' }])
    expect(missing(RegisterProducer, raw)).toEqual(['kind', 'name', 'commune']);
});

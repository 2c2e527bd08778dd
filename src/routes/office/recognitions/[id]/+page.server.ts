import { fail } from '@sveltejs/kit';
import { correctRecognition, takeBackRecognition } from '#domain/products/recognitions';
import { correctWithdrawal, takeBackWithdrawal, withdrawRecognition } from '#domain/products/withdrawals';
import { withdrawalForm } from '#domain/products/office';
import { productOfRecognition } from '#domain/products/queries';
import { TakeBackWithdrawal, WithdrawRecognition } from '#domain/products/schema';
import type { Action } from '#kernel/action';
import { save } from '#ui/form.ts';
import { ticked } from '../../sure.ts';
import { recognitionValues, withdrawalValues } from '../../products/values.ts';
import { unbarred } from '../../barred.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const product = await productOfRecognition(ctx, params.id);
  unbarred(ctx, product);
  const withdrawn = await withdrawalForm(ctx, params.id);
  const recognition = product.recognitions.find(({ id }) => id === params.id)!;
  return {
    product: { id: product.id, name: product.name },
    recognition,
    withdrawal: product.withdrawals.find((one) => one.recognition_id === params.id),
    withdrawn: withdrawn && { version: withdrawn.version, values: withdrawalValues(withdrawn) },
    version: recognition.version,
    values: recognitionValues(recognition),
  };
};

type Fields = Record<string, string | string[]>;
const untouched = (fields: Fields) => fields;

const onRecognition =
  (name: string, act: Action<unknown>, ready: (fields: Fields) => Fields = untouched) =>
  async (event: RequestEvent) => {
    const { ctx } = event.locals;
    const { id: product } = await productOfRecognition(ctx, event.params.id);
    const refused = await save(
      event,
      async (fields) => {
        await act(ctx, ready({ ...fields, id: event.params.id }));
        return `/office/products/${product}`;
      },
      name === 'withdraw' ? 'withdrawn' : 'saved',
    );
    return fail(refused.status, { ...refused.data, form: name });
  };

export const actions: Actions = {
  correct: onRecognition('correct', correctRecognition),
  withdraw: onRecognition('withdraw', withdrawRecognition, (fields) => ticked(fields, WithdrawRecognition)),
  takeBack: onRecognition('takeBack', takeBackRecognition),
  correctWithdrawal: onRecognition('correctWithdrawal', correctWithdrawal),
  takeBackWithdrawal: onRecognition('takeBackWithdrawal', takeBackWithdrawal, (fields) =>
    ticked(fields, TakeBackWithdrawal),
  ),
};

import type { Action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import type { Owner } from '#domain/producers/dated';
import { addFacility, changeFacility } from '#domain/producers/facilities';
import {
  correctProducerFact,
  endProducerFact,
  producerOfFact,
  producerOwner,
  takeBackProducerFact,
} from '#domain/producers/facts';
import { correctRegistration } from '#domain/producers/registrations';
import { producerOfFacility } from '#domain/producers/queries';
import { changeProduct, registerProduct } from '#domain/products/actions';
import {
  correctProductFact,
  endProductFact,
  productOfFact,
  productOwner,
  takeBackProductFact,
} from '#domain/products/facts';

type Input = Record<string, unknown>;
type Act = {
  act: Action<unknown>;
  subject: 'producer' | 'product';
  /** The id of the producer or product that the input changes; null if it names none. */
  about: (tx: Tx, input: Input) => Promise<string | null>;
};

const given = (name: string) => (_: Tx, input: Input) => Promise.resolve(idOf(input[name]));
const idOf = (value: unknown) => (typeof value === 'string' && isId(value) ? value : null);

const onProducerFact = (act: Action<unknown>): Act => ({
  act,
  subject: 'producer',
  about: (tx, { kind, id }) => producerOfFact(tx, String(kind), String(id)),
});
const onProductFact = (act: Action<unknown>): Act => ({
  act,
  subject: 'product',
  about: (tx, { kind, id }) => productOfFact(tx, String(kind), String(id)),
});

/** What can be proposed: officials' own actions. Accepting runs the action as the official, so its rules all hold. */
const acts: Record<string, Act> = Object.fromEntries(
  [
    onProducerFact(correctProducerFact),
    onProducerFact(endProducerFact),
    onProducerFact(takeBackProducerFact),
    onProductFact(correctProductFact),
    onProductFact(endProductFact),
    onProductFact(takeBackProductFact),
    { act: correctRegistration, subject: 'producer', about: given('id') } as const,
    { act: addFacility, subject: 'producer', about: given('producer') } as const,
    {
      act: changeFacility,
      subject: 'producer',
      about: (tx: Tx, { id }: Input) => producerOfFacility(tx, String(id)),
    } as const,
    { act: registerProduct, subject: 'producer', about: given('producer') } as const,
    { act: changeProduct, subject: 'product', about: given('id') } as const,
  ].map((one) => [one.act.spec.name, one]),
);

/** The action of a proposal. @throws AppError input.invalid never; not_found for what cannot be proposed */
export function actOf(name: string): Act {
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!act) throw new AppError('not_found');
  return act;
}

/** Whom an input is about. @throws AppError not_found */
export async function subjectOf(tx: Tx, { subject, about }: Act, input: Input): Promise<Owner> {
  const id = await about(tx, input);
  if (!id) throw new AppError('not_found');
  return subject === 'producer' ? producerOwner(tx, id) : productOwner(tx, id);
}

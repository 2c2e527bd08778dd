import type { Pointer } from '#kernel/pointers';
import { behalfPointers } from '#domain/behalf/pointers';
import { decisionsPointers } from '#domain/grading/decisions/pointers';
import { inspectionsPointers } from '#domain/grading/inspections/pointers';
import { gradingPointers } from '#domain/grading/pointers';
import { dossiersPointers } from '#domain/grading/dossiers/pointers';
import { identityPointers } from '#domain/identity/pointers';
import { importsPointers } from '#domain/imports/pointers';
import { papersPointers } from '#domain/papers/pointers';
import { producersPointers } from '#domain/producers/pointers';
import { productsPointers } from '#domain/products/pointers';
import { proposalsPointers } from '#domain/proposals/pointers';

/** Everything that follows a producer or a product into the one that it is, in the order of the rooms; a test looks whether a table is missing. */
export const pointers: readonly Pointer[] = [
  ...identityPointers,
  ...papersPointers,
  ...producersPointers,
  ...productsPointers,
  ...gradingPointers,
  ...dossiersPointers,
  ...decisionsPointers,
  ...inspectionsPointers,
  ...proposalsPointers,
  ...behalfPointers,
  ...importsPointers,
];

export const pointersTo = (kind: Pointer['to']): readonly Pointer[] => pointers.filter(({ to }) => to === kind);

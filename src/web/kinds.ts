/**
 * Kinds of statements on pages: their names, as in reports, and those that a reviewer looks at first.
 * @module
 */
import type { KindName } from '../core/statement/validate.ts';

export { KIND_NAMES } from '../report/layout/kind-names.ts';

/** Kinds that change what stood before, or tell of trouble: what a reviewer looks at first. */
export const CHANGES: readonly KindName[] = [
  'amendment',
  'correction',
  'dispute',
  'erasure',
  'institution',
  'key',
  'refusals',
  'resolution',
  'role',
  'withdrawal',
];

/**
 * The rule book: every statement kind, and the normative table of who may write it.
 *
 * To add a kind: a schema in `schemas/kinds/`, a file in `kinds/`, a line here.
 * @module
 */
import { InvariantError } from '../error.ts';
import type { KindName } from '../statement/validate.ts';
import type { Kind } from './kind.ts';
import { aggregation } from './kinds/aggregation.ts';
import { amendment } from './kinds/amendment.ts';
import { charter } from './kinds/charter.ts';
import { contribution } from './kinds/contribution.ts';
import { endorsement } from './kinds/endorsement.ts';
import { institution } from './kinds/institution.ts';
import { key } from './kinds/key.ts';
import { model } from './kinds/model.ts';
import { role } from './kinds/role.ts';
import { roundClose } from './kinds/round-close.ts';
import { roundOpen } from './kinds/round-open.ts';
import { task } from './kinds/task.ts';

/** All kinds by name. The type makes the compiler name a kind that has a schema and no rule. */
const KINDS: { readonly [K in KindName]: Kind<K> } = {
  charter,
  amendment,
  institution,
  key,
  role,
  endorsement,
  task,
  model,
  'round-open': roundOpen,
  contribution,
  aggregation,
  'round-close': roundClose,
};

/** The rules of a kind in the version in force. */
export function kindRules(kind: KindName, rules: number): Kind<KindName> {
  if (rules !== 1) throw new InvariantError(`no rules version ${rules}`);
  return KINDS[kind];
}

/** Names of all kinds, in the order of the book. */
export const KIND_NAMES: readonly KindName[] = Object.keys(KINDS) as KindName[];

/**
 * Schema validation with the precompiled validators, and its one error.
 * @module
 */
import { InputError } from '../error.ts';
import type { Bodies } from '../generated/bodies.ts';
import type { Documents } from '../generated/documents.ts';
import * as validators from '../generated/validators.js';

/** The statement kinds: one schema each in `schemas/kinds/`. */
export type KindName = keyof Bodies;

type Validator = validators.Validator;

const DOCUMENTS: Readonly<Record<keyof Documents, Validator>> = {
  'enrolment-request': validators.enrolment_request,
  envelope: validators.envelope,
  'later-evidence': validators.later_evidence,
  'proof-bundle': validators.proof_bundle,
  record: validators.record,
  statement: validators.statement,
};

/** The validators by kind; `{ [kind]: kind_<kind> }` as generated. */
const KINDS: ReadonlyMap<string, Validator> = new Map(
  Object.entries(validators as Readonly<Record<string, Validator>>)
    .filter(([name]) => name.startsWith('kind_'))
    .map(([name, validator]) => [name.slice(5).replaceAll('_', '-'), validator]),
);

/** True when a schema for `kind` exists. */
export function isKindName(kind: string): kind is KindName {
  return KINDS.has(kind);
}

/** Returns `value` typed, if it satisfies the document's schema. @throws InputError `schema-violation` */
export function validateDocument<D extends keyof Documents>(document: D, value: unknown): Documents[D] {
  check(DOCUMENTS[document], value, document);
  return value as Documents[D];
}

/** Returns `value` typed, if it satisfies the schema of the kind's body. @throws InputError `schema-violation` */
export function validateBody<K extends KindName>(kind: K, value: unknown): Bodies[K] {
  const validator = KINDS.get(kind);
  if (validator === undefined)
    throw new InputError('unknown-kind', `there is no statement kind ${JSON.stringify(kind)}`);
  check(validator, value, `${kind}.body`);
  return value as Bodies[K];
}

function check(validator: Validator, value: unknown, title: string): void {
  if (validator(value)) return;
  const issue = validator.errors?.[0];
  const unknown = issue?.params['additionalProperty'];
  const detail = unknown === undefined ? '' : ` (${JSON.stringify(unknown)})`;
  throw new InputError(
    'schema-violation',
    `${title}${issue?.instancePath ?? ''} ${issue?.message ?? 'is not valid'}${detail}`,
  );
}

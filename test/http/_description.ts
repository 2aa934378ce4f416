/**
 * The description of the API, and the check that an answer has the form that it describes.
 * @module
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { loadOpenapi } from '../../src/server/openapi.ts';
import type { Answer } from './_server.ts';

type Node = { readonly [key: string]: Node };

export const description: Node = loadOpenapi() as Node;
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(description, 'openapi', undefined, false);

/** The paths whose answers only a ledger with credit has. */
export const CREDIT_TEMPLATES = [
  '/api/v1/datasets',
  '/api/v1/datasets/{id}',
  '/api/v1/plans',
  '/api/v1/plans/{id}',
  '/api/v1/policies',
  '/api/v1/policies/{id}',
  '/api/v1/models/{id}/windows',
  '/api/v1/models/{id}/windows/{number}',
  '/api/v1/awards',
  '/api/v1/awards/{id}',
  '/api/v1/disputes/{id}',
  '/api/v1/institutions/{id}/credits',
  '/api/v1/credits/{id}',
  '/api/v1/claims/{id}',
] as const;

/** Checks an answer against what the operation says of its status: content type, body, headers. */
export function expectDescribed(answer: Answer, method: string, path: string): void {
  const operation = description['paths']?.[path]?.[method] as Node;
  const key = operation['responses']?.[String(answer.status)] === undefined ? 'default' : String(answer.status);
  const own = `/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/responses/${key}`;
  const pointer = sharedAt(operation['responses']?.[key]) ?? own;
  const response = resolve(operation['responses']?.[key]);
  const [type = ''] = String(answer.headers['content-type']).split(';');
  expect(Object.keys(response['content'] ?? {})).toContain(type);
  for (const [name, header] of Object.entries(response['headers'] ?? {})) {
    const { schema, required } = resolve(header);
    if ((required as unknown) === false && answer.headers[name.toLowerCase()] === undefined) continue;
    expect(ajv.validate(schema as object, answer.headers[name.toLowerCase()]), `${path}: ${name}`).toBe(true);
  }
  if (response['content']?.[type]?.['schema'] === undefined) return;
  const inJson = type.replaceAll('/', '~1').replaceAll('+', '%2B');
  const body: unknown = type.endsWith('json') ? answer.json : answer.text;
  const isValid = ajv.validate({ $ref: `openapi#${encodeURI(pointer)}/content/${inJson}/schema` }, body);
  expect(isValid ? [] : ajv.errors, `${method} ${path} ${answer.status}`).toEqual([]);
}

/** Where a shared part of the description stands that `node` refers to. */
function sharedAt(node: Node | undefined): string | undefined {
  const reference: unknown = node?.['$ref'];
  return typeof reference === 'string' ? reference.slice(1) : undefined;
}

/** `node`, or what it refers to. */
function resolve(node: Node | undefined): Node {
  const path = sharedAt(node)?.split('/').slice(1) ?? [];
  return path.reduce((at: Node, name) => at[name] as Node, (path.length === 0 ? node : description) as Node);
}

/**
 * The description of the API (OpenAPI 3.1), `schemas/openapi.json`, made self-contained: documents that have a schema of
 * their own are references to its file there, and components of the description as served.
 * @module
 */
import { readFileSync } from 'node:fs';

type Node = null | boolean | number | string | readonly Node[] | { readonly [key: string]: Node };

const SCHEMAS = new URL('../../schemas/', import.meta.url);
const FILE_REFERENCE = /^(?:\.\.\/|\.\/)?([a-z-]+)\.schema\.json(?:#\/\$defs\/([A-Za-z]+))?$/;

/** The description with every schema file that it refers to, directly or through another, among its components. */
export function loadOpenapi(): { readonly [key: string]: Node } {
  const schemas: { [name: string]: Node } = {};
  const resolve = (node: Node): Node => {
    if (Array.isArray(node)) return node.map(resolve);
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' ? [key, adopt(value)] : [key, resolve(value)],
    );
    return Object.fromEntries(entries) as Node;
  };
  const adopt = (reference: string): string => {
    const [, file, definition] = FILE_REFERENCE.exec(reference) ?? [];
    if (file === undefined) return reference;
    const name = definition ?? pascalCase(file);
    if (schemas[name] === undefined) {
      schemas[name] = true; // stands in until the schema is resolved, should it refer to itself
      schemas[name] = resolve(fragment(readSchema(`${file}.schema.json`), definition));
    }
    return `#/components/schemas/${name}`;
  };
  const { components, ...description } = resolve(readSchema('openapi.json')) as { readonly [key: string]: Node };
  const own = components as { readonly schemas: { readonly [name: string]: Node } };
  return { ...description, components: { ...own, schemas: { ...own.schemas, ...schemas } } };
}

function readSchema(file: string): { readonly [key: string]: Node } {
  return JSON.parse(readFileSync(new URL(file, SCHEMAS), 'utf8'));
}

/** A definition of a schema, or all of it, without the words that would give it a base of its own. */
function fragment(schema: { readonly [key: string]: Node }, definition: string | undefined): Node {
  const { $schema, $id, ...rest } = schema;
  return definition === undefined ? rest : ((rest['$defs'] as { readonly [name: string]: Node })[definition] ?? false);
}

/** `proof-bundle` as `ProofBundle`. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

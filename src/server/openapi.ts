/**
 * The description of the API (OpenAPI 3.1), `schemas/openapi.json`, made self-contained: documents that have a schema of
 * their own are references to its file there, and components of the description as served.
 * @module
 */
import { readFileSync } from 'node:fs';

type Node = null | boolean | number | string | readonly Node[] | { readonly [key: string]: Node };

const SCHEMAS = new URL('../../schemas/', import.meta.url);
/** A schema file, a definition in one, or a definition in the same file. */
const REFERENCE = /^(?:(?:\.\.\/|\.\/)?((?:kinds\/)?[a-z-]+)\.schema\.json)?(?:#\/\$defs\/([A-Za-z0-9]+))?$/;

/** The description with every schema that it refers to, directly or through another, among its components. */
export function loadOpenapi(): { readonly [key: string]: Node } {
  const { components, ...description } = readSchema('openapi.json') as {
    readonly [key: string]: { [key: string]: Node };
  };
  const schemas: { [name: string]: Node } = {};
  /** `node` of `file`, with its references leading to components. */
  const resolve = (node: Node, file: string): Node => {
    if (Array.isArray(node)) return node.map((item) => resolve(item, file));
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).map(([key, value]) =>
      key === '$ref' && typeof value === 'string' ? [key, adopt(value, file)] : [key, resolve(value, file)],
    );
    return Object.fromEntries(entries) as Node;
  };
  const adopt = (reference: string, from: string): string => {
    const match = REFERENCE.exec(reference);
    if (match === null) return reference;
    const [, file = from, definition] = match;
    const name = definition ?? pascalCase(file);
    if (schemas[name] === undefined) {
      schemas[name] = true; // stands in until the schema is resolved, should it refer to itself
      schemas[name] = resolve(fragment(readSchema(`${file}.schema.json`), definition), file);
    }
    return `#/components/schemas/${name}`;
  };
  const own = resolve(components ?? {}, '') as { readonly schemas: { readonly [name: string]: Node } };
  const rest = resolve(description, '') as { readonly [key: string]: Node };
  return { ...rest, components: { ...own, schemas: { ...own.schemas, ...schemas } } };
}

function readSchema(file: string): { readonly [key: string]: Node } {
  return JSON.parse(readFileSync(new URL(file, SCHEMAS), 'utf8'));
}

/** A definition of a schema, or all of it, without the words that would give it a base of its own. */
function fragment(schema: { readonly [key: string]: Node }, definition: string | undefined): Node {
  const { $schema, $id, ...rest } = schema;
  return definition === undefined ? rest : ((rest['$defs'] as { readonly [name: string]: Node })[definition] ?? false);
}

/** `proof-bundle` as `ProofBundle`, `kinds/award` as `AwardBody`. */
function pascalCase(file: string): string {
  const name = file.startsWith('kinds/') ? `${file.slice('kinds/'.length)}-body` : file;
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * What the digests in a statement stand for: records of this log, rounds by their names, artefacts by the record that brought them.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { Json } from '../../core/json/json.ts';
import { STATE } from '../../core/rules/state.ts';
import { isKindName, type KindName } from '../../core/statement/validate.ts';
import { shortDigest } from '../format.ts';
import type { ExplorerSource } from '../source.ts';

/** A published record that a digest leads to. */
export interface Reference {
  readonly index: number;
  readonly kind: KindName;
  readonly author: string;
  /** Name of the round, if it opened one. */
  readonly round?: string;
  /** The digest is of an artefact that the record brought, not of its statement. */
  readonly isArtefact?: true;
}

/** Looked up at most: what one statement can name in 32 KiB is little more, and the rest stays a digest. */
const MOST = 256;

export class References {
  readonly #found: ReadonlyMap<string, Reference>;

  constructor(found: ReadonlyMap<string, Reference> = new Map()) {
    this.#found = found;
  }

  find(digest: string | undefined): Reference | undefined {
    return digest === undefined ? undefined : this.#found.get(digest);
  }

  /** The name of a round, or the beginning of its digest. */
  round(digest: string): string {
    return this.find(digest)?.round ?? shortDigest(digest);
  }

  /** Without what leads to this record: on its own page its artefact is a digest. */
  without(index: number): References {
    return new References(new Map([...this.#found].filter(([, found]) => found.index !== index)));
  }
}

/** Looks up every digest in the values. */
export async function resolveReferences(source: ExplorerSource, values: readonly Json[]): Promise<References> {
  const digests = [...new Set(values.flatMap(digestsIn))].slice(0, MOST);
  const artefacts = await source.state(digests.map(STATE.artefact));
  const statements = digests.map((digest, i) => artefacts[i] ?? digest);
  const [records, rounds] = await Promise.all([
    source.state(statements.map(STATE.record)),
    source.state(statements.map(STATE.round)),
  ]);
  const found = new Map<string, Reference>();
  for (const [i, digest] of digests.entries()) {
    const record = records[i];
    if (record === undefined || record.index >= source.sizes.published || !isKindName(record.kind)) continue;
    const { index, kind, author } = record;
    const round = rounds[i]?.round;
    const isArtefact = artefacts[i] !== undefined;
    found.set(digest, {
      ...{ index, kind, author },
      ...(round === undefined ? {} : { round }),
      ...(isArtefact ? { isArtefact } : {}),
    });
  }
  return new References(found);
}

const DIGEST = /^[0-9a-f]{64}$/;

/** True for 64 lower-case hexadecimal digits. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

function digestsIn(value: Json): string[] {
  if (typeof value === 'string') return isDigest(value) ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((member) => digestsIn(member as Json));
}

/** The published record of a statement digest. @throws InputError `not-found` */
export async function indexOfStatement(source: ExplorerSource, digest: string): Promise<number> {
  const [record] = await source.state([STATE.record(digest)]);
  if (record !== undefined && record.index < source.sizes.published) return record.index;
  throw new InputError('not-found', `there is no published statement ${digest}`);
}

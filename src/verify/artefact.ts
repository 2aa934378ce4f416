/**
 * Comparing an artefact at hand with the one that a record is about.
 * @module
 */
import { InputError } from '../core/error.ts';
import type { Statement } from '../core/statement/statement.ts';

/** Digests of a file, lower-case hex. */
export interface Artefact {
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** Tensor-set digest, where the file holds tensors: the same weights have it however they were saved. */
  readonly tensorSet?: string;
}

/**
 * How the artefact is the recorded one: the very file, or the same tensors in another file.
 * @throws InputError `artefact-differs`, also for the very file with other tensors than the author recorded
 */
export function matchArtefact({ sha256, tensorSet }: Artefact, statement: Statement): 'same-file' | 'same-tensors' {
  const recorded = tensorSetOf(statement);
  const isSameFile = sha256 === statement.subject.sha256;
  const isSameTensors = recorded !== undefined && tensorSet === recorded;
  if (isSameFile && (isSameTensors || tensorSet === undefined || recorded === undefined)) return 'same-file';
  if (!isSameFile && isSameTensors) return 'same-tensors';
  throw new InputError(
    'artefact-differs',
    isSameFile
      ? `the file is the one recorded, but holds the tensors ${tensorSet}, not ${recorded}`
      : `the file has the digest ${sha256}; recorded is ${statement.subject.name} ${statement.subject.sha256}`,
  );
}

/** The tensor-set digest that the author recorded, for the kinds whose subject is a model or update. */
function tensorSetOf({ kind, body }: Statement): string | undefined {
  switch (kind) {
    case 'model':
      return body.weights.tensorSet;
    case 'contribution':
      return body.update.tensorSet;
    case 'aggregation':
      return body.output.tensorSet;
    default:
      return undefined;
  }
}

/**
 * Who tried what, and which protection caught it.
 * @module
 */
import type { LedgerClient } from '../../client/ledger-client.ts';
import { InputError, InvariantError } from '../../core/error.ts';
import type { SignedStatement } from '../../core/record/record.ts';

/** What can be tried, by the protection that it runs into. */
export const PROTECTIONS = {
  'no-role': 'role',
  'changed-byte': 'signature',
  'revoked-key': 'revocation',
  'wrong-parent': 'parent',
  'inflated-band': 'dataset-band',
  'zero-update': 'zero-update',
  'replayed-step': 'previous-step',
  'copied-update': 'unique-digest',
  'early-reveal': 'commit-reveal',
  'swapped-update': 'commit-reveal',
  'late-reveal': 'commit-reveal',
  'withheld-reveal': 'reputation',
  'tiny-update': 'norm-limit',
  'noisy-replay': 'step-limit',
  'near-copy': 'similarity-limit',
  'noisy-copy': 'dispute',
  'false-award': 'recomputation',
  'early-claim': 'finality',
  'double-claim': 'one-claim',
  'flipped-labels': 'valuation',
} as const;

export type Attempt = keyof typeof PROTECTIONS;
export type Protection = (typeof PROTECTIONS)[Attempt];

export interface Caught {
  /** The round in which it happened; 0 for what happened outside rounds. */
  readonly round: number;
  readonly institution: string;
  readonly attempt: Attempt;
  /** By which protection. */
  readonly by: Protection;
  /** Stable code, where the ledger refused. */
  readonly code?: string;
  /** Where the aggregator rejected: what its measurements say. */
  readonly cause?: string;
}

export function caught(
  round: number,
  institution: string,
  attempt: Attempt,
  why: Pick<Caught, 'code' | 'cause'> = {},
): Caught {
  return { round, institution, attempt, by: PROTECTIONS[attempt], ...why };
}

/** Submits what the ledger must refuse, and returns how it refused. @throws InvariantError if it does not */
export async function refusalOf(client: LedgerClient, signed: SignedStatement): Promise<{ readonly code: string }> {
  try {
    await client.submit(signed);
  } catch (error) {
    if (error instanceof InputError) return { code: error.code };
    throw error;
  }
  throw new InvariantError('the ledger accepted what it must refuse');
}

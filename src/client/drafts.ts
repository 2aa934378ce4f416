/**
 * What a participant says, built from what the ledger answers and from digests taken where the file lies: the same for the
 * command line and for the desk in a browser. Randomness is passed in. Nothing here is signed or sent.
 * @module
 */
import { encodeHex } from '../core/bytes/hex.ts';
import { InputError } from '../core/error.ts';
import type { ContributionBody, DisputeBody } from '../core/generated/bodies.ts';
import { parseRecord } from '../core/record/record.ts';
import { commit } from '../core/statement/commitment.ts';
import { parseInstant } from '../core/statement/instant.ts';
import { commitUpdate } from '../core/statement/update-commitment.ts';
import type { CreditAnswer, LedgerAnswer, RoundAnswer } from './answers.ts';
import type { UpdateCommitment } from './commitment-file.ts';
import type { LedgerClient } from './ledger-client.ts';
import { bandOf } from './vocabularies.ts';

/** What is known of an update's file without its leaving the building. */
export interface UpdateDigest {
  /** Tensor-set digest, hex. */
  readonly tensorSet: string;
  /** SHA-256 of the file, hex. */
  readonly file: string;
  readonly sizeBytes: number;
}

export interface ContributionParts {
  readonly round: RoundAnswer;
  readonly ledger: LedgerAnswer;
  readonly update: UpdateDigest;
  /** Samples trained on; the log sees the band. */
  readonly samples: number;
  /** 32 random bytes. */
  readonly salt: Uint8Array;
  readonly form: ContributionBody['form'];
  readonly mechanism: ContributionBody['privacy']['mechanism'];
  readonly localSteps?: number;
  /** Statement digests. */
  readonly datasets: readonly string[];
  /** What was committed to, where the round bears credit. */
  readonly commitment?: UpdateCommitment;
}

/** What opens a commitment. */
export type Openings = Readonly<Record<string, { readonly value: string; readonly salt: string }>>;

/** @throws InputError `commit-mismatch` where the model is another than the one committed to, `file-not-found` without a commitment */
export function contributionDraft(parts: ContributionParts) {
  const { round, ledger, update, samples, salt, form, mechanism, localSteps, datasets } = parts;
  const body: ContributionBody = {
    round: round.id,
    parent: round.parent,
    update: { tensorSet: update.tensorSet, format: 'safetensors', sizeBytes: update.sizeBytes },
    form,
    band: bandOf(samples, [...ledger.vocabularies.bands]),
    samples: commit('samples', salt, String(samples)),
    ...(datasets.length === 0 ? {} : { datasets: [...datasets] }),
    ...(round.credit === undefined ? {} : reveal(parts)),
    privacy: { mechanism },
    ...(localSteps === undefined ? {} : { localSteps }),
  };
  const openings: Openings = { samples: { value: String(samples), salt: encodeHex(salt) } };
  return {
    draft: { kind: 'contribution', body, subject: { name: 'update', sha256: update.file } } as const,
    openings,
  };
}

function reveal({ update, commitment }: ContributionParts): Pick<ContributionBody, 'commit' | 'nonce'> {
  if (commitment === undefined)
    throw new InputError(
      'file-not-found',
      'the round bears credit: what was kept when committing to the update is missing',
    );
  if (commitment.update === update.tensorSet) return { commit: commitment.commit, nonce: commitment.nonce };
  throw new InputError(
    'commit-mismatch',
    `the model changed since it was committed to: the commitment is to the tensor set ${commitment.update}, the file has ${update.tensorSet}`,
  );
}

/**
 * Shows nobody a nonce while copies can still be committed to, not even the ledger.
 * @param now milliseconds since the epoch
 * @throws InputError `reveal-early`
 */
export function assertRevealable({ round, credit }: RoundAnswer, now: number): void {
  if (credit === undefined || now > parseInstant(credit.commitBy, 'commitBy')) return;
  throw new InputError('reveal-early', `updates to ${round} are revealed after ${credit.commitBy}`);
}

/** @param nonce 32 random bytes */
export function commitDraft(
  round: Pick<RoundAnswer, 'id'>,
  opening: { readonly origin: string; readonly institution: string; readonly update: string },
  nonce: Uint8Array,
) {
  const opened = { ...opening, round: round.id, nonce: encodeHex(nonce) };
  const commitment = commitUpdate(opened);
  const draft = { kind: 'contribution-commit', body: { round: round.id, commitment } } as const;
  return { draft, kept: (commit: string): UpdateCommitment => ({ ...opened, commitment, commit }) };
}

/** All that is left of a credit, or `amount` micro-credits of it. */
export function claimDraft(credit: CreditAnswer, amount?: string) {
  const rest = restOf(credit);
  // Where nothing is left, it is all of it again: a double claim, which the rules refuse.
  const all = rest > 0n ? String(rest) : credit.amount;
  return { kind: 'claim', body: { credit: credit.id, amount: amount ?? all } } as const;
}

/** Micro-credits of a credit that are neither claimed nor transferred. */
export function restOf({ amount, spent }: CreditAnswer): bigint {
  return BigInt(amount) - BigInt(spent);
}

/** Whose record it is, and what can be asked for. @throws InputError `disputed-unknown`, and as the client */
export async function respondentOf(
  client: LedgerClient,
  about: string,
): Promise<Pick<DisputeBody, 'respondent' | 'remedy'>> {
  const { index } = await client.statement(about);
  const { statement } = parseRecord(await client.record(index));
  const { author: respondent, kind } = statement;
  if (kind === 'contribution') return { respondent, remedy: 'exclude-contribution' };
  if (kind === 'utility-report') return { respondent, remedy: 'exclude-report' };
  throw new InputError(
    'disputed-unknown',
    `${about} is a ${kind}; disputes are about a contribution or a utility report`,
  );
}

/**
 * What an examination found on its way, as far as it came: the material of the facts, claims and warnings.
 * @module
 */
import type { Sentence } from '../core/catalogue/catalogue.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';
import { rolesAt } from '../core/rules/institution.ts';
import type { Anchor } from './anchor.ts';
import type { Evidence } from './evidence.ts';
import type { Keyring } from './keyring.ts';
import { lowerBound, upperBound } from './time-bounds.ts';
import type { Facts, IgnoredSignature } from './verdict.ts';

export interface Findings {
  readonly policy: TrustPolicy;
  /** The policy with the log keys that follow from it by succession. */
  trusted?: TrustPolicy;
  /** The checkpoints of the succession, if the bundle carries one. */
  succession?: readonly Anchor[];
  /** The policy's names of witnesses of which the reader knows that they replay the log before they cosign. */
  readonly auditors: readonly string[];
  /** The checkpoint that covers the record. */
  cover?: Anchor;
  /** The later checkpoint, if one was given. */
  later?: Anchor;
  /** The checkpoint before the record. */
  before?: Anchor;
  evidence?: Evidence;
  keyring?: Keyring;
  /** Events whose signatures could not be verified: the file does not show the keys. */
  uncheckedEvents: number;
  /** How the artefact fits, if one was given and does. */
  artefact?: 'same-file' | 'same-tensors';
}

/** Both languages of a sentence. */
export function say(en: string, ko: string): Sentence {
  return { en, ko };
}

/** The policy's names of those who cosigned, once each. */
export function cosignersOf(...anchors: readonly (Anchor | undefined)[]): string[] {
  return [...new Set(anchors.flatMap((anchor) => anchor?.cosignatures ?? []).map(({ witness }) => witness.name))];
}

/** What the record says and what bounds it; undefined where it could not be read. */
export function factsOf({ evidence, cover, later, before, keyring }: Findings): Facts | undefined {
  if (evidence === undefined || cover === undefined) return undefined;
  const { index, digest, keyId, recordedAt, statement } = evidence.record;
  const { meaning, reason, signedAt } = statement.signing;
  return {
    origin: statement.ledger,
    index,
    treeSize: cover.checkpoint.size,
    kind: statement.kind,
    institution: statement.author,
    digest,
    subject: statement.subject,
    keyId,
    meaning,
    reason: reason?.code,
    signedAt,
    recordedAt,
    roles: keyring?.institution && rolesAt(keyring.institution, recordedAt),
    time: {
      notBefore: lowerBound(before?.cosignatures ?? []),
      // A later tree bounds the time too, if less closely.
      notAfter: upperBound(cover.cosignatures) ?? upperBound(later?.cosignatures ?? []),
    },
    later: later && { treeSize: later.checkpoint.size, seen: upperBound(later.cosignatures)?.by ?? [] },
  };
}

/** All signature lines that counted for nothing. */
export function ignoredSignatures({
  cover,
  later,
  before,
  succession = [],
}: Pick<Findings, 'cover' | 'later' | 'before' | 'succession'>): IgnoredSignature[] {
  const anchors = { proof: [cover], before: [before], later: [later], succession } as const;
  return (['proof', 'before', 'later', 'succession'] as const).flatMap((where) =>
    anchors[where].flatMap((anchor) => anchor?.ignored ?? []).map(({ name, keyId }) => ({ where, name, keyId })),
  );
}

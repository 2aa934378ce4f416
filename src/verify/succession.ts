/**
 * Following the succession of the log's key: from the keys that the reader's policy lists to those that the log named later
 * (docs/design/log-key-succession.md).
 *
 * A checkpoint that a listed key signed, over a tree in which the charter, as amended, names further keys, vouches for them as it
 * vouches for everything in that tree. So a reader who knows only a retired key goes on with its successor; who stole the retired
 * key gains nothing that signing the bundle's own checkpoint with it would not have given.
 * @module
 */
import type { VerifySignature } from '../core/crypto/public-key.ts';
import { InputError } from '../core/error.ts';
import { type Checkpoint, parseCheckpoint } from '../core/note/checkpoint.ts';
import type { OpenedCheckpoint } from '../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';
import { formatVkey, parseVkey } from '../core/note/vkey.ts';
import { findRetired } from '../core/rules/log-keys.ts';
import type { LedgerState } from '../core/rules/state.ts';
import { type Anchor, assertExtends, openAnchor } from './anchor.ts';
import type { EarlierCheckpoint } from './bundle.ts';
import type { PlacedRecord } from './evidence.ts';
import { Keyring } from './keyring.ts';

/** A bundle, or an account statement. */
interface WithSuccession {
  readonly succession?: readonly EarlierCheckpoint[];
}

/**
 * Requires that the checkpoints of the succession are the beginning of the file's own.
 * @throws InputError `bundle-records`, and as `assertExtends`
 */
export function checkSuccession({ succession = [] }: WithSuccession, cover: Checkpoint): void {
  for (const { note, consistency } of succession) {
    const earlier = parseCheckpoint(note.text);
    assertExtends(cover, earlier, consistency);
    if (earlier.size < cover.size) continue;
    throw new InputError(
      'bundle-records',
      `succession: a tree of ${earlier.size} records, not of fewer than ${cover.size}`,
    );
  }
}

/** The policy with the keys that follow from it, and the checkpoints of the succession. */
export interface Succession {
  readonly trusted: TrustPolicy;
  readonly anchors: readonly Anchor[];
}

/**
 * Follows the succession. Requires {@link checkSuccession} and inclusion proofs that hold: what the governance records say is then
 * what the trees hold. Whether the rules were kept, their signatures included, is for the events to say.
 * @param openGovernance the charter, amendments, and endorsements of amendments, ascending; asked for where there is a succession
 * @throws InputError `bad-note-signature`; Refusal, InputError as `openGovernance` and `Keyring.add`
 */
export function followSuccession(
  { succession = [] }: WithSuccession,
  openGovernance: () => readonly PlacedRecord[],
  policy: TrustPolicy,
  verify: VerifySignature,
): Succession {
  const anchors: Anchor[] = [];
  let trusted = policy;
  const records = succession.length === 0 ? [] : openGovernance();
  for (const { note } of succession) {
    const anchor = openAnchor(note, trusted, verify);
    anchors.push(anchor);
    if (anchor.opened === undefined) continue;
    const listed = charterAt(records, anchor.checkpoint.size)?.logKeys ?? [];
    trusted = withLogKeys(trusted, successorsOf(anchor.opened, listed));
  }
  return { trusted, anchors };
}

/** The charter as the records before `end` leave it. */
export function charterAt([charter, ...others]: readonly PlacedRecord[], end: number): LedgerState | undefined {
  if (charter === undefined) return undefined;
  const keyring = new Keyring('', charter);
  for (const event of others) if (event.index < end) keyring.add(event);
  return keyring.ledger;
}

/** Only keys that came after those that signed: a reader who has struck out a stolen key is never led back to it. */
function successorsOf({ logs }: OpenedCheckpoint, listed: readonly string[]): readonly string[] {
  const newest = Math.max(...logs.map(({ key }) => listed.indexOf(formatVkey(key))));
  return newest < 0 ? [] : listed.slice(newest + 1);
}

/** The keys that the charter lists stand under the origin, so they vouch for this log alone. */
function withLogKeys(policy: TrustPolicy, vkeys: readonly string[]): TrustPolicy {
  const known = new Set(policy.logs.map(({ key }) => formatVkey(key)));
  const more = vkeys.filter((vkey) => !known.has(vkey)).map((vkey) => ({ key: parseVkey(vkey), url: undefined }));
  return more.length === 0 ? policy : { ...policy, logs: [...policy.logs, ...more] };
}

/**
 * Requires that a key signed the checkpoint that the charter, as amended within its tree, had not retired.
 * @throws InputError `log-key-retired`
 */
export function assertNotRetired({ checkpoint, logs }: OpenedCheckpoint, charter: LedgerState): void {
  const signers = logs.map(({ key }) => formatVkey(key));
  const retired = findRetired(charter, signers, checkpoint.size);
  if (retired === undefined) return;
  throw new InputError(
    'log-key-retired',
    `a checkpoint of ${checkpoint.size} records, signed by none but ${signers.join(', ')}, which record ${retired.until} retired`,
  );
}

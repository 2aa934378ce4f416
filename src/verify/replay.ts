/**
 * Replaying the events of a bundle into a keyring, with the signature of each where its key is known (I3).
 * @module
 */
import { decodeBase64 } from '../core/bytes/base64.ts';
import type { VerifySignature } from '../core/crypto/public-key.ts';
import { parseSpki } from '../core/crypto/spki.ts';
import { InputError } from '../core/error.ts';
import { encodePae, PAYLOAD_TYPE } from '../core/statement/dsse.ts';
import type { Evidence, PlacedRecord } from './evidence.ts';
import { Keyring } from './keyring.ts';

/** The author's keyring before the record. */
export interface Replay {
  readonly keyring: Keyring;
  /** Events signed with keys that the file does not show. */
  readonly uncheckedEvents: number;
}

/**
 * Replays charter, amendments and the events of the author's account.
 * @throws InputError `bad-signature`; Refusal, InputError as `Keyring.add`
 */
export function replayEvents({ events, record }: Evidence, verify: VerifySignature): Replay {
  // The proven record may be the charter itself; then nothing comes before it.
  const [charter = record, ...others] = events;
  const keyring = new Keyring(record.statement.author, charter);
  assertSigned(charter, keyring.signingKey(charter), verify);
  let uncheckedEvents = 0;
  for (const event of others) {
    const spki = keyring.signingKey(event);
    keyring.add(event);
    if (spki === undefined) uncheckedEvents++;
    else assertSigned(event, spki, verify);
  }
  return { keyring, uncheckedEvents };
}

/** Requires that the key signed exactly the record's payload. @throws InputError `key-unknown`, `bad-public-key`, `bad-signature` */
export function assertSigned(record: PlacedRecord, spki: string | undefined, verify: VerifySignature): void {
  const { index, keyId, payload, signature, statement } = record;
  if (spki === undefined)
    throw new InputError('key-unknown', `record ${index}: ${keyId} is no key of ${statement.author}`);
  const key = parseSpki(decodeBase64(spki, undefined, 'spki'));
  if (verify(key, encodePae(PAYLOAD_TYPE, payload), signature)) return;
  throw new InputError('bad-signature', `record ${index}: the signature does not verify with key ${keyId}`);
}

/**
 * Checking a signature while the statement still waits: with the key that the author has now. Sequencing checks again if
 * it is another by then.
 * @module
 */
import type { Json } from '../core/json/json.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { signingKey } from '../core/rules/signing-key.ts';
import { STATE, type StateKey } from '../core/rules/state.ts';
import { refusing } from './batch-state.ts';
import type { LedgerIndex } from './ledger-index.ts';
import type { CheckedSignature, CheckSignature } from './sequence.ts';

/** Undefined where the author has no such key yet. */
export async function checkEarly(
  index: LedgerIndex,
  checkSignature: CheckSignature,
  signed: SignedStatement,
): Promise<CheckedSignature | undefined> {
  const keys = [STATE.institution(signed.statement.author), STATE.ledger, STATE.founding] as const;
  const values = await index.state<Json>(keys as readonly StateKey<Json>[]);
  const known = new Map(keys.map((key, i) => [key as string, values[i]]));
  const view = {
    get: <T extends Json>(key: StateKey<T>) => known.get(key) as T | undefined,
    rootAt: () => undefined,
  };
  const spki = refusing(() => signingKey(view, signed));
  return spki === undefined ? undefined : { spki, valid: await checkSignature(signed, spki) };
}

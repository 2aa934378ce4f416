/**
 * Which key a statement must verify with: that of its `keyid` in the author's keyring, or, while the ledger is being
 * founded, in the charter. Whether the key is live at the index is for `apply` to say.
 * @module
 */

import type { SignedStatement } from '../record/record.ts';
import { keyIdOf } from '../statement/key-id.ts';
import { STATE, type View } from './state.ts';

/** The SPKI (base64) of the key that signed, or undefined where the author has no such key. Reads only what `neededReads` names. */
export function signingKey(view: View, { statement, keyId }: SignedStatement): string | undefined {
  if (statement.kind === 'charter') {
    const keys = statement.body.founders.find((f) => f.institution === statement.author)?.keys ?? [];
    return keys.find(({ spki }) => keyIdOf(spki) === keyId)?.spki;
  }
  const enrolled = view.get(STATE.institution(statement.author))?.keys[keyId]?.spki;
  if (enrolled !== undefined) return enrolled;
  const founding = view.get(STATE.founding);
  return statement.author === view.get(STATE.ledger)?.operator ? founding?.operatorKeys[keyId] : undefined;
}

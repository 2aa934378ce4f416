/**
 * Which keys sign a checkpoint: all that this process has and that the charter, as amended, lists. So while the key of the log is
 * being succeeded both sign, under one name, and the old one signs nothing more from its retirement on
 * (docs/design/log-key-succession.md).
 * @module
 */
import { InputError } from '../core/error.ts';
import type { NoteSignature } from '../core/note/note.ts';
import type { LedgerState } from '../core/rules/state.ts';
import type { Signer } from './ports.ts';

/** @throws InputError `log-key-not-in-charter` where none is listed: what it signed would be no checkpoint of this log */
export function signersInForce(charter: Pick<LedgerState, 'logKeys'>, signers: readonly Signer[]): readonly Signer[] {
  const listed = signers.filter(({ vkey }) => charter.logKeys.includes(vkey));
  if (listed.length > 0) return listed;
  const given = signers.map(({ vkey }) => vkey).join(', ');
  throw new InputError(
    'log-key-not-in-charter',
    `the ledger was given the log key ${given}, which its charter does not name`,
  );
}

/** The signatures of all `signers`, in their order. One that fails fails all: a checkpoint that lacks one would lose its readers. */
export function signAll(
  signers: readonly Signer[],
  sign: (signer: Signer) => Promise<Uint8Array>,
): Promise<NoteSignature[]> {
  return Promise.all(
    signers.map(async (signer) => ({ name: signer.name, keyId: keyIdOf(signer), signature: await sign(signer) })),
  );
}

/** The key id in a vkey: `name+id+key`. */
function keyIdOf({ vkey }: Signer): string {
  return vkey.split('+')[1] ?? '';
}

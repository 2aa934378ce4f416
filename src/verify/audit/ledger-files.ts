/**
 * The files of a ledger as an auditor reads them, and nothing more: no lock, no recovery, no index, no writing. A folder,
 * a backup, a mirror or a server's static read path all look like this.
 * @module
 */

/** Read access to a ledger's files. Paths are relative to its folder, with slashes: `tile/0/x001/067`. */
export interface LedgerFiles {
  /**
   * The bytes of a file, or undefined where there is none.
   * Rejects with InputError `unreadable-file` where something stands there and cannot be read: that is a finding about
   * the ledger. Any other rejection, such as a lost connection, says nothing about it and ends the audit.
   */
  read(path: string): Promise<Uint8Array | undefined>;
  /**
   * Every path under `tile/`, `checkpoints/` and `staging/` that is not a folder, in any order; what is no regular file
   * is listed too. Absent where files cannot be listed (HTTP): stray files then go unnoticed.
   */
  list?(): AsyncIterable<string>;
  /**
   * True for a copy of the public files alone, which has no `head` and no `staging/`: it ends with its newest
   * checkpoint. If absent, true for what cannot be listed.
   */
  readonly isPublicCopy?: boolean;
}

/** True where a missing `head` is as it should be. */
export function isPublicCopy({ isPublicCopy: stated, list }: LedgerFiles): boolean {
  return stated ?? list === undefined;
}

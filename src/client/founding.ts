/**
 * The founding statements of a ledger: the charter and what it announces, all signed with an operator key.
 * @module
 */
import type { CharterBody } from '../core/generated/bodies.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { type StatementSigner, signStatement } from '../core/statement/sign.ts';
import { bodySubject, CHAIN_START, type Signing, type Statement } from '../core/statement/statement.ts';

/** Who founds, with what signature block. */
export interface Founding {
  readonly origin: string;
  readonly charter: CharterBody;
  /** An operator key that the charter lists. */
  readonly signer: StatementSigner;
  /** Meaning must be `responsibility`. */
  readonly signing: Signing;
}

/** The statements, in the only order that the rules accept. @throws InputError where the charter is not well-formed */
export function foundingStatements({ origin, charter, signer, signing }: Founding): SignedStatement[] {
  const common = { ledger: origin, author: charter.operator, signing };
  const signed: SignedStatement[] = [];
  const add = (make: (chain: Statement['chain']) => Statement): void => {
    const chain = { sequence: signed.length, previous: signed.at(-1)?.digest ?? CHAIN_START };
    signed.push(signStatement(make(chain), signer));
  };
  add((chain) => ({ ...common, chain, kind: 'charter', subject: bodySubject('charter', charter), body: charter }));
  for (const { institution, keys, roles } of charter.founders) {
    for (const key of keys) {
      const body = { institution, change: 'enrol' as const, key };
      add((chain) => ({ ...common, chain, kind: 'key', subject: bodySubject('key', body), body }));
    }
    for (const role of roles) {
      const body = { institution, role, change: 'grant' as const };
      add((chain) => ({ ...common, chain, kind: 'role', subject: bodySubject('role', body), body }));
    }
  }
  return signed;
}

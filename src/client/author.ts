/**
 * An author: an institution with a key, that builds and signs statements. Time and chain head are passed in.
 * @module
 */
import type { Bodies } from '../core/generated/bodies.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { type StatementSigner, signStatement } from '../core/statement/sign.ts';
import {
  bodySubject,
  type Signing,
  type Statement,
  type StatementOf,
  type Subject,
} from '../core/statement/statement.ts';
import type { KindName } from '../core/statement/validate.ts';

export interface AuthorParts {
  readonly institution: string;
  /** Origin of the ledger. */
  readonly origin: string;
  readonly signer: StatementSigner;
  /** Commitment to the record of the person who signs, 64 hex digits. */
  readonly signerCommitment: string;
}

/** What one statement says. */
export interface Draft<K extends KindName> {
  readonly kind: K;
  readonly body: Bodies[K];
  /** Head of the author's chain: `sequence` and `previous` of this statement. */
  readonly chain: Statement['chain'];
  /** RFC 3339 with offset. */
  readonly signedAt: string;
  /** Default `author`. */
  readonly meaning?: Signing['meaning'];
  readonly reason?: Signing['reason'];
  /** The artefact; for kinds without one it follows from the body. */
  readonly subject?: Subject;
  readonly seen?: Statement['seen'];
}

export class Author {
  readonly institution: string;
  readonly #parts: AuthorParts;

  constructor(parts: AuthorParts) {
    this.institution = parts.institution;
    this.#parts = parts;
  }

  /** The statement, not yet signed, for another signer. @throws InputError `bad-subject` where an artefact is missing */
  draft<K extends KindName>({
    kind,
    body,
    chain,
    signedAt,
    meaning = 'author',
    reason,
    subject,
    seen,
  }: Draft<K>): StatementOf<K> {
    const { institution, origin, signerCommitment } = this.#parts;
    return {
      kind,
      subject: subject ?? bodySubject(kind, body),
      ledger: origin,
      author: institution,
      chain,
      signing: { signer: signerCommitment, meaning, signedAt, ...(reason === undefined ? {} : { reason }) },
      ...(seen === undefined ? {} : { seen }),
      body,
    };
  }

  /** Builds and signs. @throws InputError where the statement breaks its schema */
  sign<K extends KindName>(draft: Draft<K>): SignedStatement {
    // A body of kind K in a statement of kind K: the union cannot follow the type parameter.
    return signStatement(this.draft(draft) as StatementOf<KindName> as Statement, this.#parts.signer);
  }
}

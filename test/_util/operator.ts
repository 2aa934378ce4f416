/**
 * The operator institution of a test ledger: its key as the engine takes it, and, for the oracle, the records that the
 * ledger itself must write, made by hand from their description.
 * @module
 */
import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import { commit } from '../../src/core/statement/commitment.ts';
import type { OperatorSigner } from '../../src/log/ports.ts';
import type { Founder } from './bodies.ts';

/** Signs with the first key of the first founder, who is the operator. */
export function testOperator({ founders }: { readonly founders: readonly Founder[] }): OperatorSigner {
  const [operator] = founders;
  const key = operator?.keys[0];
  if (operator === undefined || key === undefined) throw new Error('the first founder has no key');
  const commitment = commit('signer', new Uint8Array(32), `ledger process of ${operator.id}`);
  return { keyId: key.keyId, sign: (message) => key.sign(message), commitment };
}

/** What a credit record is made of. */
export interface CreditParts {
  readonly origin: string;
  /** Institution id of the operator. */
  readonly operator: string;
  readonly signer: OperatorSigner;
  /** Statement digests of the operator's records so far. */
  readonly chain: readonly string[];
  readonly body: {
    readonly source: string;
    readonly line: number;
    readonly beneficiary: string;
    readonly amount: string;
  };
  /** Recorded at this instant, and signed at it. */
  readonly at: string;
  /** Account root before the record. */
  readonly state: Uint8Array;
}

/** The bytes of a `credit` record: in-toto statement, DSSE envelope, record. */
export function naiveCredit({ origin, operator, signer, chain, body, at, state }: CreditParts): Uint8Array {
  const payload = Buffer.from(
    canonicalize({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        {
          name: `credit/${body.beneficiary}`,
          digest: { sha256: createHash('sha256').update(canonicalize(body)).digest('hex') },
        },
      ],
      predicateType: 'urn:ledgerline:v1:credit',
      predicate: {
        ledger: origin,
        author: operator,
        chain: { sequence: chain.length, previous: chain.at(-1) ?? '0'.repeat(64) },
        signing: { signer: signer.commitment, meaning: 'responsibility', signedAt: at },
        body,
      },
    }),
  );
  const type = 'application/vnd.in-toto+json';
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload]);
  const signature = Buffer.from(signer.sign(signed)).toString('base64');
  const envelope = {
    payload: payload.toString('base64'),
    payloadType: type,
    signatures: [{ keyid: signer.keyId, sig: signature }],
  };
  return Buffer.from(canonicalize({ envelope, recordedAt: at, state: Buffer.from(state).toString('hex'), v: 1 }));
}

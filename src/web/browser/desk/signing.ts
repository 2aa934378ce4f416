/**
 * Signing at the desk: the next statement of the institution's chain, with a key of this page, or by another signer who gets the
 * draft and gives back an envelope.
 * @module
 */
import { Author } from '../../../client/author.ts';
import type { LedgerClient } from '../../../client/ledger-client.ts';
import { localTime } from '../../../client/local-time.ts';
import { InputError } from '../../../core/error.ts';
import { canonicalize } from '../../../core/json/jcs.ts';
import { parseJson } from '../../../core/json/json.ts';
import { parseEnvelope, type SignedStatement } from '../../../core/record/record.ts';
import { encodePae, PAYLOAD_TYPE } from '../../../core/statement/dsse.ts';
import { encodeStatement, type Statement, statementDigest } from '../../../core/statement/statement.ts';
import type { PageKey } from './key.ts';
import type { Prepared } from './tasks.ts';

export interface SigningParts {
  readonly client: LedgerClient;
  readonly institution: string;
  readonly origin: string;
  readonly key: PageKey;
  /** Commitment to the record of whoever signs. */
  readonly signer: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** @throws InputError `not-found` for an institution that the ledger does not know, `key-not-authors` for a key that is not its own */
export async function signDraft({ draft }: Prepared, parts: SigningParts): Promise<SignedStatement> {
  const { client, institution, origin, key, signer, now } = parts;
  const { chain, keys } = await client.institution(institution);
  if (keys[key.keyId] === undefined)
    throw new InputError('key-not-authors', `the key ${key.keyId.slice(0, 12)}… is none of ${institution}`);
  const author = new Author({ institution, origin, signerCommitment: signer, signer: NOBODY });
  // The draft is of one kind: the union cannot follow its type.
  const statement = author.draft({ ...draft, chain, signedAt: localTime(now) } as never) as Statement;
  const payload = encodeStatement(statement);
  const signature = await key.sign(encodePae(PAYLOAD_TYPE, payload));
  return { payload, statement, digest: statementDigest(payload), keyId: key.keyId, signature };
}

/** Drafting needs no key. */
const NOBODY = {
  keyId: '',
  sign: (): Uint8Array => {
    throw new InputError('unexpected', 'nobody signs here');
  },
};

/** The draft as `ledgerline sign` reads it. */
export function draftFile({ draft }: Prepared): string {
  return `${JSON.stringify(draft, null, 2)}\n`;
}

/** An envelope is a record without its frame. */
const MAX_ENVELOPE_BYTES = 262_144;

/**
 * The envelope that another signer made of the draft.
 * @throws InputError `bad-json`, `schema-violation`, …; `usage` where it says something else
 */
export async function readEnvelope(file: File, { draft }: Prepared): Promise<SignedStatement> {
  if (file.size > MAX_ENVELOPE_BYTES) throw new InputError('usage', `${file.name} is no envelope: ${file.size} bytes`);
  const signed = parseEnvelope(parseJson(await file.text(), file.name));
  const { kind, body } = signed.statement;
  if (kind !== draft.kind || canonicalize(body) !== canonicalize(draft.body))
    throw new InputError('usage', `${file.name} is signed over another statement than the one on this page`);
  return signed;
}

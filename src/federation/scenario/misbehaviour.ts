/**
 * What some try, and the ledger refuses: no role, another's update, a changed byte, an outdated parent. Each goes through
 * the same client, API and rules as everything else.
 * @module
 */
import type { LedgerClient } from '../../client/ledger-client.ts';
import { decodeUtf8, encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError, InvariantError } from '../../core/error.ts';
import type { SignedStatement } from '../../core/record/record.ts';
import { parseStatement, statementDigest } from '../../core/statement/statement.ts';
import { zeroModel } from '../learning/model.ts';
import type { Lineage, Made, RoundParts } from './round-parts.ts';
import type { Refused } from './summary.ts';

/** Makes the attempts that fall between `next` and those who contributed before it in this round. */
export async function attempts(
  parts: RoundParts,
  number: number,
  next: Made,
  before: readonly Made[],
  lineage: Lineage,
): Promise<Refused[]> {
  const { client, files, roleless } = parts;
  const tried: Refused[] = [];
  const attempt = async (what: Refused['attempt'], institution: string, signed: SignedStatement): Promise<void> => {
    tried.push({ round: number, institution, attempt: what, code: await refusalOf(client, signed) });
  };
  const [first] = before;
  if (number === 1 && first !== undefined && before.length === 1) {
    // An institution without the role offers an update of its own.
    const { tensors, subject } = await files.saveModel(`r1-${roleless.id}`, { ...zeroModel(), bias: 1 }, 'update');
    await attempt(
      'no-role',
      roleless.id,
      await roleless.sign(client, 'contribution', { ...next.body, update: tensors }, { subject }),
    );
  }
  if (number === 2 && first !== undefined && before.length === 5) {
    // The last member hands in the update of another, under its own signature.
    const copy = { ...next.body, update: first.body.update };
    await attempt(
      'copied-update',
      next.member.id,
      await next.member.sign(client, 'contribution', copy, { subject: first.artefact.subject }),
    );
  }
  if (number === 3 && before.length === 2) {
    // Somebody on the way changes one byte of a signed statement.
    const signed = await next.member.sign(client, 'contribution', next.body, { subject: next.artefact.subject });
    await attempt('changed-byte', next.member.id, changeByte(signed, next.body.samples));
  }
  if (number === 4 && before.length === 3 && lineage.previous !== undefined) {
    // A straggler trained from the model of the round before.
    const stale = { ...next.body, parent: lineage.previous };
    await attempt(
      'wrong-parent',
      next.member.id,
      await next.member.sign(client, 'contribution', stale, { subject: next.artefact.subject }),
    );
  }
  return tried;
}

async function refusalOf(client: LedgerClient, signed: SignedStatement): Promise<string> {
  try {
    await client.submit(signed);
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
  throw new InvariantError('the ledger accepted what it must refuse');
}

/** The envelope with one hexadecimal digit of its payload changed; still a well-formed statement, no longer what was signed. */
function changeByte(signed: SignedStatement, digest: string): SignedStatement {
  const changed = `${digest.startsWith('0') ? '1' : '0'}${digest.slice(1)}`;
  const payload = encodeUtf8(decodeUtf8(signed.payload).replace(digest, changed));
  return { ...signed, payload, statement: parseStatement(payload), digest: statementDigest(payload) };
}

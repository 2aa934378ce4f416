/**
 * What this machine signed and sent in the name of an institution: a file that only grows, a JSON line an event, written before
 * a statement leaves. A monitor compares it with the log.
 *
 *     {"at":"2026-11-25T08:00:00.000Z","digest":"<hex>","event":"signed","kind":"contribution","sequence":4}
 *
 * `event` is `signed`, `sent` or `refused`.
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SubmissionJournal } from '../client/ledger-client.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { formatInstant } from '../core/statement/instant.ts';
import { appendFile } from './durable-file.ts';

export interface Journal extends SubmissionJournal {
  signed(signed: SignedStatement): Promise<void>;
}

/** Where the journal of an institution at a ledger lies. */
export function journalPath(folder: string, origin: string, institution: string): string {
  const ledger = createHash('sha256').update(origin).digest('hex').slice(0, 16);
  return join(folder, `${ledger}.${institution}.jsonl`);
}

/** The journals under `folder`, which is made when first needed. */
export function createJournal(folder: string, now: () => number): Journal {
  const write = async (event: string, { digest, statement }: SignedStatement): Promise<void> => {
    const { ledger, author, kind, chain } = statement;
    const path = journalPath(folder, ledger, author);
    await mkdir(dirname(path), { recursive: true });
    const line = JSON.stringify({ at: formatInstant(now()), digest, event, kind, sequence: chain.sequence });
    await appendFile(path, `${line}\n`);
  };
  return {
    signed: (signed) => write('signed', signed),
    sent: (signed) => write('sent', signed),
    refused: (signed) => write('refused', signed),
  };
}

/**
 * What commands of a participant share: which ledger, in whose name, with which key, under which trust policy. Flags win
 * over environment variables.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import envPaths from 'env-paths';
import { Author, type Draft } from '../client/author.ts';
import { LedgerClient, type Submitted } from '../client/ledger-client.ts';
import { InputError } from '../core/error.ts';
import { parsePolicy } from '../core/note/policy.ts';
import type { SignedStatement } from '../core/record/record.ts';
import type { KindName } from '../core/statement/validate.ts';
import { createFileMemory } from '../node/checkpoint-memory.ts';
import { localTime } from '../node/clock.ts';
import { readPrivateKeyFile } from '../node/crypto/key-files.ts';
import { readSignerRecord, signerCommitment, signerRecordPath } from '../node/signer-record.ts';
import { statementSigner } from '../node/statement-signer.ts';
import type { World } from './command.ts';

export interface LedgerFlags {
  readonly ledger?: string;
  readonly trust?: string;
  readonly readingTokenFile?: string;
}

export interface AuthorFlags extends LedgerFlags {
  readonly as?: string;
  readonly key?: string;
}

/** Adds `--ledger`, `--trust` and `--reading-token-file`. */
export function withLedgerFlags(command: Command): Command {
  return command
    .option('--ledger <url>', 'address of the ledger (or LEDGERLINE_LEDGER)')
    .option('--trust <file>', 'trust policy (or LEDGERLINE_TRUST)')
    .option('--reading-token-file <file>', 'file with the reading token');
}

/** Adds `--as` and `--key` besides. */
export function withAuthorFlags(command: Command): Command {
  return withLedgerFlags(command)
    .option('--as <institution>', 'institution id (or LEDGERLINE_INSTITUTION)')
    .option('--key <file>', 'private key of the institution (or LEDGERLINE_KEY)');
}

/** @throws InputError `usage` where neither flag nor variable says it */
export function need(value: string | undefined, world: World, variable: string, flag: string): string {
  const found = value ?? world.env[variable];
  if (found === undefined || found === '') throw new InputError('usage', `${flag} (or ${variable}) is required`);
  return found;
}

/** Reads a file that the user named. @throws InputError `file-not-found` */
export async function readNamed(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new InputError('file-not-found', `${path} cannot be read`, { cause });
  }
}

/** A client that remembers the last checkpoint of this ledger and refuses one that contradicts it. */
export async function openClient(flags: LedgerFlags, world: World): Promise<LedgerClient> {
  const url = need(flags.ledger, world, 'LEDGERLINE_LEDGER', '--ledger').replace(/\/+$/, '');
  const trust = need(flags.trust, world, 'LEDGERLINE_TRUST', '--trust');
  const token =
    flags.readingTokenFile === undefined
      ? undefined
      : Buffer.from(await readNamed(flags.readingTokenFile))
          .toString()
          .trim();
  return new LedgerClient({
    url,
    policy: parsePolicy(await readNamed(trust)),
    memory: createFileMemory(join(envPaths('ledgerline', { suffix: '' }).log, 'checkpoints')),
    ...(token === undefined ? {} : { readingToken: token }),
  });
}

/** An institution at a ledger. */
export interface Participant {
  readonly client: LedgerClient;
  readonly institution: string;
  /** Signs the next statement of the institution's chain. */
  sign<K extends KindName>(draft: Omit<Draft<K>, 'chain' | 'signedAt'>): Promise<SignedStatement>;
  /** Signs, submits and waits for the receipt. */
  submit<K extends KindName>(draft: Omit<Draft<K>, 'chain' | 'signedAt'>): Promise<Submitted>;
}

export async function openParticipant(flags: AuthorFlags, world: World): Promise<Participant> {
  const institution = need(flags.as, world, 'LEDGERLINE_INSTITUTION', '--as');
  const keyPath = need(flags.key, world, 'LEDGERLINE_KEY', '--key');
  const key = await readPrivateKeyFile(keyPath);
  const record = await readSignerRecord(signerRecordPath(keyPath));
  const client = await openClient(flags, world);
  const { origin } = await client.ledger();
  const author = new Author({
    institution,
    origin,
    signer: statementSigner(key),
    signerCommitment: signerCommitment(record),
  });
  const sign: Participant['sign'] = async (draft) => {
    const { chain } = await client.institution(institution);
    return author.sign({ ...draft, chain, signedAt: localTime(world.clock.now()) } as Draft<typeof draft.kind>);
  };
  return { client, institution, sign, submit: async (draft) => client.submit(await sign(draft)) };
}

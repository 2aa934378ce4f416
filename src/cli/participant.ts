/**
 * What commands of a participant share: which ledger, in whose name, with which key, under which trust policy. Flags win
 * over environment variables.
 * @module
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import envPaths from 'env-paths';
import { Author, type Draft } from '../client/author.ts';
import { LedgerClient, type Submitted } from '../client/ledger-client.ts';
import { localTime } from '../client/local-time.ts';
import { signerCommitment } from '../client/signer-record.ts';
import { InputError, InvariantError } from '../core/error.ts';
import { parsePolicy } from '../core/note/policy.ts';
import type { SignedStatement } from '../core/record/record.ts';
import type { KindName } from '../core/statement/validate.ts';
import { createFileMemory } from '../node/checkpoint-memory.ts';
import { readPrivateKeyFile } from '../node/crypto/key-files.ts';
import { createJournal, type Journal } from '../node/journal.ts';
import { readSignerRecord, signerRecordPath } from '../node/signer-record.ts';
import { statementSigner } from '../node/statement-signer.ts';
import type { Say, World } from './command.ts';
import { need, readToken, readTrust } from './inputs.ts';

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
export function withLedgerFlags(command: Command, say: Say): Command {
  return command
    .option(
      '--ledger <url>',
      say({ en: 'address of the ledger (or LEDGERLINE_LEDGER)', ko: '원장 주소 (또는 LEDGERLINE_LEDGER)' }),
    )
    .option(
      '--trust <file>',
      say({ en: 'trust policy (or LEDGERLINE_TRUST)', ko: '신뢰 정책 (또는 LEDGERLINE_TRUST)' }),
    )
    .option('--reading-token-file <file>', say({ en: 'file with the reading token', ko: '읽기 토큰이 든 파일' }));
}

/** Adds `--as` and `--key`. */
export function withIdentityFlags(command: Command, say: Say): Command {
  return command
    .option(
      '--as <institution>',
      say({ en: 'institution id (or LEDGERLINE_INSTITUTION)', ko: '기관 ID (또는 LEDGERLINE_INSTITUTION)' }),
    )
    .option(
      '--key <file>',
      say({ en: 'private key of the institution (or LEDGERLINE_KEY)', ko: '기관의 개인키 (또는 LEDGERLINE_KEY)' }),
    );
}

/** Adds all five. */
export function withAuthorFlags(command: Command, say: Say): Command {
  return withIdentityFlags(withLedgerFlags(command, say), say);
}

/** A folder of this user's state. */
export function stateFolder(name: string): string {
  return join(envPaths('ledgerline', { suffix: '' }).log, name);
}

/** What this machine signs and sends, for the monitor. */
function journalOf({ clock }: World): Journal {
  return createJournal(stateFolder('journal'), () => clock.now());
}

/** A client that remembers the last checkpoint of this ledger and refuses one that contradicts it. */
export async function openClient(flags: LedgerFlags, world: World): Promise<LedgerClient> {
  const url = need(flags.ledger, world, 'LEDGERLINE_LEDGER', '--ledger');
  if (!/^https?:\/\/./.test(url)) throw new InputError('usage', `${url} is no address: http://… or https://…`);
  return new LedgerClient({
    url,
    policy: parsePolicy(await readTrust(flags.trust, world)),
    memory: createFileMemory(stateFolder('checkpoints')),
    journal: journalOf(world),
    ...(flags.readingTokenFile === undefined ? {} : { readingToken: await readToken(flags.readingTokenFile) }),
  });
}

/** An institution at a ledger. */
export interface Participant {
  readonly client: LedgerClient;
  readonly institution: string;
  /** Name of the ledger, as the trust policy vouches for it. */
  readonly origin: string;
  /** Signs the next statement of the institution's chain. */
  sign<K extends KindName>(draft: Omit<Draft<K>, 'chain' | 'signedAt'>): Promise<SignedStatement>;
  /** Signs, submits and waits for the receipt. */
  submit<K extends KindName>(draft: Omit<Draft<K>, 'chain' | 'signedAt'>): Promise<Submitted>;
}

/**
 * Opens a ledger in the name of an institution. What is signed names the origin that the trust policy vouches for, and
 * nothing is signed for a ledger that contradicts what was seen of it before.
 * @throws InputError `checkpoint-inconsistent`, `unverified-note`, `key-file-permissions`, `unreachable`, `usage`
 */
export async function openParticipant(flags: AuthorFlags, world: World): Promise<Participant> {
  const institution = need(flags.as, world, 'LEDGERLINE_INSTITUTION', '--as');
  const keyPath = need(flags.key, world, 'LEDGERLINE_KEY', '--key');
  const key = await readPrivateKeyFile(keyPath);
  const record = await readSignerRecord(signerRecordPath(keyPath));
  const client = await openClient(flags, world);
  const { opened } = await client.checkpoint();
  if (opened === undefined) throw new InvariantError('a client with a policy opens its checkpoints');
  const { origin } = opened.checkpoint;
  const author = new Author({
    institution,
    origin,
    signer: statementSigner(key),
    signerCommitment: signerCommitment(record),
  });
  const sign: Participant['sign'] = async (draft) => {
    const { chain } = await client.institution(institution);
    const signed = author.sign({ ...draft, chain, signedAt: localTime(world.clock.now()) } as Draft<typeof draft.kind>);
    await journalOf(world).signed(signed);
    return signed;
  };
  return { client, institution, origin, sign, submit: async (draft) => client.submit(await sign(draft)) };
}

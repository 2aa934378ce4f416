/**
 * What `monitor` works with: made of its flags, the state folder and the world.
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LedgerClient } from '../client/ledger-client.ts';
import { InputError } from '../core/error.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';
import { createFileMemory } from '../node/checkpoint-memory.ts';
import { createNodeVerifier } from '../node/crypto/provider.ts';
import { journalPath } from '../node/journal.ts';
import { LeafCopy } from '../node/monitor/leaf-copy.ts';
import type { MonitorParts } from '../node/monitor/monitor.ts';
import { OwnSources } from '../node/monitor/own-sources.ts';
import type { OtherView } from '../node/monitor/views.ts';
import type { World } from './command.ts';
import { need, readToken } from './inputs.ts';
import { parseCount } from './numbers.ts';
import { stateFolder } from './participant.ts';

export interface MonitorFlags {
  readonly institution?: string;
  readonly ledger?: string;
  readonly trust?: string;
  readonly readingTokenFile?: string;
  readonly once?: true;
  readonly interval: string;
  readonly own?: readonly string[];
  readonly ownHere?: true;
  readonly also?: readonly string[];
  readonly maxAge?: string;
  readonly leftOutAfter: string;
  readonly webhook?: string;
  readonly allowAddress?: readonly string[];
  readonly state?: string;
  readonly acknowledge?: readonly string[];
}

/** What is watched, and where the monitor remembers. */
export interface Watched {
  readonly institution: string;
  readonly policy: TrustPolicy;
  readonly origin: string;
  readonly folder: string;
}

/** No answer of a ledger may hold up the watching for longer. */
const TIMEOUT_MS = 30_000;

/** @param signal ends a look at its next question */
export async function monitorParts(
  flags: MonitorFlags,
  world: World,
  { institution, policy, origin, folder }: Watched,
  signal: AbortSignal,
): Promise<MonitorParts> {
  const url = need(flags.ledger, world, 'LEDGERLINE_LEDGER', '--ledger');
  if (!/^https?:\/\/./.test(url)) throw new InputError('usage', `${url} is no address: http://… or https://…`);
  const token = flags.readingTokenFile === undefined ? {} : { readingToken: await readToken(flags.readingTokenFile) };
  const client = new LedgerClient({ url, timeoutMs: TIMEOUT_MS, ...token });
  const journal = journalPath(stateFolder('journal'), origin, institution);
  const own = new OwnSources(flags.own ?? [], [journal], policy);
  await own.read(); // a path that is not there is a mistake of the user, not of the ledger
  const verifier = createNodeVerifier({ maxKeys: 4096 });
  return {
    ...{ institution, policy, origin },
    files: {
      read: async (path) => {
        if (signal.aborted) throw new InputError('closing', 'the monitor is ending');
        return client.file(path);
      },
    },
    memory: createFileMemory(folder),
    leaves: new LeafCopy(join(folder, 'leaves')),
    others: (flags.also ?? []).map(otherView),
    own: () => own.read(),
    isOwnComplete: flags.own !== undefined || flags.ownHere === true,
    keepEvidence: (name, bytes) => keepEvidence(folder, name, bytes),
    verifySignature: verifier.verify,
    now: () => world.clock.now(),
    maxAgeSeconds: flags.maxAge === undefined ? undefined : parseCount(flags.maxAge, '--max-age'),
    leftOutSeconds: parseCount(flags.leftOutAfter, '--left-out-after'),
  };
}

/** A mirror's address, or that of a witness for this log: both show a `checkpoint`. */
function otherView(url: string): OtherView {
  if (!/^https?:\/\/./.test(url)) throw new InputError('usage', `${url} is no address: http://… or https://…`);
  const client = new LedgerClient({ url: url.replace(/\/checkpoint$/, ''), timeoutMs: TIMEOUT_MS });
  const read = (path: string): Promise<Uint8Array | undefined> => client.file(path);
  return { name: url, checkpoint: () => read('checkpoint'), files: { read } };
}

/** Evidence that is there already stays as it is. */
async function keepEvidence(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(path, bytes, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return path;
}

/**
 * An institution that watches a ledger of the tests, in memory but for the copy of leaf hashes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckpointMemory } from '../../src/client/checkpoint-memory.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { LeafCopy } from '../../src/node/monitor/leaf-copy.ts';
import { type Look, Monitor, type MonitorParts } from '../../src/node/monitor/monitor.ts';
import { type MonitorState, newState } from '../../src/node/monitor/state.ts';
import type { OwnStatement } from '../../src/verify/monitor/own-list.ts';
import type { HeldReceipt } from '../../src/verify/monitor/watch-receipts.ts';
import { verifySignature } from './audit.ts';
import type { NaiveLedger } from './naive-ledger.ts';
import { COSIGNED_AT, cosigners, found, policyOf, WITNESS } from './proven-ledger.ts';
import { type FileMap, naiveFiles } from './stored-ledger.ts';

export const PHARMA = 'hangang-pharma';

const root = mkdtempSync(join(tmpdir(), 'ledgerline-monitor-'));
// Files of the project `unit` share this module: it goes with the process, not with the first file that used it.
process.once('exit', () => rmSync(root, { recursive: true, force: true }));

export interface Watching {
  files: FileMap;
  own: Map<string, OwnStatement>;
  receipts: HeldReceipt[];
  state: MonitorState;
  now: number;
  readonly kept: Map<string, Uint8Array>;
  /** Path of the copy of leaf hashes. */
  readonly leaves: string;
  readonly contradictions: string[];
  /** Another process that remembers the same. */
  restart(): void;
  /** Looks, and returns what is told: `code@index`. */
  look(): Promise<string[]>;
  last: Look | undefined;
}

export function watch(
  origin: string,
  policyText: string,
  institution: string,
  options: Partial<Pick<MonitorParts, 'isOwnComplete' | 'maxAgeSeconds'>> = {},
): Watching {
  const notes = new Map<string, string>();
  const memory: CheckpointMemory = {
    load: async (of) => notes.get(of),
    store: async (of, note) => void notes.set(of, note),
    keepContradiction: async (_, note) => {
      watching.contradictions.push(note);
      return { remembered: 'ours.note', contradicting: 'theirs.note' };
    },
  };
  const folder = mkdtempSync(join(root, 'watching-'));
  const create = (): Monitor =>
    new Monitor({
      ...{ institution, origin, memory, verifySignature },
      leaves: new LeafCopy(join(folder, 'leaves')),
      policy: parsePolicy(policyText),
      files: { read: async (path) => watching.files.get(path) },
      others: [],
      own: async () => ({ statements: watching.own, receipts: watching.receipts, unreadable: [] }),
      isOwnComplete: options.isOwnComplete ?? true,
      keepEvidence: async (name, bytes) => {
        watching.kept.set(name, bytes);
        return name;
      },
      now: () => watching.now,
      maxAgeSeconds: options.maxAgeSeconds,
      leftOutSeconds: 600,
    });
  let monitor = create();
  const watching: Watching = {
    files: new Map(),
    own: new Map(),
    receipts: [],
    state: newState(origin, institution, COSIGNED_AT * 1000),
    now: COSIGNED_AT * 1000,
    kept: new Map(),
    last: undefined,
    leaves: join(folder, 'leaves'),
    contradictions: [],
    restart: () => {
      monitor = create();
    },
    look: async () => {
      const look = await monitor.look(watching.state);
      watching.last = look;
      watching.state = look.state;
      return look.fresh.map(({ code, index }) => (index === undefined ? code : `${code}@${index}`));
    },
  };
  return watching;
}

export function scene(options: Partial<Pick<MonitorParts, 'isOwnComplete' | 'maxAgeSeconds'>> = {}) {
  const { consortium, ledger } = found();
  const watching = watch(consortium.origin, policyOf([consortium.logKey], WITNESS), PHARMA, options);
  const know = (digest: string, sentAtUnixMs?: number, isRefused = false) =>
    watching.own.set(digest, { digest, sentAtUnixMs, isRefused });
  return { consortium, ledger, watching, know };
}

/** Publishes, and shows it. */
export function show(watching: Watching, ledger: NaiveLedger, files = (of: NaiveLedger) => naiveFiles(of)): void {
  ledger.publish(cosigners(0, WITNESS));
  watching.files = files(ledger);
}

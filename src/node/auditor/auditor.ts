/**
 * An auditor: what it examines of each of its logs before it cosigns.
 * @module
 */
import { join } from 'node:path';
import { InputError } from '../../core/error.ts';
import type { NoteSignature } from '../../core/note/note.ts';
import { formatVkey, type VerifierKey } from '../../core/note/vkey.ts';
import type { LogStates } from '../../witness/log-state.ts';
import { hashOrigin } from '../../witness/origin-hash.ts';
import type { Examine } from '../../witness/witness.ts';
import { createNodeVerifier } from '../crypto/provider.ts';
import type { Outgoing } from '../outgoing.ts';
import { LogAuditor, type LogAuditorParts } from './log-auditor.ts';
import { createLogSource } from './log-source.ts';

/** A log that is audited, and where it is read. */
export interface AuditedLog {
  readonly origin: string;
  /** The keys that may sign its checkpoints; which of them may still, its charter says. */
  readonly keys: readonly VerifierKey[];
  readonly url: string;
  readonly readingToken?: string;
}

export interface AuditorParts extends Pick<LogAuditorParts, 'waitMs' | 'now' | 'report'> {
  readonly logs: readonly AuditedLog[];
  /** Where the copies are kept. */
  readonly folder: string;
  readonly states: LogStates;
  readonly outgoing: Outgoing;
}

export interface Auditor {
  readonly examine: Examine;
  /** Stops replaying. */
  close(): Promise<void>;
}

/** Institution keys are few; each is parsed once. */
const MAX_KEYS = 4096;

/** Opens the auditor; what it cosigned before is replayed again in the background, from its copies. */
export async function openAuditor(parts: AuditorParts): Promise<Auditor> {
  const { logs, folder, states, outgoing, waitMs, now, report } = parts;
  const { verify } = createNodeVerifier({ maxKeys: MAX_KEYS });
  const auditors = new Map<string, LogAuditor>();
  for (const { origin, keys: _, ...options } of logs) {
    const auditor = new LogAuditor({
      ...{ origin, states, waitMs, now, report },
      source: createLogSource(outgoing, options),
      folder: join(folder, hashOrigin(origin)),
      verifySignature: verify,
    });
    auditors.set(origin, auditor);
    await startIfKnown(auditor, states, origin);
  }
  return {
    examine: async ({ checkpoint, logSignatures }, memory) => {
      const auditor = auditors.get(checkpoint.origin);
      const keys = logs.find(({ origin }) => origin === checkpoint.origin)?.keys;
      if (auditor === undefined || keys === undefined)
        throw new InputError('witness-unknown-log', `${checkpoint.origin} is not audited here`);
      const signers = keys.filter((key) => logSignatures.some((each) => isBy(key, each))).map(formatVkey);
      await auditor.examine({ ...checkpoint, signers }, memory);
    },
    close: async () => {
      await Promise.all([...auditors.values()].map((auditor) => auditor.close()));
    },
  };
}

function isBy(key: VerifierKey, { name, keyId }: NoteSignature): boolean {
  return key.name === name && key.keyId === keyId;
}

/** A log whose state is damaged is refused when it asks; the others go on. */
async function startIfKnown(auditor: LogAuditor, states: LogStates, origin: string): Promise<void> {
  try {
    auditor.start(await states.load(origin));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

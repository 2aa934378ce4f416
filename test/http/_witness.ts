/**
 * A witness on a real socket, with its state in a real folder.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseNote } from '../../src/core/note/note.ts';
import { openNote } from '../../src/core/note/open.ts';
import { type ListenOptions, listen } from '../../src/server/listen.ts';
import { createWitnessServer, type WitnessServerOptions } from '../../src/server/witness/witness-server.ts';
import { createCosignedLogs } from '../../src/witness/cosigned-logs.ts';
import { createFileStates, type LogStates } from '../../src/witness/log-state.ts';
import { hashOrigin } from '../../src/witness/origin-hash.ts';
import { type Examine, type WitnessedLog as Watched, Witness } from '../../src/witness/witness.ts';
import { type TestNoteKey, testWitnessKey } from '../_util/keys.ts';
import type { WitnessedLog } from '../_util/witnessed-log.ts';
import { type Answer, askRaw } from './_server.ts';

export interface TestWitness {
  readonly url: string;
  readonly key: TestNoteKey;
  readonly folder: string;
  readonly states: LogStates;
  add(body: string | Uint8Array): Promise<Answer>;
  latest(origin: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface TestWitnessOptions {
  readonly logs: readonly WitnessedLog[];
  readonly watched?: readonly Watched[];
  readonly states?: typeof createFileStates;
  readonly examine?: Examine;
  readonly listen?: Partial<ListenOptions>;
  readonly server?: Partial<WitnessServerOptions>;
}

/** POSIX seconds at which test witnesses cosign. */
export const COSIGNED_AT = 1_795_000_000;

export async function startWitness({
  logs,
  watched,
  states: make,
  examine,
  ...more
}: TestWitnessOptions): Promise<TestWitness> {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerline-witness-'));
  const key = testWitnessKey('witness.example/mfds');
  const cosigned = createCosignedLogs(join(folder, 'witness.pem.cosigned'));
  const states = (make ?? createFileStates)(join(folder, 'state'), cosigned);
  const witness = new Witness({
    signer: key.signer,
    logs: watched ?? logs.map(({ origin, key: { verifier } }) => ({ origin, keys: [verifier] })),
    states,
    clock: { now: () => COSIGNED_AT * 1000 },
    ...(examine === undefined ? {} : { examine }),
  });
  const { url, close } = await listen(createWitnessServer({ witness, ...more.server }), {
    host: '127.0.0.1',
    port: 0,
    ...more.listen,
  });
  return {
    ...{ url, key, folder, states },
    add: (body) => askRaw(url, '/add-checkpoint', { method: 'POST', body }),
    latest: (origin) => askRaw(url, `/${hashOrigin(origin)}/checkpoint`),
    close: async () => {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** When the witness cosigned `note`, by the lines that it answered. Throws where they are not its own over this note. */
export function cosignedAt(note: string, lines: string, { verifier }: TestNoteKey): number | undefined {
  const [text = ''] = note.split('\n\n');
  const { verified } = openNote(parseNote(`${text}\n\n${lines}`), [verifier]);
  return verified[0]?.timestampSeconds;
}

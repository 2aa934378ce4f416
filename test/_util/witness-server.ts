/**
 * A witness behind real HTTP, for tests of whoever asks one: honest by the decision that ours makes, or as wrong as the test likes.
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { decodeBase64 } from '../../src/core/bytes/base64.ts';
import { InputError } from '../../src/core/error.ts';
import { signCosignature } from '../../src/core/note/cosignature.ts';
import { formatNote, formatSignatureLine, type Note } from '../../src/core/note/note.ts';
import type { VerifierKey } from '../../src/core/note/vkey.ts';
import { approve, NOTHING_SEEN, type WitnessMemory } from '../../src/witness/decide.ts';
import type { TestNoteKey } from './keys.ts';

/** Answers in place of the honest witness; undefined lets it answer. */
export type Lie = (
  request: { readonly path: string; readonly body: string },
  response: ServerResponse,
) => true | undefined;

export interface TestWitness {
  readonly url: string;
  readonly key: TestNoteKey;
  memory: WitnessMemory;
  /** The last note that it cosigned, as it shows it. */
  shown: string | undefined;
  lie: Lie | undefined;
  /** Requests to add a checkpoint, their bodies. */
  readonly asked: string[];
  /** POSIX seconds that it states; the clock's if absent. */
  time: number | undefined;
  /** Stops listening; `start` listens again on the same port, with the same memory. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startWitness(key: TestNoteKey, logKeys: readonly VerifierKey[]): Promise<TestWitness> {
  const sockets = new Set<import('node:net').Socket>();
  let server = createServer();
  let port = 0;
  const witness: TestWitness = {
    ...{ key, memory: NOTHING_SEEN, shown: undefined, lie: undefined, asked: [], time: undefined },
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    start: async () => {
      server = createServer((request, response) => void answer(witness, logKeys, request, response));
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
      await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
      port = Number(Object(server.address()).port);
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
  await witness.start();
  return witness;
}

async function answer(
  witness: TestWitness,
  logKeys: readonly VerifierKey[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let body = '';
  for await (const part of request) body += part;
  const path = request.url ?? '';
  if (path.endsWith('/add-checkpoint')) witness.asked.push(body);
  if (witness.lie?.({ path, body }, response) === true) return;
  if (path.endsWith('/add-checkpoint')) cosign(witness, logKeys, body, response);
  else if (witness.shown !== undefined) response.end(witness.shown);
  else response.writeHead(404).end();
}

function cosign(witness: TestWitness, logKeys: readonly VerifierKey[], body: string, response: ServerResponse): void {
  const end = body.indexOf('\n\n');
  const [first = '', ...proof] = body.slice(0, end).split('\n');
  const oldSize = Number(first.slice('old '.length));
  const consistency = proof.map((line) => decodeBase64(line));
  try {
    const { note, checkpoint } = approve({ note: body.slice(end + 2), oldSize, consistency }, logKeys, witness.memory);
    witness.memory = { size: checkpoint.size, root: checkpoint.root };
    const line = cosignatureOf(witness, note);
    witness.shown = formatNote(note) + line;
    response.end(line);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (error.code === 'witness-stale')
      response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${witness.memory.size}\n`);
    else response.writeHead(error.code === 'bad-consistency-proof' ? 422 : 403).end();
  }
}

/** The witness's line under a note's text. */
export function cosignatureOf({ key, time }: Pick<TestWitness, 'key' | 'time'>, { text }: Pick<Note, 'text'>): string {
  return formatSignatureLine(signCosignature(text, time ?? Math.floor(Date.now() / 1000), key.signer));
}

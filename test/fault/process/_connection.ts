/**
 * One HTTP/1.1 connection on which requests follow each other without waiting for answers. `fetch` does not pipeline, and
 * a client that waits never has two statements of one chain under way.
 * @module
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { formatEnvelope, type SignedStatement } from '../../../src/core/record/record.ts';

/** A whole answer. One that was cut off is none. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');

export class Connection {
  readonly #socket: Socket;
  /** Who waits, in the order of the requests. Undefined means that the connection ended first. */
  readonly #waiting: ((answer: Answer | undefined) => void)[] = [];
  #received = Buffer.alloc(0);
  /** Called at `100 Continue`. */
  #continued = (): void => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => undefined); // `close` follows
    socket.once('close', () => {
      for (const answer of this.#waiting.splice(0)) answer(undefined);
    });
  }

  /** Connects to `http://host:port`. */
  static async open(url: string): Promise<Connection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new Connection(socket);
  }

  /** Connects, lets `work` use it, and closes it. */
  static async use<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await Connection.open(url);
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  }

  /** Undefined when the connection ends before the answer is whole. */
  get(path: string): Promise<Answer | undefined> {
    return this.#send(`GET ${path} HTTP/1.1\r\nHost: ledger\r\n\r\n`);
  }

  /** Submits one statement, or several as a batch. */
  submit(statements: readonly SignedStatement[]): Promise<Answer | undefined> {
    return this.#send(formatRequest(statements));
  }

  /** Sends the first half of a submission, and returns when the server has begun to read it. */
  async beginSubmit(signed: SignedStatement): Promise<{ answer: Promise<Answer | undefined>; finish(): void }> {
    const request = formatRequest([signed], ['Expect: 100-continue']);
    const half = request.length - 100;
    const begun = new Promise<void>((resolve) => {
      this.#continued = resolve;
    });
    const answer = this.#send(request.slice(0, half));
    await begun;
    return { answer, finish: () => this.#socket.write(request.slice(half)) };
  }

  close(): void {
    this.#socket.destroy();
  }

  #send(request: string): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      if (this.#socket.destroyed) resolve(undefined);
      this.#waiting.push(resolve);
      this.#socket.write(request);
    });
  }

  #take(chunk: Buffer): void {
    if (this.#waiting.length === 0) return; // 408, to a connection that has been idle for long
    this.#received = Buffer.concat([this.#received, chunk]);
    for (let whole = this.#nextAnswer(); whole !== undefined; whole = this.#nextAnswer())
      this.#waiting.shift()?.(whole);
  }

  #nextAnswer(): Answer | undefined {
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return undefined;
    const head = this.#received.subarray(0, headEnd).toString();
    if (head.startsWith('HTTP/1.1 100 ')) {
      this.#received = this.#received.subarray(headEnd + HEAD_END.length);
      this.#continued();
      return this.#nextAnswer();
    }
    const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
    if (length === undefined) throw new Error(`an answer without its length: ${head}`);
    const start = headEnd + HEAD_END.length;
    const end = start + Number(length);
    if (this.#received.length < end) return undefined;
    const body = this.#received.subarray(start, end);
    this.#received = this.#received.subarray(end);
    return { status: Number(head.slice('HTTP/1.1 '.length).slice(0, 3)), body };
  }
}

/** A POST of one statement, or of several as a batch. */
function formatRequest(statements: readonly SignedStatement[], headers: readonly string[] = []): string {
  const envelopes = statements.map(formatEnvelope);
  const body = JSON.stringify(envelopes.length === 1 ? envelopes[0] : envelopes);
  const head = ['POST /api/v1/statements HTTP/1.1', 'Host: ledger', 'Content-Type: application/json', ...headers];
  return [...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

/**
 * A connection on which anything can be written, as clients that mean harm do.
 * @module
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export class RawConnection {
  readonly socket: Socket;
  /** Settles with everything that the server sent once it has closed the connection. */
  readonly closed: Promise<string>;
  #received = '';

  private constructor(socket: Socket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => resolve(this.#received));
    });
    socket.on('error', () => {}); // a reset is a way of closing
    socket.setEncoding('latin1').on('data', (text: string) => {
      this.#received += text;
    });
  }

  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    return connection;
  }

  /** What the server has sent so far. */
  get received(): string {
    return this.#received;
  }

  write(text: string | Uint8Array): void {
    this.socket.write(text);
  }

  /** Settles once the server has sent something that matches. Rejects where it closes before that. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#received)) {
      if (this.socket.destroyed) throw new Error(`the server closed after ${JSON.stringify(this.#received)}`);
      await Promise.race([once(this.socket, 'data'), this.closed]);
    }
    return this.#received;
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.socket.resetAndDestroy();
  }
}

/** The status lines of all answers in `text`. */
export function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

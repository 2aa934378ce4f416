/**
 * A server on a real socket that answers as no server should.
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Misbehave = (response: ServerResponse, request: IncomingMessage) => void;

export interface HostileServer extends AsyncDisposable {
  readonly url: string;
  /** Requests so far, as `GET /path`. */
  readonly requests: readonly string[];
  /** Bytes that the sockets have taken so far. */
  readonly sentBytes: () => number;
  /** Settles when the next connection has ended. */
  readonly hungUp: Promise<void>;
}

/** Starts a server that answers everything in this way. */
export async function startHostileServer(misbehave: Misbehave): Promise<HostileServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let sentBytes = 0;
  let hangUp = (): void => {};
  const hungUp = new Promise<void>((resolve) => {
    hangUp = resolve;
  });
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.on('error', () => {}); // the client may leave at any time
    misbehave(response, request);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket
      .on('error', () => {})
      .on('close', () => {
        sentBytes += socket.bytesWritten;
        sockets.delete(socket);
        hangUp();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    sentBytes: () => [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, sentBytes),
    hungUp,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Writes pieces for as long as the connection takes them. */
export function writeForEver(response: ServerResponse, piece: Uint8Array): void {
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
}

/**
 * The connections of a server: how many there may be, and how many requests are under way on each. Node's own count takes a
 * connection that has not sent anything yet, as browsers open them in advance, for a busy one.
 * @module
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Holder, holderOfAddress } from './address.ts';
import { Allotment } from './allotment.ts';
import { whenOver } from './exchange.ts';

/** Whether an address is that of a trusted proxy, as Express compiles it from `trust proxy`. */
type IsTrusted = (address: string | undefined, hop: number) => boolean;

export class Connections {
  readonly #places: Allotment;
  readonly #isTrusted: IsTrusted;
  readonly #busy = new Map<Socket, number>();
  #isEnding = false;

  /** @param max connections open at once; a quarter for one address, but all for a trusted proxy */
  constructor(server: Server, max: number, isTrusted: IsTrusted) {
    this.#places = new Allotment(max);
    this.#isTrusted = isTrusted;
    server.on('connection', (socket) => this.#admit(socket));
    server.on('request', (request, response) => {
      const { socket } = request;
      this.#count(socket, 1);
      whenOver(request, response, () => this.#count(socket, -1));
    });
  }

  /** Ends each connection as soon as nothing is under way on it. */
  endWhenIdle(): void {
    this.#isEnding = true;
    for (const socket of this.#busy.keys()) this.#count(socket, 0);
  }

  /** The newest is turned away where there are too many: those that are served already are left alone. */
  #admit(socket: Socket): void {
    const holder = this.#holderOf(socket);
    if (!this.#places.take(holder)) return void socket.destroy();
    this.#count(socket, 0);
    socket.once('close', () => {
      this.#places.giveBack(holder);
      this.#busy.delete(socket);
    });
  }

  #holderOf({ remoteAddress }: Socket): Holder {
    return this.#isTrusted(remoteAddress, 0) ? undefined : holderOfAddress(remoteAddress);
  }

  #count(socket: Socket, change: number): void {
    if (socket.destroyed) return; // its entry goes, or is gone already
    const requests = (this.#busy.get(socket) ?? 0) + change;
    this.#busy.set(socket, requests);
    if (this.#isEnding && requests === 0) socket.destroySoon();
  }
}

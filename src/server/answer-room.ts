/**
 * Room for answers that their readers have not taken yet. A client that asks and does not read makes the server keep what it
 * asked for; so each answer holds its bytes until it is out, and where there is no room for it, it is not begun.
 * @module
 */
import type { ServerResponse } from 'node:http';

/** Holds so many bytes until the answer is out. @throws InputError `busy` where there is no such room */
type Hold = (bytes: number) => void;

const rooms = new WeakMap<ServerResponse, Hold>();

/** From now on the answer finds its room by `hold`. */
export function offerRoom(response: ServerResponse, hold: Hold): void {
  rooms.set(response, hold);
}

/** Holds the room of an answer that is about to be sent. @throws InputError `busy` */
export function holdRoom(response: ServerResponse, bytes: number): void {
  rooms.get(response)?.(bytes);
}

/**
 * When an exchange is over. A response that waits behind another one of its connection never hears that the connection is
 * gone (Node tells only the one that is being written), so both are listened to.
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const pending = new WeakMap<Socket, Set<() => void>>();

/** Calls `action` once: when the answer is out, or cannot come out any more. */
export function whenOver({ socket }: IncomingMessage, response: ServerResponse, action: () => void): void {
  const actions = pending.get(socket) ?? listenTo(socket);
  const once = (): void => {
    if (actions.delete(once)) action();
  };
  actions.add(once);
  response.once('close', once);
  if (socket.destroyed) once();
}

/** One listener a connection, however many requests come down it. */
function listenTo(socket: Socket): Set<() => void> {
  const actions = new Set<() => void>();
  pending.set(socket, actions);
  socket.once('close', () => {
    for (const action of actions) action();
  });
  return actions;
}

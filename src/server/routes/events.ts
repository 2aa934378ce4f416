/**
 * Server-sent events (WHATWG HTML, "Server-sent events"): each new published checkpoint, as soon as it is public.
 *
 * ```
 * event: checkpoint
 * id: 42                                       the tree size
 * data: {"size":42,"checkpoint":"<note>"}
 * ```
 * A stream begins with the newest checkpoint, unless its size is the `Last-Event-ID` of the request. Checkpoints in between
 * are not repeated: `/checkpoints/` has them all. A comment line now and then keeps proxies from giving up.
 * @module
 */
import type { Request, Response } from 'express';
import { InputError } from '../../core/error.ts';
import type { Ledger } from '../../log/ledger.ts';
import { holderOf } from '../address.ts';
import { whenOver } from '../exchange.ts';
import type { ServerLimits } from '../limits.ts';
import type { Load } from '../load.ts';
import { RetryLater } from '../retry-later.ts';
import type { Route } from '../route.ts';

/** A reader that lets this much pile up, in bytes, is cut off; it comes back with its `Last-Event-ID`. */
const MAX_BACKLOG_BYTES = 64 * 1024;

type Checkpoint = { readonly size: number; readonly note: string };

export function eventRoutes(
  ledger: Ledger,
  { eventStreams: places }: Load,
  { heartbeatMs }: ServerLimits,
  closing: AbortSignal,
): Route[] {
  const streams = new Set<Response>();
  closing.addEventListener('abort', () => {
    for (const stream of streams) stream.end();
  });

  const open = (request: Request, response: Response): void => {
    if (closing.aborted) throw new InputError('closing', 'the server is shutting down');
    const holder = holderOf(request);
    if (!places.take(holder)) throw new RetryLater('too-many-streams', `${places.held} event streams are open already`);
    whenOver(request, response, () => places.giveBack(holder));
    response.status(200).set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.flushHeaders();
    if (request.method === 'HEAD') return void response.end();

    let sent = lastEventId(request);
    const send = ({ size, note }: Checkpoint): void => {
      if (size <= sent) return;
      sent = size;
      write(response, `event: checkpoint\nid: ${size}\ndata: ${JSON.stringify({ size, checkpoint: note })}\n\n`);
    };
    streams.add(response);
    const unsubscribe = ledger.subscribe(send);
    const heartbeat = setInterval(() => write(response, ':\n\n'), heartbeatMs);
    whenOver(request, response, () => {
      streams.delete(response);
      unsubscribe();
      clearInterval(heartbeat);
    });
    if (ledger.published !== undefined) send(ledger.published);
  };
  return [{ method: 'get', path: '/api/v1/events', handle: open }];
}

/** Never throws: it runs inside the ledger's publication. */
function write(response: Response, text: string): void {
  if (response.writableEnded || response.destroyed) return;
  if (response.writableLength > MAX_BACKLOG_BYTES) response.destroy();
  else response.write(text);
}

/** The size that the reader has seen; -1 if it does not say, or not in our words. */
function lastEventId(request: Request): number {
  const text = request.get('Last-Event-ID') ?? '';
  return /^(?:0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : -1;
}

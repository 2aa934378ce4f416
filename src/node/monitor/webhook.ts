/**
 * Telling a webhook: one POST of JSON an alarm, tried again with growing pauses until it is taken (status 2xx), while the watching
 * goes on.
 *
 * ```json
 * {"alarm":{"code":"foreign-statement","firstAt":1764057600000,"id":"…","index":12,"level":"alarm","message":"…"},
 *  "format":"ledgerline/alarm@v1","institution":"snuh","origin":"log.example/consortium"}
 * ```
 * @module
 */

import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import type { ToldAlarm } from '../../verify/monitor/reconcile.ts';
import type { Outgoing } from '../outgoing.ts';

const TIMEOUT_MS = 10_000;
/** Of an answer, whose content means nothing. */
const MAX_ANSWER_BYTES = 64 * 1024;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 300_000;

export interface WebhookParts {
  readonly url: string;
  readonly outgoing: Outgoing;
  readonly origin: string;
  readonly institution: string;
  /** Monotonic, milliseconds. */
  readonly now: () => number;
}

export class Webhook {
  readonly #parts: WebhookParts;
  #pauseMs = FIRST_PAUSE_MS;
  #notBefore = 0;

  constructor(parts: WebhookParts) {
    this.#parts = parts;
  }

  /** Milliseconds until it may be tried again. */
  get waitMs(): number {
    return Math.max(0, this.#notBefore - this.#parts.now());
  }

  /**
   * Hands over alarms, in order, up to the first that is not taken; nothing where the pause is not over.
   * @returns the ids of those taken, and why not the next
   */
  async deliver(
    alarms: readonly ToldAlarm[],
  ): Promise<{ readonly taken: readonly string[]; readonly failure?: string }> {
    const taken: string[] = [];
    if (this.waitMs > 0) return { taken };
    for (const alarm of alarms) {
      const failure = await this.#post(alarm);
      if (failure !== undefined) {
        this.#notBefore = this.#parts.now() + this.#pauseMs;
        this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
        return { taken, failure };
      }
      this.#pauseMs = FIRST_PAUSE_MS;
      taken.push(alarm.id);
    }
    return { taken };
  }

  async #post({ isLasting: _, isAcknowledged: __, ...alarm }: ToldAlarm): Promise<string | undefined> {
    const { url, outgoing, origin, institution } = this.#parts;
    const body = encodeUtf8(JSON.stringify({ format: 'ledgerline/alarm@v1', origin, institution, alarm }));
    try {
      const headers = { 'content-type': 'application/json' };
      const request = {
        method: 'POST',
        url,
        body,
        headers,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_ANSWER_BYTES,
      } as const;
      const { status } = await outgoing(request);
      return status >= 200 && status < 300 ? undefined : `status ${status}`;
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
  }
}

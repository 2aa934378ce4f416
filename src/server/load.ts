/**
 * What the server has in hand, within its bounds: a client that asks for more is told to come back.
 * @module
 */
import type { Request, RequestHandler, Response } from 'express';
import { type Holder, holderOf } from './address.ts';
import { Allotment, shareOf } from './allotment.ts';
import { AnswerCache } from './answer-cache.ts';
import { offerRoom } from './answer-room.ts';
import type { BodyRoom } from './body.ts';
import { BuildLine } from './build-line.ts';
import { whenOver } from './exchange.ts';
import { ALWAYS_ANSWERED, BUILDS_AT_ONCE, MAX_BATCH_BYTES, REPORTS_IN_LINE, type ServerLimits } from './limits.ts';
import { RetryLater } from './retry-later.ts';

export class Load {
  readonly requests: Allotment;
  readonly bodyBytes: Allotment;
  readonly answerBytes: Allotment;
  readonly eventStreams: Allotment;
  readonly builds: BuildLine;
  /** One report at a time: each takes a thread. */
  readonly #reports = new BuildLine(1, REPORTS_IN_LINE);
  readonly #answers: AnswerCache;
  readonly #largestAnswer: number;

  constructor({ requests, bodyBytes, answerBytes, eventStreams, builds, cacheBytes }: ServerLimits) {
    this.requests = new Allotment(requests);
    this.bodyBytes = new Allotment(bodyBytes, Math.max(shareOf(bodyBytes), MAX_BATCH_BYTES));
    this.answerBytes = new Allotment(answerBytes);
    this.eventStreams = new Allotment(eventStreams);
    this.builds = new BuildLine(BUILDS_AT_ONCE, builds);
    this.#answers = new AnswerCache(cacheBytes);
    this.#largestAnswer = shareOf(answerBytes);
  }

  /** Holds a place for each request until its answer is out. @param retrySeconds when to come back where there is none */
  admit(retrySeconds: () => number): RequestHandler {
    return (request, response, next) => {
      if (ALWAYS_ANSWERED.includes(request.path)) return next();
      const holder = holderOf(request);
      if (!this.requests.take(holder))
        throw new RetryLater('busy', `${this.requests.held} requests are under way already`, retrySeconds());
      whenOver(request, response, () => this.requests.giveBack(holder));
      // Whoever submitted has its receipt in any case.
      if (request.method === 'GET') offerRoom(response, this.#holdAnswer(request, response, holder));
      next();
    };
  }

  #holdAnswer(request: Request, response: Response, holder: Holder): (bytes: number) => void {
    return (bytes) => {
      const held = Math.min(bytes, this.#largestAnswer); // a larger one takes all that one address may have
      if (!this.answerBytes.take(holder, held))
        throw new RetryLater('busy', `answers of ${this.answerBytes.held} bytes are not taken yet`);
      whenOver(request, response, () => this.answerBytes.giveBack(holder, held));
    };
  }

  /** Room for the body of a request: what it takes is given back when the answer is out. */
  bodyRoom(request: Request, response: Response, retrySeconds: () => number): BodyRoom {
    const all = this.bodyBytes;
    const holder = holderOf(request);
    let held = 0;
    whenOver(request, response, () => {
      all.giveBack(holder, held);
      held = 0;
    });
    return {
      get left() {
        return all.room(holder);
      },
      hold(bytes) {
        if (!all.take(holder, bytes))
          throw new RetryLater('busy', `bodies of ${all.held} bytes are in hand already`, retrySeconds());
        held += bytes;
      },
    };
  }

  /** An answer that never changes and takes long to make: from the cache, or made when its turn comes. @throws InputError `busy` */
  async answer(
    key: string,
    holder: Holder,
    make: () => Promise<Uint8Array | undefined>,
  ): Promise<Uint8Array | undefined> {
    return this.#answers.get(key, () => this.builds.run(holder, make));
  }

  /** The same for a report, which stands in a line of its own. @throws InputError `busy` */
  async report(key: string, holder: Holder, make: () => Promise<Uint8Array>): Promise<Uint8Array | undefined> {
    return this.#answers.get(key, () => this.#reports.run(holder, make));
  }

  /** The same for a receipt: whoever has submitted does not stand in line again. */
  async receipt(key: string, make: () => Promise<Uint8Array | undefined>): Promise<Uint8Array | undefined> {
    return this.#answers.get(key, make);
  }
}

/** The key of the proof bundle of record `index`. */
export function bundleKey(index: number): string {
  return `bundle ${index}`;
}

/** The key of the statement of `account` at the published checkpoint of `size`. */
export function statementKey(account: string, size: number): string {
  return `statement ${size} ${account}`;
}

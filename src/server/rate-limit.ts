/**
 * The limit by address: so many requests in a minute, told in the headers `RateLimit` and `RateLimit-Policy`
 * (draft-ietf-httpapi-ratelimit-headers-08). What the server could not do is not held against the client: an answer of 5xx,
 * refusals for want of room among them, is taken off its count again.
 * @module
 */
import type { RequestHandler, Response } from 'express';
import { rateLimit, type Store } from 'express-rate-limit';
import type { Logger } from 'pino';
import { holderOf } from './address.ts';
import { NEVER_COUNTED } from './limits.ts';
import { Quota } from './quota.ts';
import { RetryLater } from './retry-later.ts';

/** At most `limit` requests in a minute from one address; this machine itself is not counted. */
export function limitByAddress(limit: number): RequestHandler {
  const quota = new Quota({ limit });
  const limiter = rateLimit({
    windowMs: quota.windowMs,
    limit,
    identifier: 'address',
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false, // it would write to the console; see warnOfProxy
    store: storeOf(quota),
    keyGenerator: (request) => String(holderOf(request)),
    handler: (request) => {
      const seconds = (quota.exhausted(String(holderOf(request)))?.leftMs ?? 0) / 1000;
      throw new RetryLater('rate-limited', `more than ${limit} requests in a minute came from this address`, seconds);
    },
  });
  return (request, response, next) => {
    const holder = holderOf(request);
    if (holder === undefined || request.path === NEVER_COUNTED) return next();
    response.once('finish', () => {
      if (response.statusCode >= 500) quota.giveBack(holder);
    });
    return limiter(request, response, next);
  };
}

/** What a shared cache keeps must not tell one client how another stands. */
export function hideRateLimit(response: Response): void {
  response.removeHeader('RateLimit');
  response.removeHeader('RateLimit-Policy');
}

/** Says once that a proxy stands in front which the configuration does not name: its clients count as one. */
export function warnOfProxy(logger: Logger): RequestHandler {
  let isSaid = false;
  return (request, _response, next) => {
    if (!isSaid && request.get('X-Forwarded-For') !== undefined && request.ip === request.socket.remoteAddress) {
      isSaid = true;
      logger.warn('requests come through a proxy that server.trust_proxy does not name: its clients share one limit');
    }
    next();
  };
}

function storeOf(quota: Quota): Store {
  return {
    localKeys: true,
    increment: (key) => {
      const { used, leftMs } = quota.count(key);
      return { totalHits: used, resetTime: new Date(Date.now() + leftMs) };
    },
    decrement: (key) => quota.giveBack(key),
    resetKey: () => {},
  };
}

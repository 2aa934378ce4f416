/**
 * One line of the log and one observation a request: method, route, status, time, id. Never a body, a token or a path.
 * @module
 */
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { ServerMetrics } from './metrics.ts';
import { requestIdOf } from './request-id.ts';

/** Methods that appear by name; anything else a caller makes up is `other`. */
const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'];

export function observeRequests(logger: Logger, metrics: ServerMetrics): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    response.on('close', () => {
      const ms = Math.round((performance.now() - start) * 1000) / 1000;
      const method = METHODS.includes(request.method) ? request.method : 'other';
      const route = String(request.route?.path ?? 'unmatched');
      const aborted = response.writableFinished ? {} : { aborted: true };
      metrics.observeRequest({ method, route, status: response.statusCode }, ms / 1000);
      logger.info({ id: requestIdOf(request), method, route, status: response.statusCode, ms, ...aborted }, 'request');
    });
    next();
  };
}

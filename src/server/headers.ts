/**
 * Headers that every answer carries.
 * @module
 */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Nothing may be loaded, framed or posted from an answer of ours; the pages of the explorer have a policy of their own. */
export function secure(): RequestHandler {
  const none = ["'none'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        baseUri: none,
        formAction: none,
        frameAncestors: none,
      },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: false, // said by whoever speaks TLS: the proxy in front
  });
}

/**
 * Reading is open to pages of every origin: a reading token is never sent unasked, and the cookie of the explorer is for its own
 * site alone (`SameSite=Strict`). An answer is `no-store` until its handler says otherwise.
 */
export function shareWithOrigins(): RequestHandler {
  return (request, response, next) => {
    response.set({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'RateLimit, RateLimit-Policy, Retry-After',
      'Cache-Control': 'no-store',
    });
    if (request.method !== 'OPTIONS') return next();
    response.set({
      'Access-Control-Allow-Methods': 'GET, HEAD',
      'Access-Control-Allow-Headers': 'Authorization, Last-Event-ID',
      'Access-Control-Max-Age': '86400',
    });
    response.status(204).end();
  };
}

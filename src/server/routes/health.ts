/**
 * How the server stands: alive, ready, in numbers; and what it offers.
 * @module
 */
import { CATALOGUE, isErrorCode } from '../../core/catalogue/catalogue.ts';
import type { Ledger } from '../../log/ledger.ts';
import { encodeJson, JSON_TYPE, sendBytes, sendJson, sendRevalidated } from '../answer.ts';
import type { ServerMetrics } from '../metrics.ts';
import type { Language } from '../problem.ts';
import { languageOf } from '../problem.ts';
import type { Route } from '../route.ts';

/** Why a ledger is not ready, or not well. */
interface Reason {
  readonly code: string;
  readonly title: string;
}

export function healthRoutes(ledger: Ledger, metrics: ServerMetrics, closing: AbortSignal, openapi: object): Route[] {
  const description = encodeJson(openapi);
  return [
    { method: 'get', path: '/livez', handle: (_, response) => sendJson(response, { alive: true }) },
    {
      method: 'get',
      path: '/readyz',
      handle: (request, response) => {
        const language = languageOf(request);
        const reasons = hindrances(ledger, closing.aborted).map((code) => describe(code, language));
        const { unpublished } = ledger.status;
        const warnings = unpublished === undefined ? [] : [describe(unpublished.code, language)];
        const ready = reasons.length === 0;
        response.status(ready ? 200 : 503).vary('Accept-Language');
        sendJson(response, { ready, reasons, warnings });
      },
    },
    {
      method: 'get',
      path: '/metrics',
      handle: async (_, response) => sendBytes(response, Buffer.from(await metrics.text()), metrics.contentType),
    },
    {
      method: 'get',
      path: '/openapi.json',
      handle: (_, response) => sendRevalidated(response, description, JSON_TYPE),
    },
  ];
}

/** Codes of what keeps the server from taking statements and giving receipts. */
function hindrances(ledger: Ledger, isClosing: boolean): string[] {
  const { failure } = ledger.status;
  return [
    ...(isClosing ? ['closing'] : []),
    ...(failure === undefined ? [] : [failure.code]),
    ...(ledger.published === undefined ? ['not-published'] : []),
  ];
}

/** Codes and the catalogue's sentences; messages may tell about the inside. */
function describe(code: string, language: Language): Reason {
  const known = isErrorCode(code) ? code : 'unexpected';
  return { code: known, title: CATALOGUE[known][language] };
}

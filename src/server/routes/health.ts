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
import type { Backlog, SubmissionDesk } from '../submission-desk.ts';

/** Why a ledger is not ready, or not well. */
interface Reason {
  readonly code: string;
  readonly title: string;
}

/** From here on a statement that waits is a warning, seconds. */
const LONG_WAIT_SECONDS = 60;

export function healthRoutes(
  ledger: Ledger,
  desk: Pick<SubmissionDesk, 'backlog' | 'hindrance'>,
  metrics: ServerMetrics,
  closing: AbortSignal,
  openapi: object,
): Route[] {
  const description = encodeJson(openapi);
  return [
    { method: 'get', path: '/livez', handle: (_, response) => sendJson(response, { alive: true }) },
    {
      method: 'get',
      path: '/readyz',
      handle: (request, response) => {
        const language = languageOf(request);
        const reasons = hindrances(ledger, desk, closing.aborted).map((code) => describe(code, language));
        const { backlog } = desk;
        const warnings = troubles(ledger, backlog).map((code) => describe(code, language));
        const ready = reasons.length === 0;
        response.status(ready ? 200 : 503).vary('Accept-Language');
        const { statements, oldestSeconds } = backlog;
        const rounded = { statements, oldestSeconds: Math.round(oldestSeconds * 1000) / 1000 };
        sendJson(response, { ready, reasons, warnings, backlog: rounded, witnesses: witnessesOf(ledger) });
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

/** How each witness does: messages, which name addresses, stay inside. */
function witnessesOf({ status: { witnesses } }: Ledger): object[] {
  return witnesses.map(({ name, size, cosignedAt, failure }) => ({
    ...{ name, size },
    ...(cosignedAt === undefined ? {} : { cosignedAt: new Date(cosignedAt).toISOString() }),
    ...(failure === undefined ? {} : { failure: failure.code }),
  }));
}

/** Codes of what keeps the server from taking statements and giving receipts. */
function hindrances(ledger: Ledger, desk: Pick<SubmissionDesk, 'hindrance'>, isClosing: boolean): string[] {
  const { failure } = ledger.status;
  const hindrance = desk.hindrance();
  return [
    ...(isClosing ? ['closing'] : []),
    ...(failure === undefined ? [] : [failure.code]),
    ...(ledger.status.unconfirmed === true ? ['witnesses-silent'] : []),
    ...(hindrance === undefined ? [] : [hindrance]),
    ...(ledger.published === undefined ? ['not-published'] : []),
  ];
}

/** Codes of what goes on in spite of it, but should be looked after. */
function troubles({ status: { unpublished } }: Ledger, { oldestSeconds }: Backlog): string[] {
  return [
    ...(unpublished === undefined ? [] : [unpublished.code]),
    ...(oldestSeconds > LONG_WAIT_SECONDS ? ['backlog'] : []),
  ];
}

/** Codes and the catalogue's sentences; messages may tell about the inside. */
function describe(code: string, language: Language): Reason {
  const known = isErrorCode(code) ? code : 'unexpected';
  return { code: known, title: CATALOGUE[known][language] };
}

/**
 * Account statements: everything recorded for one account up to a published checkpoint, with what its credit rests on, as a
 * file that anybody verifies offline.
 * @module
 */
import type { Request, Response } from 'express';
import type { Ledger } from '../../log/ledger.ts';
import { JSON_TYPE, sendImmutable, sendRevalidated } from '../answer.ts';
import { nameParam, sizeParam } from '../params.ts';
import { nothing, type Route } from '../route.ts';

export function accountRoutes(ledger: Ledger): Route[] {
  const route = (path: string, handle: Route['handle']): Route => ({ method: 'get', path, handle });
  return ['keys/', ''].flatMap((prefix) => [
    route(`/api/v1/accounts/${prefix}:id/statement`, (q, s) => sendNewest(ledger, accountOf(q, prefix), s)),
    route(`/api/v1/accounts/${prefix}:id/statement/:size`, (q, s) => sendAt(ledger, accountOf(q, prefix), q, s)),
  ]);
}

function accountOf(request: Request, prefix: string): string {
  return prefix + nameParam(request, 'id');
}

/** At the newest published checkpoint. */
async function sendNewest(ledger: Ledger, account: string, response: Response): Promise<void> {
  const statement = await ledger.accountStatement(account);
  if (statement === undefined) throw nothing(`statement of ${account}: no checkpoint is published`);
  sendRevalidated(response, statement, JSON_TYPE);
}

/** At the published checkpoint of a size: it never changes. */
async function sendAt(ledger: Ledger, account: string, request: Request, response: Response): Promise<void> {
  const size = sizeParam(request, 'size');
  const statement = await ledger.accountStatement(account, size);
  if (statement === undefined) throw nothing(`published checkpoint of size ${size}`);
  sendImmutable(response, statement, JSON_TYPE);
}

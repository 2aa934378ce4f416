/**
 * Account statements: everything recorded for one account up to a published checkpoint, with what its credit rests on, as a
 * file that anybody verifies offline. Long ones take long to make: they are made once for all who ask, a few at a time.
 * @module
 */
import type { Request, Response } from 'express';
import type { Ledger } from '../../log/ledger.ts';
import { holderOf } from '../address.ts';
import { JSON_TYPE, sendImmutable, sendRevalidated } from '../answer.ts';
import { type Load, statementKey } from '../load.ts';
import { nameParam, sizeParam } from '../params.ts';
import { nothing, type Route } from '../route.ts';

export function accountRoutes(ledger: Ledger, load: Load): Route[] {
  const route = (path: string, handle: Route['handle']): Route => ({ method: 'get', path, handle });
  const statementAt = (request: Request, account: string, size: number): Promise<Uint8Array | undefined> =>
    load.answer(statementKey(account, size), holderOf(request), () => ledger.accountStatement(account, size));

  /** At the newest published checkpoint. */
  const sendNewest = async (account: string, request: Request, response: Response): Promise<void> => {
    const { published } = ledger;
    const statement = published && (await statementAt(request, account, published.size));
    if (statement === undefined) throw nothing(`statement of ${account}: no checkpoint is published`);
    sendRevalidated(response, statement, JSON_TYPE);
  };

  /** At the published checkpoint of a size: it never changes. */
  const sendAt = async (account: string, request: Request, response: Response): Promise<void> => {
    const size = sizeParam(request, 'size');
    const statement = await statementAt(request, account, size);
    if (statement === undefined) throw nothing(`published checkpoint of size ${size}`);
    sendImmutable(response, statement, JSON_TYPE);
  };

  return ['keys/', ''].flatMap((prefix) => [
    route(`/api/v1/accounts/${prefix}:id/statement`, (q, s) => sendNewest(accountOf(q, prefix), q, s)),
    route(`/api/v1/accounts/${prefix}:id/statement/:size`, (q, s) => sendAt(accountOf(q, prefix), q, s)),
  ]);
}

function accountOf(request: Request, prefix: string): string {
  return prefix + nameParam(request, 'id');
}

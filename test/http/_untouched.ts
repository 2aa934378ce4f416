/**
 * The check that hostile requests leave no trace: the log, its head, what is published and what waits are as they were, and
 * the ledger has nothing to say of refusals.
 * @module
 */
import { expect } from 'vitest';
import { isErrorCode } from '../../src/core/catalogue/catalogue.ts';
import { Consortium, ED25519_FOUNDERS } from '../_util/consortium.ts';
import { testOperator } from '../_util/operator.ts';
import type { Answer, TestServer } from './_server.ts';
import { startTestServer } from './_server.ts';

/** A server whose ledger lists each refusal of a member's own statement within a second: nothing hostile may be on the list. */
export function startTarget(): Promise<TestServer> {
  const consortium = new Consortium({ founders: ED25519_FOUNDERS });
  return startTestServer({ consortium, operator: testOperator(consortium), options: { refusalsIntervalMs: 1000 } });
}

/** What of a ledger a hostile request must not change. */
export async function traceOf({ ledger, ask }: TestServer): Promise<object> {
  const { text } = await ask('/metrics');
  const held = [...text.matchAll(/^ledgerline_(?:queue_length|backlog|body_bytes|builds|event_streams) .*$/gm)];
  return { head: ledger.head, published: ledger.published, status: ledger.status, held: held.map(([line]) => line) };
}

/**
 * Closes the server and then its ledger, which writes down what refusals it still has: `size` records must be all there are.
 * @throws AssertionError where the log is larger than `size`
 */
export async function expectNothingListed(server: TestServer, size: number): Promise<void> {
  await server.closeServer();
  await server.ledger.close();
  expect(server.ledger.head.size).toBe(size);
}

/** Requires a refusal with a code of the catalogue that tells nothing of the inside. */
export function expectRefusal({ status, headers, json, text }: Answer): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(isErrorCode(json.code)).toBe(true);
  expect(text).not.toMatch(/node_modules|node:|\/src\/|\/dist\/|at .*:\d+:\d+/);
}

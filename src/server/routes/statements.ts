/**
 * Statements: submitting them, one or a batch, and asking where one stands. Statements authenticate themselves.
 * @module
 */
import type { Request, Response } from 'express';
import type { Json } from '../../core/json/json.ts';
import type { Ledger } from '../../log/ledger.ts';
import type { Placement } from '../../log/queue.ts';
import { holderOf } from '../address.ts';
import { JSON_TYPE, sendBytes, sendJson } from '../answer.ts';
import type { ServerLimits } from '../limits.ts';
import { bundleKey, type Load } from '../load.ts';
import type { ServerMetrics } from '../metrics.ts';
import { digestParam } from '../params.ts';
import { type ProblemDocument, problemOf } from '../problem.ts';
import { nothing, type Route } from '../route.ts';
import { readSubmission } from '../submission-body.ts';
import { type SubmissionDesk, type Taken, within } from '../submission-desk.ts';

/** One statement of a batch: as a single submission would have been answered. */
interface BatchItem {
  readonly status: number;
  readonly id?: string;
  readonly index?: number;
  readonly problem?: ProblemDocument;
}

export function statementRoutes(
  ledger: Ledger,
  desk: SubmissionDesk,
  load: Load,
  { receiptWaitMs }: ServerLimits,
  metrics: Pick<ServerMetrics, 'countBatch'>,
): Route[] {
  const post = async (request: Request, response: Response): Promise<void> => {
    const body = await readSubmission(
      request,
      load.bodyRoom(request, response, () => desk.retrySeconds()),
    );
    if ('single' in body) return submitOne(body.single, request, response);
    metrics.countBatch(body.batch.length);
    await submitBatch(body.batch, request, response);
  };

  const submitOne = async (envelope: Json, request: Request, response: Response): Promise<void> => {
    const [isRecorded] = await desk.areRecorded([envelope]);
    const taken = desk.take(envelope, holderOf(request), isRecorded);
    const isAsync = prefersAsync(request);
    if (isAsync) response.set('Preference-Applied', 'respond-async');
    const placement = isAsync ? undefined : await within(taken.published, receiptWaitMs);
    const bundle = placement === undefined ? undefined : await receiptOf(placement);
    response.set('Location', `/api/v1/statements/${taken.digest}`);
    if (placement === undefined || bundle === undefined) {
      sendJson(response.status(202), { id: taken.digest, status: 'accepted' });
    } else {
      sendBytes(response.status(placement.created ? 201 : 200), bundle, JSON_TYPE);
    }
  };

  const receiptOf = ({ index }: Placement): Promise<Uint8Array | undefined> =>
    load.receipt(bundleKey(index), () => ledger.bundle(index));

  const submitBatch = async (envelopes: readonly Json[], request: Request, response: Response): Promise<void> => {
    const recorded = await desk.areRecorded(envelopes);
    // All are handed in before the first is awaited: they are sequenced in the order of the batch.
    const taken = envelopes.map((envelope, i) => attempt(() => desk.take(envelope, holderOf(request), recorded[i])));
    const results: (Attempt<Placement> | undefined)[] = taken.map((each) => (isTaken(each) ? undefined : each));
    const settled = taken.map(async (each, i) => {
      if (isTaken(each)) results[i] = await settle(each);
    });
    await within(Promise.all(settled), prefersAsync(request) ? 0 : receiptWaitMs);
    const items = results.map((result, i) => itemOf(result, taken[i], request));
    const checkpoint = ledger.published?.note;
    sendJson(response, { items, ...(checkpoint === undefined ? {} : { checkpoint }) });
  };

  const standing = async (request: Request, response: Response): Promise<void> => {
    const id = digestParam(request, 'id');
    const found = await ledger.find(id);
    if (found !== undefined) return sendJson(response, describeFound(ledger, id, found));
    const known = desk.standing(id);
    if (known === undefined) throw nothing(`statement ${id}`);
    const links = { self: `/api/v1/statements/${id}` };
    if (known === 'accepted') sendJson(response, { id, status: 'accepted', links });
    else sendJson(response, { id, status: 'refused', problem: problemOf(known, request), links });
  };

  return [
    { method: 'post', path: '/api/v1/statements', handle: post },
    { method: 'get', path: '/api/v1/statements/:id', handle: standing },
  ];
}

function describeFound(
  ledger: Ledger,
  id: string,
  { index, kind, account, author }: NonNullable<Awaited<ReturnType<Ledger['find']>>>,
): object {
  const isPublished = index < ledger.sizes.published;
  const self = `/api/v1/statements/${id}`;
  const links = isPublished ? { self, record: `/api/v1/records/${index}`, bundle: `/api/v1/bundles/${id}` } : { self };
  return { id, status: isPublished ? 'published' : 'committed', index, kind, account, author, links };
}

/** The preference of RFC 7240. */
function prefersAsync(request: Request): boolean {
  const preferences = request.get('Prefer')?.split(',') ?? [];
  return preferences.some((preference) => preference.split(';', 1)[0]?.trim().toLowerCase() === 'respond-async');
}

type Attempt<T> = T | { readonly error: unknown };

function attempt<T>(action: () => T): Attempt<T> {
  try {
    return action();
  } catch (error) {
    return { error };
  }
}

function isTaken(each: Attempt<Taken>): each is Taken {
  return !('error' in each);
}

function settle({ published }: Taken): Promise<Attempt<Placement>> {
  return published.catch((error: unknown) => ({ error }));
}

function itemOf(
  result: Attempt<Placement> | undefined,
  taken: Attempt<Taken> | undefined,
  request: Request,
): BatchItem {
  const id = taken !== undefined && isTaken(taken) ? { id: taken.digest } : {};
  if (result === undefined) return { status: 202, ...id };
  if ('index' in result) return { status: result.created ? 201 : 200, ...id, index: result.index };
  const problem = problemOf(result.error, request);
  if (problem.status === 500) throw result.error;
  return { status: problem.status, ...id, problem };
}

/**
 * `/<language>/reports/make?kind=…`: a report as a file, made from the ledger's public files under the trust policy that this server
 * hands out: the same bytes as those of `ledgerline report`.
 * @module
 */
import type { Request, Response } from 'express';
import { InputError } from '../../core/error.ts';
import { fileNameOf, type ReportOrder, readOrder } from '../../web/pages/reports/order.ts';
import type { ExplorerSource } from '../../web/source.ts';
import { holderOf } from '../address.ts';
import { sendRevalidated } from '../answer.ts';
import type { Load } from '../load.ts';
import type { Language } from '../problem.ts';
import type { Route } from '../route.ts';
import { contextOf, type ExplorerOptions, LANGUAGES, sendProblem, textsOf } from './explorer.ts';
import { makeReport } from './report-maker.ts';

/** What readers ask of this server beside pages. */
export interface ReportDesk {
  readonly source: ExplorerSource;
  readonly options: ExplorerOptions;
  readonly load: Load;
  readonly closing: AbortSignal;
}

const TYPES: Readonly<Record<ReportOrder['format'], string>> = {
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

export function reportRoutes(desk: ReportDesk): Route[] {
  return LANGUAGES.map((language) => ({
    method: 'get',
    path: `/${language}/reports/make`,
    handle: (request, response) => answer(desk, request, response, language),
  }));
}

async function answer(desk: ReportDesk, request: Request, response: Response, language: Language): Promise<void> {
  const { source, options } = desk;
  try {
    await sendReport(desk, request, response, language);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    sendProblem(error, contextOf(source, options, request, language), options.build, response);
  }
}

async function sendReport(
  { source, options, load, closing }: ReportDesk,
  request: Request,
  response: Response,
  language: Language,
): Promise<void> {
  const { build, policy, reports } = options;
  if (policy === undefined) throw new InputError('no-reports', 'this server hands out no trust policy');
  if (reports === undefined) throw new InputError('no-reports', 'these are files of a ledger that nobody runs here');
  const order = readOrder(textsOf(request.query), language);
  const { published } = source;
  if (published === undefined) throw new InputError('not-published', 'no checkpoint is published yet');
  const { ordinal, note } = published;
  const key = `report ${ordinal} ${JSON.stringify(order)}`;
  const bytes = await load.report(key, holderOf(request), () =>
    makeReport({ ...reports, note, policy, order, verifier: build.verifier }, closing),
  );
  if (bytes === undefined) throw new InputError('not-published', 'there is nothing to report on');
  response.set('Content-Disposition', `attachment; filename="${fileNameOf(order)}"`);
  sendRevalidated(response, bytes, TYPES[order.format]);
}

/**
 * The explorer over HTTP: every page in Korean under `/ko/` and in English under `/en/`; `?format=json` gives what a page
 * shows, `?format=csv&table=<id>` one of its tables.
 * @module
 */
import type { Request, Response } from 'express';
import { InputError } from '../../core/error.ts';
import { renderCsv } from '../../report/layout/csv.ts';
import type { AnyPage, PageContext, PageRequest, ReadPage } from '../../web/page.ts';
import { PAGES } from '../../web/pages/list.ts';
import { problemPage } from '../../web/pages/problem.ts';
import { renderDocument } from '../../web/shell.ts';
import type { ExplorerSource } from '../../web/source.ts';
import { isPrivate, sendImmutable, sendJson, sendRevalidated } from '../answer.ts';
import { param } from '../params.ts';
import { codeOf, type Language, languageOf } from '../problem.ts';
import { RetryLater } from '../retry-later.ts';
import { nothing, type Route } from '../route.ts';
import { statusOf } from '../status.ts';
import type { WebBuild } from './assets.ts';
import { CONTENT_SECURITY_POLICY } from './content-policy.ts';

export const LANGUAGES = ['ko', 'en'] as const;

export interface ExplorerOptions {
  readonly build: WebBuild;
  /** The trust policy that this server hands out: a reader who has none of another source starts with it. */
  readonly policy?: string;
  /** What reports are made from; this server makes none if absent, or without a policy. */
  readonly reports?: ReportFiles;
  /** There is no API beside the pages. */
  readonly pagesOnly?: true;
}

export interface ReportFiles {
  /** Folder of the ledger. */
  readonly folder: string;
  /** Version of this program, which a report names. */
  readonly version: string;
}

export function explorerRoutes(source: ExplorerSource, options: ExplorerOptions): Route[] {
  const { build, policy } = options;
  const route = (path: string, handle: Route['handle']): Route => ({ method: 'get', path, handle });
  return [
    route(
      '/',
      redirect((language) => `/${language}/`),
    ),
    ...LANGUAGES.flatMap((language) => [
      route(
        `/${language}`,
        redirect(() => `/${language}/`),
      ),
      ...PAGES.map((page) => route(`/${language}${page.path}`, showPage(source, options, page, language))),
      route(`/${language}/*rest`, (request, response) => {
        const context = contextOf(source, options, request, language);
        sendProblem(nothing(`page ${context.path.slice(0, 80)}`), context, build, response);
      }),
    ]),
    ...(policy === undefined ? [] : [route('/trust.policy', (_, response) => sendPolicy(policy, response))]),
    route('/assets/:name', (request, response) => sendAsset(build, request, response)),
    route('/verifier.html', (_, response) => {
      response.removeHeader('Content-Security-Policy'); // it carries its own, stricter one
      sendRevalidated(response, build.verifier, 'text/html; charset=utf-8');
    }),
  ];
}

function redirect(to: (language: Language) => string): Route['handle'] {
  return (request, response) => {
    response.vary('Accept-Language').redirect(302, to(languageOf(request)));
  };
}

function sendPolicy(policy: string, response: Response): void {
  sendRevalidated(response, Buffer.from(policy), 'text/plain; charset=utf-8');
}

function sendAsset({ files }: WebBuild, request: Request, response: Response): void {
  const asset = files.get(param(request, 'name'));
  if (asset === undefined) throw nothing(`asset ${param(request, 'name').slice(0, 80)}`);
  sendImmutable(response, asset.bytes, asset.type);
}

function showPage(
  source: ExplorerSource,
  options: ExplorerOptions,
  page: AnyPage,
  language: Language,
): Route['handle'] {
  const { build } = options;
  return async (request, response) => {
    const isSignedIn = isPrivate(response);
    const context = { ...contextOf(source, options, request, language), ...(isSignedIn && { isSignedIn }) };
    const asked: PageRequest = { params: textsOf(request.params), query: textsOf(request.query) };
    let read: ReadPage;
    try {
      read = await page.read(source, asked);
    } catch (error) {
      if (asked.query['format'] !== undefined || !(error instanceof InputError)) throw error;
      return sendProblem(error, context, build, response);
    }
    if (read.redirect !== undefined) return response.redirect(302, context.href(read.redirect));
    if (asked.query['format'] === 'json') return sendJson(response, read.model as object);
    if (asked.query['format'] === 'csv') return sendCsv(read, asked, context, response);
    send(renderDocument(read.render(context), context, build.assets), response, language);
  };
}

function sendCsv({ tables }: ReadPage, { query }: PageRequest, { language }: PageContext, response: Response): void {
  const table = tables.find(({ id }) => id === query['table']);
  if (table === undefined) throw nothing(`table ${String(query['table']).slice(0, 80)} on this page`);
  response.set('Content-Disposition', `attachment; filename="${table.id}.csv"`);
  sendRevalidated(response, Buffer.from(renderCsv(table, language)), 'text/csv; charset=utf-8');
}

export function sendProblem(error: InputError, context: PageContext, { assets }: WebBuild, response: Response): void {
  const code = codeOf(error);
  response.status(statusOf(code));
  if (error instanceof RetryLater) response.set('Retry-After', String(error.seconds));
  send(renderDocument(problemPage(code, error.message, context), context, assets), response, context.language);
}

function send(document: string, response: Response, language: Language): void {
  response.set({ 'Content-Language': language, 'Content-Security-Policy': CONTENT_SECURITY_POLICY });
  sendRevalidated(response, Buffer.from(document), 'text/html; charset=utf-8');
}

/** Addresses that the explorer itself answers, beside pages. */
const OWN = new Set(['', '/verifier.html']);

export function contextOf(
  { origin, damage }: ExplorerSource,
  { policy, reports, pagesOnly }: ExplorerOptions,
  request: Request,
  language: Language,
): PageContext {
  return {
    language,
    origin,
    path: request.originalUrl.slice(language.length + 1),
    href: (path, other = language) => `/${other}${path}`,
    api: (path) => {
      if (path === '/reports/make' && (policy === undefined || reports === undefined)) return undefined;
      if (path === '/trust.policy') return policy === undefined ? undefined : path;
      return pagesOnly === true && !OWN.has(path) ? undefined : path;
    },
    ...(damage === undefined ? {} : { damage }),
  };
}

/** Members of a query or of parameters that are single texts. */
export function textsOf(members: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, string] => typeof member[1] === 'string'),
  );
}

/**
 * Signing in to the pages of a ledger that is not public. A form posts the reading token to `/sign-in`; the browser keeps a cookie
 * made of it, which scripts do not see and other sites cannot use, and sends it with every read. No token stands in an address.
 *
 * ```
 * Set-Cookie: ledgerline-reading=<base64url HMAC-SHA-256>; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200
 * ```
 * The cookie is a keyed hash of the token: another token ends every session. It lets read and nothing else: statements carry their own
 * signatures.
 * @module
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { InputError } from '../../core/error.ts';
import { signInPage } from '../../web/pages/sign-in.ts';
import { renderDocument } from '../../web/shell.ts';
import { readBody } from '../body.ts';
import { type Language, languageOf } from '../problem.ts';
import { isReadingToken, type PageSession } from '../reading-token.ts';
import type { Route } from '../route.ts';
import type { WebBuild } from './assets.ts';
import { CONTENT_SECURITY_POLICY } from './content-policy.ts';

const COOKIE = 'ledgerline-reading';
const MAX_AGE_SECONDS = 12 * 3600;
/** A token has at most 4 KiB. */
const MAX_FORM_BYTES = 16 * 1024;

/** Pages of the explorer, as a path that a form may lead back to. */
const PAGE_PATH = /^\/(ko|en)\/[!-~]{0,1000}$/;

/** Who reads with a cookie, and what others are shown. */
export function pageSession(token: string, build: WebBuild): PageSession {
  const expected = cookieOf(token);
  return {
    isOpen: ({ path }) => path.startsWith('/assets/'),
    isSignedIn: (request) => readCookies(request).some((value) => isSame(value, expected)),
    isPage: ({ path, method }) =>
      (method === 'GET' || method === 'HEAD') && (path === '/' || /^\/(ko|en)(\/|$)/.test(path)),
    ask: (request, response) => show(request, response, build, { to: request.originalUrl, isWrong: false }),
  };
}

export function signInRoutes(token: string, build: WebBuild): Route[] {
  return [
    { method: 'post', path: '/sign-in', handle: (request, response) => signIn(token, build, request, response) },
    { method: 'post', path: '/sign-out', handle: signOut },
  ];
}

async function signIn(token: string, build: WebBuild, request: Request, response: Response): Promise<void> {
  const form = await readForm(request);
  const to = pathOf(form.get('to'), request);
  if (!isReadingToken((form.get('token') ?? '').trim(), token))
    return show(request, response, build, { to, isWrong: true });
  setCookie(request, response, cookieOf(token), MAX_AGE_SECONDS);
  response.redirect(303, to);
}

async function signOut(request: Request, response: Response): Promise<void> {
  const form = await readForm(request);
  setCookie(request, response, '', 0);
  response.redirect(303, pathOf(form.get('to'), request));
}

/** @throws InputError `bad-request` for a form of another site; `too-large`, `busy` */
async function readForm(request: Request): Promise<URLSearchParams> {
  assertOwnForm(request);
  const room = { left: MAX_FORM_BYTES, hold: () => undefined };
  return new URLSearchParams((await readBody(request, MAX_FORM_BYTES, () => MAX_FORM_BYTES, room)).toString());
}

/**
 * Browsers say where a form stands, in words that pages cannot choose: one of another site must not sign anybody in or out. Where
 * `Sec-Fetch-Site` is said, it decides; `Origin` may be `null` then.
 */
function assertOwnForm(request: Request): void {
  const site = request.get('Sec-Fetch-Site');
  const origin = request.get('Origin');
  const isOwn =
    site === undefined
      ? origin === undefined || hostOf(origin) === request.get('Host')
      : site === 'same-origin' || site === 'none';
  if (!isOwn) throw new InputError('bad-request', 'the form stands on another site');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function pathOf(to: string | null, request: Request): string {
  return to !== null && PAGE_PATH.test(to) ? to : `/${languageOf(request)}/`;
}

function setCookie(request: Request, response: Response, value: string, seconds: number): void {
  const secure = request.secure ? '; Secure' : '';
  response.append('Set-Cookie', `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`);
}

function readCookies(request: Request): string[] {
  const pairs = (request.get('Cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.flatMap((pair) => (pair.startsWith(`${COOKIE}=`) ? [pair.slice(COOKIE.length + 1)] : []));
}

function cookieOf(token: string): string {
  return createHmac('sha256', token).update('ledgerline reading session v1').digest('base64url');
}

function isSame(value: string, expected: string): boolean {
  return (
    value.length === expected.length && timingSafeEqual(Buffer.from(value, 'latin1'), Buffer.from(expected, 'latin1'))
  );
}

/** The form, in place of the page that was asked for. */
function show(
  request: Request,
  response: Response,
  build: WebBuild,
  { to, isWrong }: { readonly to: string; readonly isWrong: boolean },
): void {
  const page = PAGE_PATH.test(to) ? to : `/${languageOf(request)}/`;
  const language: Language = page.startsWith('/ko/') ? 'ko' : 'en';
  const context = {
    language,
    origin: '',
    path: page.slice(language.length + 1),
    href: (path: string, other = language) => `/${other}${path}`,
    api: () => undefined,
  };
  response.status(401).set({
    'Content-Language': language,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'WWW-Authenticate': 'Bearer realm="ledgerline"',
  });
  const { style } = build.assets;
  response.type('html').send(renderDocument(signInPage({ to: page, isWrong }, context), context, { style }));
}

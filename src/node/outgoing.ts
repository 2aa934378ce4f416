/**
 * Requests that our own processes make: to witnesses, logs that are watched, webhooks. An address in a configuration may turn
 * out to lead inside: so names are resolved here, the connection goes to the address that was judged, redirects are
 * not followed, and time and length of the answer are bounded.
 * @module
 */
import { lookup as resolve } from 'node:dns/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { InputError } from '../core/error.ts';

/** A request, and what bounds its answer. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Longer answers are cut off, and refused. */
  readonly maxBytes: number;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/** Makes a request. @throws InputError `outgoing-refused` where it may not be made; `unreachable`; `unexpected-answer` for too long an answer */
export type Outgoing = (request: OutgoingRequest) => Promise<OutgoingAnswer>;

export interface OutgoingOptions {
  /** Addresses and subnets, such as `10.1.0.0/16`, that may be reached although they are not public, and by http too. */
  readonly allow?: readonly string[];
}

/** Not the public internet: IANA's special-purpose registries, as far as something could answer there. */
const INNER_SUBNETS = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
  ...[
    '::/128',
    '::1/128',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    'fc00::/7',
    'fe80::/10',
    'ff00::/8',
    '2002::/16',
    '2001::/32',
  ],
];

/** Requests to public addresses over https, and to the addresses allowed. @throws InputError `bad-config` for what is no subnet */
export function createOutgoing({ allow = [] }: OutgoingOptions = {}): Outgoing {
  const inner = subnets(INNER_SUBNETS);
  const allowed = subnets(allow);
  return async (request) => {
    const url = parseUrl(request.url);
    const { address, family } = await addressOf(url.hostname, request.url);
    const isAllowed = allowed.check(address, family);
    if (!isAllowed && inner.check(address, family)) throw refused(request.url, `${address} is no public address`);
    if (!isAllowed && url.protocol !== 'https:') throw refused(request.url, 'it is not https');
    return send(url, request, address);
  };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw refused(text, 'it is no URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused(text, 'it is neither https nor http');
  if (url.username !== '' || url.password !== '') throw refused(text, 'it carries a password');
  return url;
}

/** The address that the name has now; it alone is connected to, whatever the name says a moment later. */
async function addressOf(hostname: string, url: string): Promise<{ address: string; family: 'ipv4' | 'ipv6' }> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  try {
    const address = isIP(literal) === 0 ? (await resolve(literal)).address : literal;
    return { address, family: isIP(address) === 6 ? 'ipv6' : 'ipv4' };
  } catch (cause) {
    throw unreachable(url, cause);
  }
}

function send(url: URL, request: OutgoingRequest, address: string): Promise<OutgoingAnswer> {
  const { method, body, headers, timeoutMs, maxBytes } = request;
  const family = isIP(address);
  const pinned: LookupFunction = (_, options, answer) =>
    options.all === true ? answer(null, [{ address, family }]) : answer(null, address, family);
  const { request: open } = url.protocol === 'https:' ? https : http;
  return new Promise((settle, fail) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const lengths = body === undefined ? {} : { 'content-length': String(body.length) };
    const sent = open(url, { method, headers: { ...headers, ...lengths }, lookup: pinned, signal, agent: false });
    sent.once('error', (cause) => fail(unreachable(request.url, cause)));
    sent.once('response', (response) => {
      const parts: Buffer[] = [];
      let sizeBytes = 0;
      response.on('data', (part: Buffer) => {
        sizeBytes += part.length;
        parts.push(part);
        if (sizeBytes <= maxBytes) return;
        fail(new InputError('unexpected-answer', `${request.url}: the answer is longer than ${maxBytes} bytes`));
        sent.destroy();
      });
      response.once('error', (cause) => fail(unreachable(request.url, cause)));
      response.once('end', () => {
        const { statusCode = 0, headers: answered } = response;
        settle({ status: statusCode, contentType: answered['content-type'], bytes: Buffer.concat(parts) });
      });
    });
    sent.end(body);
  });
}

function subnets(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', prefix] = text.split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix);
    if (family === 0 || !/^[0-9]{1,3}$/.test(prefix ?? '0') || bits > (family === 6 ? 128 : 32))
      throw new InputError('bad-config', `${JSON.stringify(text)} is neither an address nor a subnet`);
    list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function refused(url: string, why: string): InputError {
  return new InputError('outgoing-refused', `${url} is not asked: ${why}`);
}

function unreachable(url: string, cause: unknown): InputError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new InputError('unreachable', `${url} cannot be reached: ${reason}`, { cause });
}

/**
 * Whom an address stands for when something is shared out: itself, or in IPv6 its /64, which is what one subscriber gets.
 * This machine stands for nobody: the demonstration, tests and a proxy that nobody named as one are not held back as if all
 * that they bring came from a single client.
 * @module
 */
import { BlockList, isIP } from 'node:net';
import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';

/** Undefined for this machine itself. */
export type Holder = string | undefined;

const IPV6_PREFIX_BITS = 64;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const holders = new WeakMap<Request, { readonly holder: Holder }>();

/** Who sends a request: by its connection, or by what a trusted proxy says of it. The same at each call. */
export function holderOf(request: Request): Holder {
  const known = holders.get(request) ?? { holder: holderOfAddress(request.ip) };
  holders.set(request, known);
  return known.holder;
}

/** The holder that an address stands for; one that is none, as that of a connection that is gone, is `unknown`. */
export function holderOfAddress(address: string | undefined): Holder {
  if (address === undefined || isIP(address) === 0) return 'unknown';
  const key = ipKeyGenerator(address, IPV6_PREFIX_BITS);
  return isIP(key) === 4 && loopback.check(key) ? undefined : address === '::1' ? undefined : key;
}

/**
 * Base64url of RFC 4648 section 5 without padding, as JOSE and SD-JWT write it. One spelling only: it is the one spelling
 * of `base64.ts` with `-` for `+`, `_` for `/`, and the padding left out.
 *
 * Example: the bytes 0, 1, 255 are `AAH_`; `AAH/`, `_w==` and `_x` (stray bits) are refused.
 * @module
 */
import { InputError } from '../error.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';

const FORM = /^[A-Za-z0-9_-]*$/;

/** The inverse of {@link decodeBase64url}. */
export function encodeBase64url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * The inverse of {@link encodeBase64url}.
 * @param lengthBytes the exact number of bytes that `text` must hold; any number if absent
 * @param title what the text is, for the error message
 * @throws InputError `bad-base64url`
 */
export function decodeBase64url(text: string, lengthBytes?: number, title = 'base64url'): Uint8Array {
  try {
    if (!FORM.test(text)) throw new InputError('bad-base64url', `${title}: expected the digits A-Z a-z 0-9 - _`);
    const padding = '='.repeat((4 - (text.length % 4)) % 4);
    return decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/') + padding, lengthBytes, title);
  } catch (cause) {
    if (!(cause instanceof InputError) || cause.code !== 'bad-base64') throw cause;
    throw new InputError('bad-base64url', cause.message.replace('canonical, padded base64', 'canonical base64url'), {
      cause,
    });
  }
}

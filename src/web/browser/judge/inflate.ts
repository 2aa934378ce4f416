/**
 * zlib undone by the browser.
 * @module
 */
import { concatBytes } from '../../../core/bytes/bytes.ts';
import { InputError } from '../../../core/error.ts';
import type { Inflate } from '../../../verify/report-file.ts';

export const inflate: Inflate = async (compressed, maxBytes) => {
  const stream = new Blob([compressed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  let parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(...parts);
    sizeBytes += value.length;
    if (sizeBytes > maxBytes) throw new InputError('too-large', `attachment has more than ${maxBytes} bytes`);
    parts.push(value);
    if (parts.length > 1000) parts = [concatBytes(...parts)];
  }
};

/**
 * Reports with files in them, as small as they can be.
 * @module
 */
import { deflateSync, inflateSync } from 'node:zlib';

/** A PDF with files in it, as our reports carry them. */
export function pdfWith(files: readonly (readonly [name: string, bytes: Buffer])[]): Buffer {
  const objects = files.flatMap(([name, bytes], i) => {
    const data = deflateSync(bytes);
    const number = 2 * i + 5;
    return [
      `${number} 0 obj\n<<\n/Type /EmbeddedFile\n/Length ${data.length}\n/Filter /FlateDecode\n>>\nstream\n`,
      data,
      `\nendstream\nendobj\n${number + 1} 0 obj\n<<\n/Type /Filespec\n/F (${name})\n/EF <<\n/F ${number} 0 R\n>>\n/UF (${name})\n>>\nendobj\n`,
    ];
  });
  return Buffer.concat(['%PDF-1.7\n', ...objects, '%%EOF\n'].map((part) => Buffer.from(part)));
}

/** An HTML page that holds what its link saves. */
export function htmlWith(name: string, bytes: Uint8Array): string {
  const data = Buffer.from(bytes).toString('base64');
  return `<!doctype html><html><body><a href="data:application/json;base64,${data}" download="${name}">x</a></body></html>`;
}

/** As the browser does it. */
export async function inflateWithNode(compressed: Uint8Array, maxOutputLength: number): Promise<Uint8Array> {
  return inflateSync(compressed, { maxOutputLength });
}

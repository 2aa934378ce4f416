/**
 * The file in which request bodies go to the load process: each behind its length, 32 bits big-endian.
 * @module
 */

export function encodeBodies(bodies: readonly Buffer[]): Buffer {
  return Buffer.concat(bodies.flatMap((body) => [lengthOf(body), body]));
}

export function decodeBodies(bytes: Buffer): Buffer[] {
  const bodies: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    bodies.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return bodies;
}

function lengthOf(body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return length;
}

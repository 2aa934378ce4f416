/**
 * MessagePack from strangers. Before the decoder sees the bytes they are walked through once: one array of at most 256
 * items, maps with keys of ASCII that occur once, strings, integers of up to 32 bits, booleans, nil, four levels deep. No
 * declared length is believed: each item must fit in the bytes that are left. Floats, binaries and extension types are refused,
 * and integers of 64 bits, which JSON does not hold.
 * @module
 */
import { Unpackr } from 'msgpackr';
import { InputError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import { MAX_BATCH_ITEMS } from './limits.ts';

/** Array, envelope, signatures, signature. */
const MAX_DEPTH = 4;
/** Members of a map; an envelope has three. */
const MAX_MEMBERS = 16;
const MAX_KEY_BYTES = 64;

const decoder = new Unpackr({ useRecords: false, mapsAsObjects: true });

/**
 * The items of a batch.
 * @throws InputError `bad-msgpack`, `batch-size`
 */
export function decodeBatch(bytes: Uint8Array): readonly Json[] {
  const { count } = new Scan(bytes).batch();
  if (count < 1 || count > MAX_BATCH_ITEMS) throw new InputError('batch-size', `the batch holds ${count} items`);
  try {
    const items: unknown = decoder.unpack(bytes);
    if (Array.isArray(items)) return items as Json[];
  } catch (cause) {
    throw new InputError('bad-msgpack', 'msgpack: cannot be decoded', { cause });
  }
  throw refusal(0, 'not an array');
}

/** One walk through the bytes. */
class Scan {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Checks the whole input; returns how many items the array declares. A count out of bounds is left to the caller. */
  batch(): { readonly count: number } {
    const count = this.#arrayLength(this.#unsigned(1));
    if (count === undefined) throw refusal(0, 'not an array');
    if (count > MAX_BATCH_ITEMS) return { count };
    for (let i = 0; i < count; i++) this.#item(1);
    if (this.#at !== this.#bytes.length) throw refusal(this.#at, 'bytes after the array');
    return { count };
  }

  #item(depth: number): void {
    const start = this.#at;
    const lead = this.#unsigned(1);
    const sizeBytes = scalarBytes(lead) ?? this.#stringLength(lead);
    if (sizeBytes === undefined) this.#container(lead, start, depth);
    else this.#skip(sizeBytes);
  }

  #container(lead: number, start: number, depth: number): void {
    const members = this.#mapLength(lead);
    const items = members ?? this.#arrayLength(lead);
    if (items === undefined) throw refusal(start, `type 0x${lead.toString(16)} is not taken`);
    if (depth >= MAX_DEPTH) throw refusal(start, `deeper than ${MAX_DEPTH} levels`);
    if (items > MAX_MEMBERS) throw refusal(start, `${items} members`);
    const keys = new Set<string>();
    for (let i = 0; i < items; i++) {
      if (members !== undefined) this.#key(keys);
      this.#item(depth + 1);
    }
  }

  #key(seen: Set<string>): void {
    const start = this.#at;
    const length = this.#stringLength(this.#unsigned(1));
    if (length === undefined || length > MAX_KEY_BYTES) throw refusal(start, 'a key is no short string');
    this.#skip(length);
    const bytes = this.#bytes.subarray(this.#at - length, this.#at);
    // Beyond ASCII the decoder takes several spellings of one key.
    if (bytes.some((byte) => byte >= 0x80)) throw refusal(start, 'a key is not ASCII');
    const key = Buffer.from(bytes).toString('latin1');
    if (seen.has(key)) throw refusal(start, 'a key occurs twice');
    seen.add(key);
  }

  #stringLength(lead: number): number | undefined {
    if (lead >= 0xa0 && lead <= 0xbf) return lead - 0xa0;
    return lead >= 0xd9 && lead <= 0xdb ? this.#unsigned(2 ** (lead - 0xd9)) : undefined;
  }

  #arrayLength(lead: number): number | undefined {
    if (lead >= 0x90 && lead <= 0x9f) return lead - 0x90;
    return lead === 0xdc || lead === 0xdd ? this.#unsigned(2 ** (lead - 0xdb)) : undefined;
  }

  #mapLength(lead: number): number | undefined {
    if (lead >= 0x80 && lead <= 0x8f) return lead - 0x80;
    return lead === 0xde || lead === 0xdf ? this.#unsigned(2 ** (lead - 0xdd)) : undefined;
  }

  #unsigned(widthBytes: number): number {
    this.#skip(widthBytes);
    const at = this.#at - widthBytes;
    if (widthBytes === 1) return this.#view.getUint8(at);
    return widthBytes === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  #skip(count: number): void {
    if (count > this.#bytes.length - this.#at) throw refusal(this.#at, 'ends inside an item');
    this.#at += count;
  }
}

/** Bytes after the lead of nil, a boolean or an integer of up to 32 bits; undefined for another type. */
function scalarBytes(lead: number): number | undefined {
  if (lead <= 0x7f || lead >= 0xe0 || lead === 0xc0 || lead === 0xc2 || lead === 0xc3) return 0;
  if (lead >= 0xcc && lead <= 0xce) return 2 ** (lead - 0xcc);
  return lead >= 0xd0 && lead <= 0xd2 ? 2 ** (lead - 0xd0) : undefined;
}

function refusal(at: number, what: string): InputError {
  return new InputError('bad-msgpack', `msgpack: ${what}, at byte ${at}`);
}

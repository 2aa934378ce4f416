/**
 * The files that a report carries, found without trusting a byte of it: embedded files of a PDF, and links of an HTML page that
 * hold what they save (`<a download="NAME" href="data:…;base64,…">`). What is found proves itself or nothing.
 *
 * In a PDF (ISO 32000-1, 7.11.4) an embedded file is a stream object and a file specification that names it:
 *
 *     5 0 obj << /Type /EmbeddedFile … /Length 10978 /Filter /FlateDecode >> stream … endstream endobj
 *     6 0 obj << /Type /Filespec … /UF (r1.proof.json) /EF << /F 5 0 R >> >> endobj
 *
 * Read is what our own reports hold: plain objects, direct lengths, no encryption. Anything else counts as not there.
 * @module
 */
import { decodeBase64 } from '../core/bytes/base64.ts';
import { InputError } from '../core/error.ts';
import { MAX_BUNDLE_BYTES } from './bundle.ts';

export interface AttachedFile {
  /** As the report names it; attacker-controlled. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Undoes zlib (RFC 1950). @throws for what is none, and for more than `maxBytes` */
export type Inflate = (compressed: Uint8Array, maxBytes: number) => Promise<Uint8Array>;

const MAX_REPORT_BYTES = 256 * 1024 * 1024;
const MAX_FILES = 1000;
/** What of an object is looked at around its type, characters: more is not ours, and looking further would cost a square. */
const OBJECT_HEAD = 2048;

/** True for what may be a report with files in it: a PDF or an HTML page. */
export function isReportFile(bytes: Uint8Array): boolean {
  const start = latin1(bytes.subarray(0, 64)).trimStart().toLowerCase();
  return start.startsWith('%pdf-') || start.startsWith('<!doctype html');
}

/**
 * The files in their order.
 * @throws InputError `too-large` for a report or a number of files beyond any bound
 */
export async function reportAttachments(bytes: Uint8Array, inflate: Inflate): Promise<AttachedFile[]> {
  if (bytes.length > MAX_REPORT_BYTES)
    throw new InputError('too-large', `report has ${bytes.length} bytes, more than ${MAX_REPORT_BYTES}`);
  const text = latin1(bytes);
  return text.startsWith('%PDF-') ? pdfFiles(bytes, text, inflate) : htmlFiles(text);
}

async function pdfFiles(bytes: Uint8Array, text: string, inflate: Inflate): Promise<AttachedFile[]> {
  const names = pdfNames(text);
  const files: AttachedFile[] = [];
  for (const { index, 0: head } of text.matchAll(/\/Type ?\/EmbeddedFile\b/g)) {
    if (files.length >= MAX_FILES) throw tooMany();
    const before = text.slice(Math.max(0, index - OBJECT_HEAD), index);
    const number = /.*\b(\d{1,10}) \d{1,5} obj\b/s.exec(before)?.[1] ?? '';
    const after = text.slice(index + head.length, index + head.length + OBJECT_HEAD);
    const dictionary = after.slice(0, Math.max(0, after.indexOf('stream')));
    const length = Number(/\/Length (\d{1,9})(?!\d| \d+ R)/.exec(dictionary)?.[1] ?? Number.NaN);
    if (!Number.isSafeInteger(length)) continue;
    const streamAt = index + head.length + dictionary.length;
    const start = streamAt + (text[streamAt + 6] === '\r' ? 8 : 7);
    const data = bytes.subarray(start, start + length);
    const isCompressed = dictionary.includes('/FlateDecode');
    const content = isCompressed ? await inflate(data, MAX_BUNDLE_BYTES).catch(() => undefined) : data;
    // A stream that does not unpack is a damaged attachment: it is judged as it is, and fails.
    files.push({ name: names.get(number) ?? `attachment-${files.length + 1}`, bytes: content ?? data });
  }
  return files;
}

/** Names of embedded files by the number of their object. */
function pdfNames(text: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const { index } of text.matchAll(/\/Type ?\/Filespec\b/g)) {
    const [specification = ''] = text.slice(index, index + OBJECT_HEAD).split('endobj', 1);
    const name = /\/UF \(([\x20-\x7e]{1,255}?)\)/.exec(specification)?.[1];
    const number = /\/EF <<\s*\/F (\d{1,10}) /.exec(specification)?.[1];
    if (name !== undefined && number !== undefined) names.set(number, name.replaceAll('\\', ''));
  }
  return names;
}

function htmlFiles(text: string): AttachedFile[] {
  const files: AttachedFile[] = [];
  for (const [link] of text.matchAll(/<a\b[^<>]*>/g)) {
    const name = /\bdownload="([^"]{1,255})"/.exec(link)?.[1];
    const data = /\bhref="data:[^",]*;base64,([A-Za-z0-9+/=]*)"/.exec(link)?.[1];
    if (name === undefined || data === undefined) continue;
    if (files.length >= MAX_FILES) throw tooMany();
    files.push({ name, bytes: bytesOf(data) });
  }
  return files;
}

/** What a link holds; what is no base64 is an empty file, which proves nothing. */
function bytesOf(data: string): Uint8Array {
  try {
    return decodeBase64(data, undefined, 'attachment');
  } catch (error) {
    if (error instanceof InputError) return new Uint8Array();
    throw error;
  }
}

function tooMany(): InputError {
  return new InputError('too-large', `report carries more than ${MAX_FILES} files`);
}

/** One character a byte: positions in the text are positions in the bytes. */
function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 32_768) parts.push(String.fromCharCode(...bytes.subarray(i, i + 32_768)));
  return parts.join('');
}

/**
 * What a file says it is, by its content. It may be none.
 * @module
 */
import { decodeUtf8 } from '../../../core/bytes/utf8.ts';
import { type Json, parseJson } from '../../../core/json/json.ts';
import { MAX_BUNDLE_BYTES } from '../../../verify/bundle.ts';
import { isProofFile } from '../../../verify/proof-file.ts';
import { isReportFile } from '../../../verify/report-file.ts';

export type FileKind =
  | 'bundle'
  | 'account'
  | 'evidence'
  | 'later'
  | 'tlog-proof'
  | 'report'
  | 'record'
  | 'policy'
  | 'checkpoint'
  | 'unknown';

/** Families of `format` members: `ledgerline/<name>@v<number>`. */
const FORMATS: readonly (readonly [start: string, kind: FileKind])[] = [
  ['ledgerline/proof@', 'bundle'],
  ['ledgerline/account@', 'account'],
  ['ledgerline/evidence@', 'evidence'],
  ['ledgerline/later@', 'later'],
  ['ledgerline/report@', 'report'],
];

export function recognise(bytes: Uint8Array): FileKind {
  if (isReportFile(bytes)) return 'report';
  if (isProofFile(bytes)) return 'tlog-proof';
  if (bytes.length > MAX_BUNDLE_BYTES) return 'unknown';
  const text = textOf(bytes);
  if (text === undefined) return 'unknown';
  if (text.startsWith('{')) return kindOfJson(text);
  if (text.includes('\n\n— ')) return 'checkpoint';
  return /^(?:log|witness|group|quorum)[ \t]/m.test(text) ? 'policy' : 'unknown';
}

function kindOfJson(text: string): FileKind {
  const document = jsonOf(text);
  const { format, envelope, recordedAt } = Object(document) as { readonly [name: string]: Json };
  if (typeof format === 'string') return FORMATS.find(([start]) => format.startsWith(start))?.[1] ?? 'unknown';
  return envelope !== undefined && recordedAt !== undefined ? 'record' : 'unknown';
}

function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text, 'file');
  } catch {
    return undefined;
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decodeUtf8(bytes);
  } catch {
    return undefined;
  }
}

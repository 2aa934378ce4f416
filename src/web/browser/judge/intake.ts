/**
 * Which file is for what: by its content, for people drop everything at once; by its name only where the content says nothing.
 * @module
 */
import { MAX_BUNDLE_BYTES } from '../../../verify/bundle.ts';
import { recognise } from './recognise.ts';

/** What a file is used as. */
export type Role = 'policy' | 'proof' | 'artefact' | 'saved' | 'later' | 'record';

/** A file that has been read. Artefacts are not: they may be larger than memory. */
export interface TakenFile {
  readonly role: Role;
  readonly file: File;
  readonly bytes: Uint8Array;
}

/** Names of what claims to be a proof, however broken it is. */
const PROOF_NAME = /\.(?:json|tlog-proof|proof|pdf|html?)$/i;
const REPORT_NAME = /\.(?:pdf|html?)$/i;
const MAX_REPORT_BYTES = 256 * 1024 * 1024;
const NOTHING = new Uint8Array();

/** Reads a file and says what for. @param asked the input that it came through; undefined for the drop zone */
export async function take(file: File, asked?: Role): Promise<TakenFile> {
  if (asked === 'artefact') return { role: 'artefact', file, bytes: NOTHING };
  const limit = REPORT_NAME.test(file.name) ? MAX_REPORT_BYTES : MAX_BUNDLE_BYTES;
  const isTooLarge = file.size > limit;
  if (isTooLarge && !PROOF_NAME.test(file.name) && asked === undefined)
    return { role: 'artefact', file, bytes: NOTHING };
  // One byte more than is allowed: the parser says that it is too large.
  const bytes = new Uint8Array(await file.slice(0, limit + 1).arrayBuffer());
  return { role: asked ?? roleOf(file.name, bytes), file, bytes };
}

function roleOf(name: string, bytes: Uint8Array): Role {
  const kind = recognise(bytes);
  switch (kind) {
    case 'policy':
    case 'later':
    case 'record':
      return kind;
    case 'checkpoint':
      return 'saved';
    case 'unknown':
      return PROOF_NAME.test(name) ? 'proof' : 'artefact';
    default:
      return 'proof';
  }
}

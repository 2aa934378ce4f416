/**
 * What goes into a judgement in the browser, and what comes out.
 * @module
 */
import type { TrustPolicy } from '../../../core/note/trust-policy.ts';
import type { Artefact } from '../../../verify/artefact.ts';
import type { SavedComparison } from '../../../verify/saved-checkpoint.ts';
import type { SignatureBackend } from '../../../verify/signatures.ts';
import type { Judgement, Language, Row } from '../../../verify/text.ts';
import type { FileKind } from './recognise.ts';

/** A file by its name, which is hostile as its bytes are. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What the reader has beside the file. */
export interface Means {
  /** Whom the reader trusts; without it nobody can vouch, but a broken file is found out all the same. */
  readonly policy: TrustPolicy | undefined;
  readonly verifySignature: SignatureBackend;
  readonly nowUnixMs: number;
  readonly artefact?: Artefact;
  readonly later?: Uint8Array;
  /** The record of an inclusion proof. */
  readonly record?: Uint8Array;
  /** A checkpoint that the reader saved earlier. */
  readonly saved?: Uint8Array;
}

/** Names and values, or a list, under a title. */
export interface Section {
  readonly title: string;
  readonly rows?: readonly Row[];
  readonly items?: readonly string[];
}

/** A file and what is to be said of it. */
export interface Judged {
  readonly name: string;
  readonly kind: FileKind;
  readonly judgement: Judgement;
  readonly sections: (language: Language) => readonly Section[];
  readonly saved?: SavedComparison;
  /** The files that a report carries. */
  readonly parts?: readonly Judged[];
  /** The trust policy that a report brought along: whom its maker trusts. */
  readonly policyInside?: Uint8Array;
}

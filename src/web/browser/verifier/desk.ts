/**
 * What lies on the verifier's desk, and the verdicts that follow from it. Whenever something is added, everything is judged anew.
 * @module
 */
import { InputError } from '../../../core/error.ts';
import { parsePolicy } from '../../../core/note/policy.ts';
import type { TrustPolicy } from '../../../core/note/trust-policy.ts';
import { type Artefact, matchArtefact } from '../../../verify/artefact.ts';
import { parseBundle } from '../../../verify/bundle.ts';
import { openRecord } from '../../../verify/version.ts';
import { hashFile } from '../hash/hash-file.ts';
import { type Role, type TakenFile, take } from '../judge/intake.ts';
import { judgeFile } from '../judge/judge.ts';
import type { Judged, NamedFile } from '../judge/judged.ts';
import type { BrowserSignatures } from '../judge/signatures.ts';

export interface LoadedPolicy {
  readonly name: string;
  /** Undefined where it could not be read. */
  readonly parsed: TrustPolicy | undefined;
  readonly problem?: InputError;
  /** True where it came inside the report that it is to judge. */
  readonly isOfReport: boolean;
}

/** A file whose digest is compared with those recorded. */
export interface HeldArtefact {
  readonly name: string;
  readonly sizeBytes: number;
  doneBytes: number;
  digests?: Artefact;
  problem?: InputError;
  /** Names of the proofs that are about it. */
  fits: readonly string[];
}

/** `progress` of a digest, which happens often. */
export type DeskChange = 'all' | 'progress';

export class Desk {
  readonly #signatures: Promise<BrowserSignatures>;
  readonly #onChange: (what: DeskChange) => void;
  policy: LoadedPolicy | undefined;
  proofs: NamedFile[] = [];
  artefacts: HeldArtefact[] = [];
  saved: NamedFile | undefined;
  later: NamedFile | undefined;
  record: NamedFile | undefined;
  results: readonly Judged[] = [];
  isBusy = false;
  #round = 0;

  constructor(signatures: Promise<BrowserSignatures>, onChange: (what: DeskChange) => void) {
    this.#signatures = signatures;
    this.#onChange = onChange;
  }

  /** Takes files, each for what it is, and judges. */
  async add(files: readonly File[], asked?: Role): Promise<void> {
    this.isBusy = true;
    this.#onChange('all');
    const taken = await Promise.all(files.map((file) => take(file, asked)));
    for (const each of taken) this.#place(each);
    await this.judge();
  }

  #place({ role, file, bytes }: TakenFile): void {
    const named = { name: file.name, bytes };
    if (role === 'policy') this.usePolicy(named, false);
    else if (role === 'proof') this.proofs = [...this.proofs.filter(({ name }) => name !== file.name), named];
    else if (role === 'artefact') void this.#digest(file);
    else this[role] = named;
  }

  usePolicy({ name, bytes }: NamedFile, isOfReport: boolean): void {
    try {
      this.policy = { name, isOfReport, parsed: parsePolicy(bytes) };
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
      this.policy = { name, isOfReport, parsed: undefined, problem };
    }
  }

  clear(): void {
    this.#round += 1;
    this.policy = this.saved = this.later = this.record = undefined;
    this.proofs = [];
    this.artefacts = [];
    this.results = [];
    this.isBusy = false;
    this.#onChange('all');
  }

  async #digest(file: File): Promise<void> {
    const held: HeldArtefact = { name: file.name, sizeBytes: file.size, doneBytes: 0, fits: [] };
    this.artefacts = [...this.artefacts.filter(({ name }) => name !== file.name), held];
    this.#onChange('all');
    try {
      held.digests = await hashFile(file, (doneBytes) => {
        held.doneBytes = doneBytes;
        this.#onChange('progress');
      });
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem;
      held.problem = problem;
    }
    await this.judge();
  }

  /** Judges everything on the desk. A later call makes an earlier one stop. */
  async judge(): Promise<void> {
    const round = ++this.#round;
    this.isBusy = true;
    this.#onChange('all');
    const { verify } = await this.#signatures;
    const results: Judged[] = [];
    const proofs = this.proofs;
    for (const artefact of this.artefacts) artefact.fits = fitting(proofs, artefact.digests);
    for (const proof of proofs) {
      await paint();
      const artefact = this.#artefactFor(proof);
      const { saved, later, record } = this;
      const judged = await judgeFile(proof, {
        policy: this.policy?.parsed,
        verifySignature: verify,
        nowUnixMs: Date.now(),
        ...(artefact === undefined ? {} : { artefact }),
        ...(saved === undefined ? {} : { saved: saved.bytes }),
        ...(later === undefined ? {} : { later: later.bytes }),
        ...(record === undefined ? {} : { record: record.bytes }),
      });
      if (round !== this.#round) return;
      results.push(judged);
    }
    if (round !== this.#round) return;
    this.results = results;
    this.isBusy = false;
    this.#onChange('all');
  }

  /** What a proof is compared with: the file that it is about, or, where there is one proof, the file at hand. */
  #artefactFor({ name }: NamedFile): Artefact | undefined {
    const held = this.artefacts.filter(({ digests }) => digests !== undefined);
    const fitted = held.find(({ fits }) => fits.includes(name));
    return (fitted ?? (this.proofs.length === 1 ? held[0] : undefined))?.digests;
  }
}

/** Lets the browser show what has changed before it has to think again. */
function paint(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Names of the proof bundles that are about the file. */
function fitting(proofs: readonly NamedFile[], artefact: Artefact | undefined): string[] {
  if (artefact === undefined) return [];
  const isAbout = ({ bytes }: NamedFile): boolean => {
    try {
      matchArtefact(artefact, openRecord(parseBundle(bytes).record).statement);
      return true;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  };
  return proofs.filter(isAbout).map(({ name }) => name);
}

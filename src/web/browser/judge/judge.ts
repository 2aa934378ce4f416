/**
 * Judging whatever file a reader has, in the reader's browser, and comparing it with what the reader saved.
 * @module
 */
import { InputError } from '../../../core/error.ts';
import type { Note } from '../../../core/note/note.ts';
import { parseAccountStatement } from '../../../verify/account/statement.ts';
import { parseBundle } from '../../../verify/bundle.ts';
import { parseLaterEvidence } from '../../../verify/later.ts';
import { compareSaved } from '../../../verify/saved-checkpoint.ts';
import type { Judgement } from '../../../verify/text.ts';
import { judgeProof, KNOWS_NOBODY } from './judge-proof.ts';
import type { Judged, Means, NamedFile } from './judged.ts';
import { type FileKind, recognise } from './recognise.ts';
import { judgeReport } from './report.ts';

/** Judges a file. Whatever it is, the answer is a verdict. */
export async function judgeFile(file: NamedFile, means: Means): Promise<Judged> {
  const kind = recognise(file.bytes);
  if (kind !== 'report') return judgeAndCompare(file, kind, means);
  const { artefact: _, ...others } = means; // a report has many subjects
  return judgeReport(file, means, (part, partKind) => judgeAndCompare(part, partKind, others));
}

async function judgeAndCompare(file: NamedFile, kind: FileKind, means: Means): Promise<Judged> {
  return withSaved(await judgeProof(file, kind, means), file, means);
}

/** The judgement with the comparison beside it: a fork is a failure whatever else was found. */
async function withSaved(judged: Judged, { bytes }: NamedFile, means: Means): Promise<Judged> {
  const { saved, policy = KNOWS_NOBODY, verifySignature } = means;
  const shown = saved === undefined ? [] : shownNotes(judged.kind, bytes, means);
  if (saved === undefined || shown.length === 0) return judged;
  const comparison = await compareSaved(saved, shown, policy, verifySignature);
  if (comparison.verdict !== 'FAILED') return { ...judged, saved: comparison };
  const judgement: Judgement = {
    ...judged.judgement,
    verdict: 'FAILED',
    summary: comparison.sentence,
    proven: [],
    committed: [],
  };
  return { ...judged, saved: comparison, judgement };
}

/** The checkpoints that a file shows; none of what cannot be read, which has its verdict already. */
function shownNotes(kind: FileKind, bytes: Uint8Array, { later }: Means): Note[] {
  try {
    if (kind === 'account') return [parseAccountStatement(bytes).note];
    if (kind !== 'bundle') return [];
    const { proof, before } = parseBundle(bytes);
    const next = later === undefined ? [] : [parseLaterEvidence(later).note];
    return [proof.note, ...(before === undefined ? [] : [before.note]), ...next];
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/**
 * Files that stay beside what they are about: what opens a commitment, and proofs. Secrets are written before anything is
 * submitted: a salt that is lost opens nothing any more.
 * @module
 */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseCommitmentFile, type UpdateCommitment } from '../client/commitment-file.ts';
import type { LedgerClient, Submitted } from '../client/ledger-client.ts';
import { InputError } from '../core/error.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { readNamed } from './inputs.ts';
import type { Output } from './output.ts';

/** `NAME.safetensors` without its ending. */
export function stemOf(path: string): string {
  return path.replace(/\.safetensors$/, '');
}

/**
 * Writes a secret, readable by its owner alone, and on the disk when this returns. A file of an earlier statement of the same name
 * stays; the new one then has the statement's digest in its name.
 * @returns the stem that the file got
 */
export async function keepSecret(stem: string, ending: string, id: string, text: string): Promise<string> {
  const keep = async (name: string): Promise<string> => {
    await writeFile(`${name}${ending}`, text, { mode: 0o600, flag: 'wx', flush: true });
    return name;
  };
  try {
    return await keep(stem);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return keep(`${stem}.${id.slice(0, 12)}`);
  }
}

/** Submits. A refusal leaves no secret behind; where the outcome is unknown, the file stays and the user is told. */
export async function submitKeeping(
  output: Output,
  client: LedgerClient,
  signed: SignedStatement,
  kept: string,
): Promise<Submitted> {
  try {
    return await client.submit(signed);
  } catch (error) {
    if (error instanceof InputError && exitCodeOf(error.code) === EXIT.refused) await rm(kept);
    else
      output.progress(
        output.say({
          en: `if it was recorded, this fetches its proof: ledgerline prove ${signed.digest}\nwhat opens it is kept in ${kept}`,
          ko: `기록되었다면 증명은 다음으로 받습니다: ledgerline prove ${signed.digest}\n여는 데 필요한 값은 ${kept}에 보관했습니다`,
        }),
      );
    throw error;
  }
}

const COMMITMENT_ENDING = '.commitment.json';

/** Keeps a commitment beside its update, and returns where. */
export async function keepCommitment(model: string, id: string, text: string): Promise<string> {
  return `${await keepSecret(stemOf(model), COMMITMENT_ENDING, id, text)}${COMMITMENT_ENDING}`;
}

/**
 * The commitment of the institution to an update of the round: in the file named, or beside the update.
 * @throws InputError `file-not-found` where there is none for this round; `bad-opening`
 */
export async function findCommitment(
  model: string,
  { round, institution }: Pick<UpdateCommitment, 'round' | 'institution'>,
  named?: string,
): Promise<UpdateCommitment> {
  const paths = named === undefined ? await besides(model) : [named];
  for (const path of paths) {
    const kept = parseCommitmentFile(await readNamed(path), path);
    if (kept.round === round && kept.institution === institution) return kept;
  }
  const where = named ?? `${stemOf(model)}${COMMITMENT_ENDING}`;
  throw new InputError(
    'file-not-found',
    `${where} holds no commitment of ${institution} to this round; \`commit\` makes one`,
  );
}

/** Commitments beside the update, whatever round they are for. */
async function besides(model: string): Promise<string[]> {
  const stem = stemOf(basename(model));
  const names = await readdir(dirname(model)).catch((cause: unknown) => {
    throw new InputError('file-not-found', `${dirname(model)} cannot be read`, { cause });
  });
  return names
    .filter(
      (name) => name.startsWith(`${stem}.`) && /^(\.[0-9a-f]{12})?\.commitment\.json$/.test(name.slice(stem.length)),
    )
    .sort()
    .map((name) => join(dirname(model), name));
}

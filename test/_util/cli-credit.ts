/**
 * A small consortium that earns credit at its desks, with nothing but the command line: statements by `sign` and `submit`, fixed-point
 * models, and a round that bears credit.
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Bodies } from '../../src/core/generated/bodies.ts';
import { formatSafetensors } from '../../src/core/tensor/safetensors.ts';
import { digestSafetensors } from '../../src/core/tensor/tensor-set.ts';
import { type AnyDraft, SECRETARIAT } from './cli-consortium.ts';
import type { Commands } from './commands.ts';

/** A model that lies at the desk. */
export interface SavedModel {
  readonly path: string;
  readonly sha256: string;
  readonly tensors: Bodies['model']['weights'];
}

/** Writes a model or update of fixed-point weights, in millionths, which any computer averages to the same bytes. */
export async function saveModel(desk: Commands, path: string, ...values: readonly number[]): Promise<SavedModel> {
  const bytes = new Uint8Array(Int32Array.from(values).buffer);
  const file = formatSafetensors([{ name: 'w', dtype: 'I32', shape: [values.length], bytes }]);
  await mkdir(dirname(desk.path(path)), { recursive: true });
  await writeFile(desk.path(path), file);
  return {
    path,
    sha256: createHash('sha256').update(file).digest('hex'),
    tensors: { tensorSet: digestSafetensors(file), format: 'safetensors', sizeBytes: file.length },
  };
}

/** Signs a draft and submits it, in the words of a terminal. Returns its digest. */
export async function say(
  desk: Commands,
  name: string,
  draft: AnyDraft & { readonly meaning?: string },
  flags: readonly string[] = SECRETARIAT,
): Promise<string> {
  await writeFile(desk.path(`${name}.json`), JSON.stringify(draft));
  const digest = (await desk.ok(['sign', `${name}.json`, ...flags, '--out', `${name}.env.json`])).trim();
  await desk.ok(['submit', `${name}.env.json`]);
  return digest;
}

/** Waits until an instant has passed, as the rules compare it. */
export async function until(instant: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(instant) - Date.now()) + 20));
}

/**
 * The files of the demonstration: every model and update as a safetensors file, every receipt beside it by the same name.
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tensors } from '../../core/generated/bodies.ts';
import type { Subject } from '../../core/statement/statement.ts';
import { digestTensorSet } from '../../node/tensor-set-digest.ts';
import type { LinearModel } from '../learning/model.ts';
import { formatModelFile, type ModelPurpose } from '../learning/model-file.ts';

/** A model or update on disk, as statements name it. */
export interface Artefact {
  readonly path: string;
  readonly subject: Subject;
  readonly tensors: Tensors;
}

export class DemoFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async prepare(): Promise<void> {
    for (const name of ['models', 'proofs']) await mkdir(join(this.folder, name), { recursive: true });
  }

  /** Writes `models/<name>.safetensors` and digests the file where it lies. */
  async saveModel(name: string, model: LinearModel, purpose: ModelPurpose): Promise<Artefact> {
    const path = join(this.folder, 'models', `${name}.safetensors`);
    await writeFile(path, formatModelFile(model, purpose));
    return describeArtefact(path, purpose === 'update' ? 'update' : 'model');
  }

  /** Writes `proofs/<name>.proof.json`. */
  async saveProof(name: string, bundle: Uint8Array): Promise<void> {
    await writeFile(join(this.folder, 'proofs', `${name}.proof.json`), bundle);
  }
}

/** Digests a safetensors file: the file itself, and the weights however they are saved. */
export async function describeArtefact(path: string, name: 'update' | 'model'): Promise<Artefact> {
  const { sha256: tensorSet, file } = await digestTensorSet(path);
  const tensors = { tensorSet, format: 'safetensors' as const, sizeBytes: file.sizeBytes };
  return { path, subject: { name, sha256: file.sha256 }, tensors };
}

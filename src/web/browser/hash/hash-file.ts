/**
 * Digesting a file of the reader in a worker; where the browser gives none, in the page itself.
 * @module
 */
import { InputError } from '../../../core/error.ts';
import type { Artefact } from '../../../verify/artefact.ts';
import { type ByteProgress, digestBlob } from './digest-blob.ts';
// The build puts the worker's address here: a file of the explorer, or a blob inside the verifier.
import workerAddress from './hash-worker.ts?worker&url';
import type { WorkerAnswer } from './worker-side.ts';

/** @throws InputError `unreadable-file` */
export async function hashFile(file: File, onProgress: ByteProgress): Promise<Artefact> {
  const worker = startWorker();
  if (worker === undefined) {
    return digestBlob(file, file.name, onProgress).catch((cause: unknown) => {
      throw new InputError('unreadable-file', String(cause));
    });
  }
  try {
    return await new Promise<Artefact>((resolve, reject) => {
      worker.onerror = () => reject(new InputError('unreadable-file', 'the worker ended'));
      worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
        if ('digests' in data) resolve(data.digests);
        else if ('failed' in data) reject(new InputError('unreadable-file', data.failed));
        else onProgress(data.doneBytes, data.totalBytes);
      };
      worker.postMessage(file);
    });
  } finally {
    worker.terminate();
  }
}

function startWorker(): Worker | undefined {
  try {
    return new Worker(trusted(workerAddress));
  } catch {
    return undefined;
  }
}

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): unknown };
}

let policy: ReturnType<PolicyFactory['createPolicy']> | undefined;

/** The address as Trusted Types want it: this one, and no other. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory };
  if (trustedTypes === undefined) return address;
  policy ??= trustedTypes.createPolicy('ledgerline-worker', {
    createScriptURL: (asked) => {
      if (asked !== workerAddress) throw new TypeError('no script of ours');
      return asked;
    },
  });
  return policy.createScriptURL(address) as string;
}

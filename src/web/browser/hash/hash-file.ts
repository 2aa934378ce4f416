/**
 * Digesting a file of the reader in a worker; where the browser gives none, in the page itself.
 * @module
 */
import { InputError, InvariantError } from '../../../core/error.ts';
import type { Artefact } from '../../../verify/artefact.ts';
import { type ByteProgress, digestBlob } from './digest-blob.ts';
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

/** Of the worker's script. */
let address: string | undefined;

/** A page without files around it is one script, which is its own worker. */
function addressOfOwnScript(): string {
  const script = document.head.querySelector('script')?.textContent ?? '';
  if (script === '') throw new InvariantError('the page has no script of its own');
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}

function startWorker(): Worker | undefined {
  try {
    address ??= HASH_WORKER_ADDRESS ?? addressOfOwnScript();
    return new Worker(trusted(address));
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
function trusted(script: string): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory };
  if (trustedTypes === undefined) return script;
  policy ??= trustedTypes.createPolicy('ledgerline-worker', {
    createScriptURL: (asked) => {
      if (asked !== address) throw new TypeError('no script of ours');
      return asked;
    },
  });
  return policy.createScriptURL(script) as string;
}

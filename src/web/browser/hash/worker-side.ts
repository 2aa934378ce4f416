/**
 * What the worker does that digests files, so that the page stays alive meanwhile: a file comes in, messages of
 * {@link WorkerAnswer} go out.
 * @module
 */
import type { Artefact } from '../../../verify/artefact.ts';
import { digestBlob } from './digest-blob.ts';

export type WorkerAnswer =
  | { readonly doneBytes: number; readonly totalBytes: number }
  | { readonly digests: Artefact }
  /** The file could not be read. */
  | { readonly failed: string };

const answer = (message: WorkerAnswer): void => postMessage(message);

/** Serves the page that started this worker. */
export function serveDigests(): void {
  addEventListener('message', ({ data }: MessageEvent<File>) => {
    digestBlob(data, data.name, (doneBytes, totalBytes) => answer({ doneBytes, totalBytes })).then(
      (digests) => answer({ digests }),
      (error: unknown) => answer({ failed: String(error) }),
    );
  });
}

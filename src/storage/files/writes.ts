/**
 * Fail-stop: after one write with an unknown outcome nothing more is written until the store is opened again.
 *
 * An fsync that failed may have dropped the pages it could not write and marked them clean, so that the next fsync
 * succeeds without them (Rebello et al., USENIX ATC 2020). Only reading back from a new start tells what is there.
 * @module
 */
import { InputError } from '../../core/error.ts';

/** All writes of one open store. What runs through here is counted, stopped by the first failure, and awaited by `close`. */
export class Writes {
  readonly #running = new Set<Promise<unknown>>();
  #failure: Error | undefined;
  #isClosed = false;

  /**
   * Runs `task`. Its refusals (`object-differs`, `head-conflict`) pass through; any other error stops all writing.
   * @param action what the task does, for the error message: "store objects"
   * @throws InputError `storage-failed`, and `storage-closed` after {@link close}
   */
  async run<T>(action: string, task: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new InputError('storage-closed', `cannot ${action}: the ledger folder was closed`);
    this.#assertSound(action);
    const running = task();
    this.#running.add(running);
    try {
      const result = await running;
      // Another write failed meanwhile. It may have been told of an error that was ours: the kernel reports each once.
      this.#assertSound(action);
      return result;
    } catch (error) {
      throw this.#judge(action, error);
    } finally {
      this.#running.delete(running);
    }
  }

  /** Refuses further writes and returns when the running ones have settled. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
  }

  #assertSound(action: string): void {
    if (this.#failure === undefined) return;
    throw new InputError('storage-failed', `cannot ${action}: writing stopped after "${this.#failure.message}"`, {
      cause: this.#failure,
    });
  }

  #judge(action: string, error: unknown): unknown {
    if (error instanceof InputError && error.code !== 'storage-failed') return error;
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    return error instanceof InputError ? error : storageFailed(action, error);
  }
}

/** The error of a call on the file system that failed, with its cause. */
export function storageFailed(action: string, cause: unknown): InputError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new InputError('storage-failed', `cannot ${action}: ${reason}`, { cause });
}

/**
 * Makes a report in a thread of its own, within bounds of time and memory: rendering would keep the ledger from answering anybody.
 * @module
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { isErrorCode } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';
import type { ReportAnswer, ReportTask } from './report-task.ts';

/** A report of 10,000 records takes a sixth of this. */
const MOST_MS = 120_000;
const MOST_MEMORY = { maxOldGenerationSizeMb: 1024 };

/** The thread as it was built: beside this file, or, when this runs from `src`, in `dist`. */
const PROGRAMS = ['./report-worker.js', '../../../dist/server/explorer/report-worker.js'];

/** @throws InputError `report-limit`, `closing`, and those of `gatherReport` and `renderReport` */
export function makeReport(task: ReportTask, closing: AbortSignal): Promise<Uint8Array> {
  if (closing.aborted) return Promise.reject(endedEarly());
  const worker = new Worker(programFile(), { workerData: task, resourceLimits: MOST_MEMORY, execArgv: [] });
  return new Promise<Uint8Array>((resolve, reject) => {
    const timer = setTimeout(
      () => fail(new InputError('report-limit', `it takes more than ${MOST_MS / 1000} s`)),
      MOST_MS,
    );
    const onClosing = () => fail(endedEarly());
    const fail = (error: unknown): void => {
      void end();
      reject(error instanceof Error && isOutOfMemory(error) ? outOfMemory() : error);
    };
    const end = (): Promise<number> => {
      clearTimeout(timer);
      closing.removeEventListener('abort', onClosing);
      return worker.terminate();
    };
    closing.addEventListener('abort', onClosing);
    worker.once('error', fail);
    worker.once('exit', () => fail(new Error('the thread of a report ended without an answer')));
    worker.once('message', (answer: ReportAnswer) => {
      if ('bytes' in answer) {
        void end();
        resolve(answer.bytes);
      } else fail(errorOf(answer));
    });
  });
}

function programFile(): string {
  const files = PROGRAMS.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return files.find((path) => existsSync(path)) ?? files[0] ?? '';
}

/** What a command calls a wrong usage is a wrong request here. */
function errorOf({ code, message }: { readonly code: string; readonly message: string }): Error {
  if (code === 'usage') return new InputError('bad-request', message);
  return isErrorCode(code) ? new InputError(code, message) : new Error(`${code}: ${message}`);
}

function isOutOfMemory(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function outOfMemory(): InputError {
  return new InputError('report-limit', `it needs more than ${MOST_MEMORY.maxOldGenerationSizeMb} MB`);
}

function endedEarly(): InputError {
  return new InputError('closing', 'the server ends before the report is made');
}

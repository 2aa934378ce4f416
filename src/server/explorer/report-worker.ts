/**
 * The thread that makes one report from the public files in a ledger's folder, as `ledgerline report` does, and ends. It only reads.
 * @module
 */
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { openFolderFiles } from '../../node/audit/folder-files.ts';
import { createNodeVerifier, installNodePrimitives } from '../../node/crypto/provider.ts';
import { gatherReport } from '../../report/files/gather.ts';
import { renderReport } from '../../report/files/render.ts';
import { CHECKPOINT_PATH } from '../../verify/audit/pinned-files.ts';
import { inspectionPackage } from './inspection-package.ts';
import type { ReportAnswer, ReportTask } from './report-task.ts';

/** Institution keys and log keys: more than a consortium ever has. */
const MAX_KEYS = 4096;

async function make({ folder, note, policy, order, version, verifier }: ReportTask): Promise<Uint8Array> {
  const files = await openFolderFiles(folder);
  const keys = createNodeVerifier({ maxKeys: MAX_KEYS });
  const report = await gatherReport({
    files: {
      read: async (path) => (path === CHECKPOINT_PATH ? encodeUtf8(note) : files.read(path)),
      isPublicCopy: true,
    },
    policy: encodeUtf8(policy),
    scope: order.scope,
    extras: { version, verifier: createHash('sha256').update(verifier).digest('hex') },
    verifyNote: (key, message, signature) => keys.verifySync(key, message, signature),
    audit: { verifySignature: keys.verify },
  });
  const { format, language } = order;
  if (format === 'zip') return inspectionPackage(report, language, verifier);
  return renderReport(report, format, language);
}

async function answer(task: ReportTask): Promise<ReportAnswer> {
  try {
    return { bytes: await make(task) };
  } catch (error) {
    if (error instanceof InputError) return { code: error.code, message: error.message };
    throw error;
  }
}

installNodePrimitives();
const task: ReportTask = workerData;
parentPort?.postMessage(await answer(task));

/**
 * Reports gathered from the files of a ledger that earned credit, as commands gather them.
 * @module
 */
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { type GatheredReport, gatherReport } from '../../../src/report/files/gather.ts';
import type { ReportScope } from '../../../src/report/model/scope.ts';
import { spentLedger } from '../../_util/credit-ledger.ts';
import { verifySync } from '../../_util/proven-ledger.ts';
import { mapFiles, naiveFiles } from '../../_util/stored-ledger.ts';

installNodePrimitives();

export const SPENT = spentLedger();
export const VERSION = '0.0.0-test';

export function gathered(scope: ReportScope): Promise<GatheredReport> {
  return gatherReport({
    files: mapFiles(naiveFiles(SPENT.ledger), true),
    policy: policyBytes(),
    scope,
    extras: { version: VERSION },
    verifyNote: verifySync,
    audit: { verifySignature: verifySync },
  });
}

export function policyBytes(): Uint8Array {
  return new Uint8Array(Buffer.from(SPENT.policy));
}

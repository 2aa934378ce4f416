/**
 * `report`: puts the digest of a report on record, so that a copy can be told from a forgery.
 * @module
 */
import { type Kind, require } from '../kind.ts';
import { takeName } from '../names.ts';
import { STATE } from '../state.ts';

export const report: Kind<'report'> = {
  kind: 'report',
  roles: ['steward', 'auditor', 'regulator'],
  account: () => 'system',
  reads: ({ body }) => [STATE.name('report', body.report)],
  apply({ view, statement: { body }, digest, index }) {
    require(body.size <= index, 'report-size', () =>
      `the report covers ${body.size} records, and the log has ${index}`);
    return [takeName(view, 'report', body.report, digest)];
  },
};

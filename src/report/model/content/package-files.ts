/**
 * What an inspection package holds, by name: the report says so, and whoever packs it keeps to it.
 * @module
 */
import type { InspectionContent } from '../../../core/generated/documents.ts';

export const PACKAGE_FILES: InspectionContent['files'] = [
  { name: 'report.json', what: 'report' },
  { name: 'report.pdf', what: 'pdf' },
  { name: 'report.html', what: 'html' },
  { name: 'tables/', what: 'tables' },
  { name: 'proofs/', what: 'proofs' },
  { name: 'accounts/', what: 'accounts' },
  { name: 'trust.policy', what: 'policy' },
  { name: 'verifier.html', what: 'verifier' },
  { name: 'archive/', what: 'archive' },
  { name: 'ledger/', what: 'ledger' },
  { name: 'README.txt', what: 'readme' },
];

/**
 * `ledgerline/core/disclosure.js`: selective disclosure (RFC 9901): sealed documents, and what opens them.
 * @module
 */
export {
  type Disclosure,
  disclosureDigest,
  encodeDisclosure,
  parseDisclosure,
} from '../../core/disclosure/disclosure.ts';
export { openSealed, selectDisclosures } from '../../core/disclosure/open.ts';
export {
  encodeSealed,
  type Fields,
  parseSealed,
  type SealedDocument,
  type Sealing,
  saltCount,
  seal,
  sealedDigest,
} from '../../core/disclosure/sealed.ts';

/**
 * `ledgerline/core/error.js`: the two error classes and the catalogue of codes, in English and Korean.
 * @module
 */
export { CATALOGUE, type ErrorCode, isErrorCode, type Sentence } from '../../core/catalogue/catalogue.ts';
export { InputError, InvariantError } from '../../core/error.ts';

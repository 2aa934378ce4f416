/**
 * The released versions of the rules. A record is judged by the version in force at its index, for ever.
 * @module
 */
export const SUPPORTED_RULES: readonly number[] = [1];

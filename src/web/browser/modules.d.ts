/**
 * What the build (scripts/web.mjs) provides to sources for browsers.
 * @module
 */

/** Styles are imported for their effect; the build takes them out of the script. */
declare module '*.css';

/** Version of the program, of package.json. */
declare const LEDGERLINE_VERSION: string;

/** Where the worker that digests files stands; undefined in a page that is one file. */
declare const HASH_WORKER_ADDRESS: string | undefined;

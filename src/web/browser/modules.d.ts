/**
 * What the build (scripts/web.mjs) provides to sources for browsers.
 * @module
 */

/** The address of a worker. */
declare module '*?worker&url' {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: what the bundler makes
  export default address;
}

/** Styles are imported for their effect; the build takes them out of the script. */
declare module '*.css';

/** Version of the program, of package.json. */
declare const LEDGERLINE_VERSION: string;

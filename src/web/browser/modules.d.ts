/** What the build (scripts/web.mjs) provides. */
declare module '*?worker&url' {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: what the bundler makes
  export default address;
}

/** Version of the program, of package.json. */
declare const LEDGERLINE_VERSION: string;

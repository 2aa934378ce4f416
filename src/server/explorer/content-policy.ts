/**
 * What a page of the explorer may do: load our own script, style and fonts, ask this server, and nothing else. Scripts reach
 * the page's markup only through Lit's policy, and start no worker but the one that digests files.
 * @module
 */
export const CONTENT_SECURITY_POLICY: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html ledgerline-worker',
].join('; ');

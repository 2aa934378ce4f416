/**
 * `ledgerline/server.js`: the HTTP surface of a ledger as an express app, and listening for it.
 * @module
 */
export { readWebBuild, type WebBuild } from '../server/explorer/assets.ts';
export type { ExplorerOptions } from '../server/explorer/explorer.ts';
export { DEFAULT_LIMITS, type ServerLimits } from '../server/limits.ts';
export { type Listening, type ListenOptions, listen } from '../server/listen.ts';
export { createServer, type ServerOptions } from '../server/server.ts';

/**
 * The peers' package, which is installed by hand: `npm --prefix test/bench/peers ci`.
 * @module
 */
import { createRequire } from 'node:module';

const PEERS = new URL('../../test/bench/peers/package.json', import.meta.url);
let isMissed = false;

/** A module of the peers' package, or undefined, with one line on stderr, where that is not installed. */
export function requirePeer(name: string): unknown {
  try {
    return createRequire(PEERS)(name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error;
    if (!isMissed) process.stderr.write('peers are left out; for them: npm --prefix test/bench/peers ci\n');
    isMissed = true;
    return undefined;
  }
}

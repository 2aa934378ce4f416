/**
 * The worker of the explorer that digests files.
 * @module
 */
import { serveDigests } from './worker-side.ts';

serveDigests();

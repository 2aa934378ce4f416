/**
 * The verifier page: files go in, verdicts come out. It asks no network for anything, keeps nothing, and runs from a file. The
 * page is one script, which is its own worker as well: without a document it digests files.
 * @module
 */
import '../../styles/theme.css';
import '../../styles/base.css';
import '../../styles/files.css';
import '../../styles/verdict.css';
import '../../styles/verifier.css';
import { serveDigests } from '../hash/worker-side.ts';
import { startPage } from './start.ts';

if (typeof document === 'undefined') serveDigests();
else startPage();

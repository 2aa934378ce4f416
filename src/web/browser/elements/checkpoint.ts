/**
 * `<ll-checkpoint data-note="…" data-size data-root>`: a checkpoint judged in the reader's browser: who signed and cosigned it, and
 * whether it fits what this browser saw before. Without a note, the newest one.
 * `<ll-consistency data-from="12" data-to="40" data-from-ordinal data-to-ordinal>`: that the later tree contains the earlier one.
 * @module
 */
import { LedgerClient } from '../../../client/ledger-client.ts';
import { Transport } from '../../../client/transport.ts';
import { decodeBase64 } from '../../../core/bytes/base64.ts';
import { decodeUtf8 } from '../../../core/bytes/utf8.ts';
import { InputError } from '../../../core/error.ts';
import { HASH_BYTES } from '../../../core/merkle/hash.ts';
import { FULL_WIDTH } from '../../../core/tile/coordinates.ts';
import { decodeEntries } from '../../../core/tile/entry-bundle.ts';
import { formatIndexPath } from '../../../core/tile/path.ts';
import { type CheckpointQuestion, verifyCheckpoints } from '../../../verify/checkpoints.ts';
import type { Language } from '../../../verify/text.ts';
import type { Judged } from '../judge/judged.ts';
import { browserSignatures } from '../judge/signatures.ts';
import { lookAtLog } from '../trust/log-watch.ts';
import { readersTrust } from '../trust/policy.ts';
import { renderJudged, renderLine } from '../view/verdict-view.ts';
import { showOutcome } from './element.ts';
import { renderTrustLine } from './trust-line.ts';

const transport = new Transport({ url: location.origin });

async function judgeAndShow(question: CheckpointQuestion, language: Language): Promise<HTMLElement[]> {
  const [trust, { verify }, sight] = await Promise.all([readersTrust(), browserSignatures(), lookAtLog()]);
  const judgement = await verifyCheckpoints(question, trust.policy, verify);
  const judged: Judged = { name: '', kind: 'checkpoint', judgement, sections: () => [] };
  const [banner, ...rest] = renderJudged(judged, language);
  const seen = renderLine(sight.verdict, sight.sentence[language], language);
  return [banner, seen, renderTrustLine(trust, language), ...rest].filter((node) => node !== undefined);
}

class CheckpointElement extends HTMLElement {
  connectedCallback(): void {
    const { note, size, root } = this.dataset;
    void showOutcome(this, async (language) => {
      const newer = note ?? decodeUtf8((await transport.get('/checkpoint')).bytes, 'checkpoint');
      const shown = size === undefined || root === undefined ? {} : { shown: { size: Number(size), root } };
      return judgeAndShow({ newer, ...shown }, language);
    });
  }
}

class ConsistencyElement extends HTMLElement {
  connectedCallback(): void {
    const { from = '', to = '', fromOrdinal, toOrdinal } = this.dataset;
    void showOutcome(this, async (language) => {
      const [older, newer] = await Promise.all([publication(fromOrdinal, from), publication(toOrdinal, to)]);
      const client = new LedgerClient({ url: location.origin });
      const isTrivial = from === to || from === '0';
      const hashes = isTrivial ? [] : await client.consistency(Number(from), Number(to));
      const consistency = hashes.map((hash) => decodeBase64(hash, HASH_BYTES, 'consistency'));
      return judgeAndShow({ newer, older: { note: older, consistency } }, language);
    });
  }
}

/** The note published as number `ordinal`, which must be about a tree of `size`. */
async function publication(ordinal = '', size: string): Promise<string> {
  const number = Number(ordinal);
  if (!/^\d{1,15}$/.test(ordinal)) throw new InputError('bad-integer', `ordinal ${ordinal}`);
  const path = `/checkpoints/${formatIndexPath(Math.floor(number / FULL_WIDTH))}`;
  const note = decodeEntries((await transport.get(path)).bytes)[number % FULL_WIDTH];
  const text = note === undefined ? '' : decodeUtf8(note, 'checkpoint');
  if (text.split('\n')[1] === size) return text;
  throw new InputError('unexpected-answer', `publication ${ordinal} is not about a tree of ${size} records`);
}

customElements.define('ll-checkpoint', CheckpointElement);
customElements.define('ll-consistency', ConsistencyElement);

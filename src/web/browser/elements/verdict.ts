/**
 * `<ll-verdict data-bundle="/api/v1/bundles/12" data-index="12" data-digest="…">` and
 * `<ll-account data-account="…" data-records="12">`: fetch the proof and judge it here, in the reader's browser. Nothing of the verdict comes from the server; a proof of something else than
 * was asked for is no proof.
 * @module
 */
import { Transport } from '../../../client/transport.ts';
import type { Sentence } from '../../../core/catalogue/catalogue.ts';
import { InputError } from '../../../core/error.ts';
import { parseAccountStatement } from '../../../verify/account/statement.ts';
import { parseBundle } from '../../../verify/bundle.ts';
import type { Language } from '../../../verify/text.ts';
import { openRecord } from '../../../verify/version.ts';
import { speaker } from '../../words.ts';
import { judgeFile } from '../judge/judge.ts';
import type { Judged } from '../judge/judged.ts';
import { browserSignatures } from '../judge/signatures.ts';
import { readersTrust } from '../trust/policy.ts';
import { el } from '../view/dom.ts';
import { renderJudged, type ViewOptions } from '../view/verdict-view.ts';
import { pageLanguage, showOutcome } from './element.ts';
import { renderTrustLine } from './trust-line.ts';

const signatures = browserSignatures();

/** Judges bytes under the reader's policy, and shows what came of it. */
export async function judgeAndShow(
  name: string,
  bytes: Uint8Array,
  language: Language,
  assertAsked: () => void,
  view: ViewOptions = {},
) {
  const [trust, { verify }] = await Promise.all([readersTrust(), signatures]);
  const judged = await judgeFile(
    { name, bytes },
    { policy: trust.policy, verifySignature: verify, nowUnixMs: Date.now() },
  );
  const [banner, ...rest] = renderJudged(asked(judged, assertAsked), language, view);
  return [banner, renderTrustLine(trust, language), ...rest].filter((node) => node !== undefined);
}

/** The judgement, unless the file is about something else: then it fails, however good it is. */
function asked(judged: Judged, assertAsked: () => void): Judged {
  try {
    assertAsked();
    return judged;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (judged.judgement.verdict === 'FAILED') return judged;
    const judgement = { ...judged.judgement, verdict: 'FAILED' as const, summary: OTHER, proven: [], committed: [] };
    return { ...judged, judgement };
  }
}

const OTHER = {
  en: 'The server answered with a proof of something else than this page is about.',
  ko: '서버가 이 페이지의 대상이 아닌 다른 것의 증명을 내주었습니다.',
};

function other(): never {
  throw new InputError('unexpected-answer', 'a proof of something else');
}

class VerdictElement extends HTMLElement {
  connectedCallback(): void {
    const { bundle = '', index, digest } = this.dataset;
    if (bundle === '') return; // no server: what stands inside says how to verify
    void showOutcome(this, async (language) => {
      const { bytes } = await new Transport({ url: location.origin }).get(bundle);
      const assertAsked = (): void => {
        const { proof, record } = parseBundle(bytes);
        if (index !== undefined && String(proof.index) !== index) other();
        if (digest !== undefined && openRecord(record).digest !== digest) other();
      };
      return judgeAndShow(bundle, bytes, language, assertAsked, { foldsFacts: true });
    });
  }
}

/** Records of an account that are judged unasked: more would keep the page, and the server, busy for seconds or minutes. */
const MOST_UNASKED = 300;

const LONG = {
  lead: {
    en: 'This account has # records. To judge them, your browser fetches the whole account statement and verifies every signature, which may take minutes.',
    ko: '이 계정의 기록은 #건입니다. 판정하려면 브라우저가 계정 명세서 전체를 받아 모든 서명을 확인하므로 몇 분이 걸릴 수 있습니다.',
  },
  start: { en: 'Judge it here', ko: '여기서 판정하기' },
} as const satisfies Record<string, Sentence>;

class AccountElement extends HTMLElement {
  connectedCallback(): void {
    const { account = '', records = '0' } = this.dataset;
    if (account === '') return;
    if (Number(records) > MOST_UNASKED) this.#offer(account, records);
    else this.#judge(account);
  }

  #offer(account: string, records: string): void {
    const t = speaker(LONG, pageLanguage());
    const button = el('button', { type: 'button' }, t('start'));
    button.addEventListener('click', () => this.#judge(account));
    this.replaceChildren(el('p', {}, t('lead').replace('#', records)), button);
  }

  #judge(account: string): void {
    void showOutcome(this, async (language) => {
      const path = account.split('/').map(encodeURIComponent).join('/');
      const { bytes } = await new Transport({ url: location.origin }).get(`/api/v1/accounts/${path}/statement`);
      return judgeAndShow(account, bytes, language, () => {
        if (parseAccountStatement(bytes).account !== account) other();
      });
    });
  }
}

customElements.define('ll-verdict', VerdictElement);
customElements.define('ll-account', AccountElement);

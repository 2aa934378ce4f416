/**
 * `/help`: how to check this ledger without trusting it, and what the words mean.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { VERDICTS } from '../../verify/text.ts';
import { html } from '../html.ts';
import { definePage, type PageContext } from '../page.ts';
import type { ExplorerSource } from '../source.ts';
import { speaker } from '../words.ts';

const TEXT = {
  title: { en: 'Verify offline', ko: '오프라인 검증' },
  lead: {
    en: 'You need three things: the proof of what interests you, a trust policy from somebody you trust, and a verifier. None of them needs this server.',
    ko: '세 가지가 필요합니다. 알고 싶은 것의 증명, 믿는 곳에서 받은 신뢰 정책, 그리고 검증기입니다. 이 서버는 없어도 됩니다.',
  },
  steps: { en: 'Step by step', ko: '순서' },
  verifier: { en: 'The verifier: one HTML file', ko: '검증기: HTML 파일 하나' },
  policy: { en: 'The trust policy of this server, for a first look', ko: '처음 살펴볼 때 쓸, 이 서버의 신뢰 정책' },
  verdicts: { en: 'The three verdicts', ko: '세 가지 판정' },
  words: { en: 'Words', ko: '용어' },
} as const satisfies Record<string, Sentence>;

const STEPS: readonly Sentence[] = [
  {
    en: 'On the page of a record, take the proof bundle away: it holds the record, its signature, the keys and the checkpoint.',
    ko: '기록 화면에서 증명 묶음을 내려받습니다. 기록과 서명, 키, 체크포인트가 들어 있습니다.',
  },
  {
    en: 'Save the verifier. Compare its SHA-256 with the one printed in the release notes or in a report.',
    ko: '검증기를 저장하고, 릴리스 노트나 보고서에 인쇄된 SHA-256과 비교합니다.',
  },
  {
    en: 'Get a trust policy from your institution, the regulator or a witness: not only from this server.',
    ko: '신뢰 정책은 자기 기관, 규제 기관, 증인에게서 받습니다. 이 서버에서만 받지 마십시오.',
  },
  {
    en: 'Disconnect the network if you like, open the verifier, and drop policy and bundle on it. It reaches one of three verdicts, with every check that led to it.',
    ko: '원하면 네트워크를 끊고, 검증기를 열어 정책과 증명 묶음을 놓습니다. 세 가지 판정 가운데 하나와 그 근거가 된 모든 확인 항목이 나옵니다.',
  },
  {
    en: 'For a model file: drop it too. Its digest is computed on your machine and compared with what was recorded.',
    ko: '모델 파일이 있으면 함께 놓습니다. 다이제스트를 자기 컴퓨터에서 계산해 기록과 비교합니다.',
  },
  {
    en: 'On a command line the same is: ledgerline verify record.bundle.json --trust trust.policy. The whole log: ledgerline audit.',
    ko: '명령줄에서는 ledgerline verify record.bundle.json --trust trust.policy로 같은 일을 합니다. 로그 전체는 ledgerline audit으로 확인합니다.',
  },
];

const MEANINGS: readonly (readonly [keyof typeof VERDICTS, Sentence])[] = [
  [
    'VERIFIED',
    {
      en: 'Every check passed under your policy. What is proven, and what is only asserted, stands below it.',
      ko: '정책에 따른 모든 확인을 통과했습니다. 증명된 것과 주장일 뿐인 것을 그 아래에 적습니다.',
    },
  ],
  [
    'FAILED',
    {
      en: 'Something contradicts what was signed. Do not rely on the file; keep it as evidence.',
      ko: '서명된 내용과 어긋나는 것이 있습니다. 파일을 믿지 말고 증거로 보관하십시오.',
    },
  ],
  [
    'CANNOT TELL',
    {
      en: 'Nothing is wrong, but the policy or the file does not say enough: a key it does not name, a format this version does not know.',
      ko: '잘못된 점은 없으나 정책이나 파일만으로는 알 수 없습니다. 정책에 없는 키이거나 이 버전이 모르는 형식입니다.',
    },
  ],
];

const GLOSSARY: readonly (readonly [Sentence, Sentence])[] = [
  [
    { en: 'Record', ko: '기록' },
    {
      en: 'One entry of the log: a signed statement, with the time at which it was recorded. It never changes.',
      ko: '로그의 한 항목. 서명된 진술과 기록된 시각을 담으며 바뀌지 않습니다.',
    },
  ],
  [
    { en: 'Statement', ko: '진술' },
    {
      en: 'What an institution signed: a contribution, a decision, an award.',
      ko: '기관이 서명한 내용. 기여, 심사 결정, 배분안 등입니다.',
    },
  ],
  [
    { en: 'Digest (SHA-256)', ko: '다이제스트(SHA-256)' },
    {
      en: '64 digits that stand for a file or a statement: another content has another digest.',
      ko: '파일이나 진술을 나타내는 64자리 값. 내용이 다르면 값도 다릅니다.',
    },
  ],
  [
    { en: 'Checkpoint', ko: '체크포인트' },
    {
      en: 'The signed state of the whole log: its size, and one hash over all records.',
      ko: '로그 전체의 상태에 한 서명. 기록의 수와 모든 기록에 대한 해시 하나입니다.',
    },
  ],
  [
    { en: 'Witness', ko: '증인' },
    {
      en: 'An independent party that cosigns a checkpoint only if it continues the one it saw before, so that nobody can be shown another history.',
      ko: '전에 본 체크포인트를 그대로 잇는 것에만 공동 서명하는 독립 기관. 누구에게도 다른 이력을 보일 수 없게 합니다.',
    },
  ],
  [
    { en: 'Proof bundle', ko: '증명 묶음' },
    {
      en: 'A file with which anybody can check one record offline, years later.',
      ko: '기록 하나를 몇 년 뒤에도 오프라인으로 확인할 수 있는 파일.',
    },
  ],
  [
    { en: 'Commitment', ko: '확약' },
    {
      en: 'A value that fixes something without showing it; it can be opened later, or destroyed.',
      ko: '내용을 보이지 않고 확정해 두는 값. 나중에 열어 보일 수 있고, 여는 값을 파기할 수도 있습니다.',
    },
  ],
  [
    { en: 'Trust policy', ko: '신뢰 정책' },
    {
      en: 'The keys of the log and of the witnesses that you believe, and how many witnesses must have cosigned.',
      ko: '믿는 로그와 증인의 키, 그리고 필요한 증인의 수를 적은 파일.',
    },
  ],
];

function render(_: object, { language, api }: PageContext) {
  const t = speaker(TEXT, language);
  const [verifier, policy] = [api('/verifier.html'), api('/trust.policy')];
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>
<h2>${t('steps')}</h2><ol class="steps">${STEPS.map((step) => html`<li>${step[language]}</li>`)}</ol>
<p>${verifier !== undefined && html`<a href="${verifier}" download="verifier.html">${t('verifier')}</a>`}${policy !== undefined && html` · <a href="${policy}">${t('policy')}</a>`}</p>
<h2>${t('verdicts')}</h2><dl class="facts">${MEANINGS.map(
      ([verdict, meaning]) =>
        html`<dt><strong class="verdict" data-verdict="${verdict}">${VERDICTS[verdict][language]}</strong></dt><dd>${meaning[language]}</dd>`,
    )}</dl>
<h2>${t('words')}</h2><dl class="facts">${GLOSSARY.map(
      ([word, meaning]) => html`<dt>${word[language]}</dt><dd>${meaning[language]}</dd>`,
    )}</dl>`,
  };
}

export const helpPage = definePage({ path: '/help', gather: async (_: ExplorerSource) => ({}), render });

/**
 * The signature of a record as printouts must show it (R10): who, when with the zone, in which meaning, and why.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { renderFacts } from '../../cells.ts';
import { type Html, html } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import { word, wordAndCode } from '../../statements/vocabulary.ts';
import { speaker } from '../../words.ts';
import type { ReadRecord } from './gather.ts';

const TEXT = {
  title: { en: 'Signature', ko: '서명' },
  institution: { en: 'Institution', ko: '기관' },
  signer: { en: 'Signer (reference)', ko: '서명자(참조)' },
  signerNote: {
    en: 'The name of the person stays with the institution; this reference commits to it.',
    ko: '서명자의 이름은 기관이 보관하며, 이 참조값이 그 이름을 확약합니다.',
  },
  meaning: { en: 'Meaning of the signature', ko: '서명의 의미' },
  reason: { en: 'Reason', ko: '사유' },
  noReason: { en: 'none given', ko: '적지 않음' },
  sealedReason: { en: 'Reason in words (commitment)', ko: '사유 본문(확약)' },
  signedAt: { en: 'Signed', ko: '서명 시각' },
  signedBy: { en: 'asserted by the institution', ko: '기관의 주장' },
  recordedAt: { en: 'Recorded', ko: '기록 시각' },
  key: { en: 'Key', ko: '키' },
} as const satisfies Record<string, Sentence>;

export function renderSignature(model: ReadRecord, context: PageContext): Html {
  const { author, signing, keyId, recordedAt } = model;
  const { signer, meaning, reason, signedAt } = signing;
  const t = speaker(TEXT, context.language);
  const signed = { en: `${signedAt} (${TEXT.signedBy.en})`, ko: `${signedAt} (${TEXT.signedBy.ko})` };
  return html`<section class="signature" aria-labelledby="signature-title"><h2 id="signature-title">${t('title')}</h2>
${renderFacts(
  [
    [TEXT.institution, { page: `/institutions/${author}`, text: author }],
    [TEXT.signer, { digest: signer }],
    [TEXT.meaning, word(meaning)],
    [TEXT.reason, reason === undefined ? TEXT.noReason : wordAndCode(reason.code)],
    ...(reason?.sealed === undefined ? [] : [[TEXT.sealedReason, { digest: reason.sealed }] as const]),
    [TEXT.signedAt, signed],
    [TEXT.recordedAt, { instant: recordedAt }],
    [TEXT.key, { digest: keyId }],
  ],
  context,
)}
<p class="note">${t('signerNote')}</p></section>`;
}

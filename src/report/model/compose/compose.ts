/**
 * Composing a report for people: the document in, a paper of blocks in both languages out. Nothing is computed here that the
 * document does not say.
 * @module
 */
import type { ReportDocument } from '../../../core/generated/documents.ts';
import type { Block, Paper } from '../../layout/blocks.ts';
import { encodeReport, reportDigest, reportId } from '../document.ts';
import type { Composition } from './composition.ts';
import { composeCover } from './cover.ts';
import { FORMS } from './words.ts';

export function composeReport(document: ReportDocument): Paper {
  const digest = reportDigest(encodeReport(document));
  const { form } = document.content;
  const id = reportId(form, digest);
  const { size, instant } = document.checkpoint;
  const short = digest.slice(0, 16);
  return {
    title: FORMS[form],
    header: { en: `${id} · for inspection; not for publication`, ko: `${id} · 점검용(외부 공개 금지)` },
    footer: {
      en: `SHA-256 ${short}… · checkpoint of ${size} records`,
      ko: `SHA-256 ${short}… · 기록 ${size}건의 체크포인트`,
    },
    instant,
    digest,
    blocks: composeBlocks({ document, digest, id }),
  };
}

function composeBlocks(composition: Composition): Block[] {
  return [...composeCover(composition)];
}

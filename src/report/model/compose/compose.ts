/**
 * Composing a report for people: the document in, a paper of blocks in both languages out. Nothing is decided here that the
 * document does not say.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { ReportDocument } from '../../../core/generated/documents.ts';
import type { Block, Paper } from '../../layout/blocks.ts';
import { encodeReport, reportDigest, reportId } from '../document.ts';
import type { ReportForm } from '../scope.ts';
import { composeAttachments } from './appendix.ts';
import { composeCertificate } from './certificate.ts';
import type { Composition } from './composition.ts';
import { composeCover } from './cover.ts';
import { composeCredit } from './credit.ts';
import { composeDossier } from './dossier.ts';
import { composeIncident } from './incident.ts';
import { composeInspection, composePeriod } from './period.ts';
import { composeSelfCheck } from './self-check.ts';
import { FORMS, numbered, say } from './words.ts';

/** How each kind may be passed on. */
const CLASSIFICATION: Readonly<Record<ReportForm, Sentence>> = {
  certificate: say('For the institution concerned', '해당 기관용'),
  credit: say('For the institution concerned', '해당 기관용'),
  dossier: say('For inspection', '점검용'),
  period: say('For inspection', '점검용'),
  inspection: say('For inspection', '점검용'),
  incident: say('For all parties of the ledger', '원장의 모든 당사자용'),
};

/** The report, composed. */
export function composeReport(document: ReportDocument): Paper {
  const digest = reportDigest(encodeReport(document));
  const { form } = document.content;
  const id = reportId(form, digest);
  const { size, instant } = document.checkpoint;
  const [classified, short] = [CLASSIFICATION[form], digest.slice(0, 16)];
  const composition = { document, digest, id };
  return {
    title: FORMS[form],
    header: { en: `${id} · ${classified.en}`, ko: `${id} · ${classified.ko}` },
    footer: {
      en: `SHA-256 ${short}… · ${document.ledger}, checkpoint of ${size} records`,
      ko: `SHA-256 ${short}… · ${document.ledger}, 기록 ${size}건의 체크포인트`,
    },
    instant,
    digest,
    ...(form === 'certificate' ? { isCompact: true as const } : {}),
    blocks: [...composeCover(composition), ...composeContent(composition)],
  };
}

function composeContent(composition: Composition): Block[] {
  const { document } = composition;
  const { content } = document;
  switch (content.form) {
    case 'certificate':
      return closed(composition, composeCertificate(document, content));
    case 'credit':
      return closed(composition, composeCredit(document, content));
    case 'dossier':
      return closed(composition, composeDossier(document, content.dossier));
    case 'incident':
      return closed(composition, composeIncident(document, content));
    case 'period':
      return composePeriod(composition, content.period);
    case 'inspection':
      return composeInspection(composition, content);
  }
}

/** Numbered, with what every reader can check at its end. */
function closed(composition: Composition, blocks: readonly Block[]): Block[] {
  const sections: Block[][] = [];
  for (const block of blocks) {
    if (block.type === 'heading' && block.level === 2) sections.push([]);
    sections.at(-1)?.push(block);
  }
  const isShort = composition.document.content.form === 'certificate';
  const attached = isShort ? [] : [composeAttachments(composition, false)];
  return numbered([...sections, composeSelfCheck(composition), ...attached]);
}

/**
 * The commands, in the order of the help page: look, run a ledger, take part, check. A command's module is loaded only when
 * it is called: express, RDKit and LevelDB are no business of `verify`.
 * @module
 */
import type { ListedCommand } from './command.ts';
import { COPY_COMMANDS } from './command-list-copies.ts';
import { CREDIT_COMMANDS } from './command-list-credit.ts';
import { WATCHING_COMMANDS } from './command-list-watching.ts';

export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'demo',
    description: {
      en: 'a real federation on an embedded ledger: trains, records, proves, then serves',
      ko: '내장 원장 위의 실제 연합 학습 시연: 학습하고, 기록하고, 증명한 뒤 서비스합니다',
    },
    load: async () => (await import('./commands/demo.ts')).defineDemo,
  },
  {
    name: 'init',
    description: {
      en: 'make a ledger: keys, charter and trust policy',
      ko: '원장을 만듭니다: 키, 헌장, 신뢰 정책',
    },
    load: async () => (await import('./commands/init.ts')).defineInit,
  },
  {
    name: 'serve',
    description: {
      en: 'recover a ledger and serve it until Ctrl-C',
      ko: '원장을 복구하고 Ctrl-C까지 서비스합니다',
    },
    isService: true,
    load: async () => (await import('./commands/serve.ts')).defineServe,
  },
  {
    name: 'signer',
    description: {
      en: 'hold the log key in a process of its own, which cannot fork',
      ko: '로그 키를 별도 프로세스에 두어 분기를 막습니다',
    },
    isService: true,
    load: async () => (await import('./commands/signer.ts')).defineSigner,
  },
  {
    name: 'status',
    description: { en: 'how a ledger stands', ko: '원장의 현재 상태를 봅니다' },
    load: async () => (await import('./commands/status.ts')).defineStatus,
  },
  {
    name: 'doctor',
    description: {
      en: 'whether machine and ledger folder are fit for use, beside a running server',
      ko: '기계와 원장 폴더가 쓰기에 적합한지, 서비스 중에도 검사합니다',
    },
    load: async () => (await import('./commands/doctor.ts')).defineDoctor,
  },
  {
    name: 'key',
    description: { en: 'keys of an institution and of the log', ko: '기관의 키와 로그의 키' },
    load: async () => (await import('./commands/key.ts')).defineKey,
  },
  {
    name: 'enrol',
    description: { en: 'join a ledger', ko: '원장에 참여합니다' },
    load: async () => (await import('./commands/enrol.ts')).defineEnrol,
  },
  {
    name: 'endorse',
    description: {
      en: 'stand behind a statement of another institution',
      ko: '다른 기관의 진술을 보증합니다',
    },
    load: async () => (await import('./commands/enrol.ts')).defineEndorse,
  },
  {
    name: 'sign',
    description: {
      en: 'sign the next statement of the institution without submitting it',
      ko: '기관의 다음 진술에 서명만 하고 제출하지 않습니다',
    },
    load: async () => (await import('./commands/submit.ts')).defineSign,
  },
  {
    name: 'submit',
    description: {
      en: 'submit a signed statement and keep its proof bundle',
      ko: '서명한 진술을 제출하고 증명 묶음을 보관합니다',
    },
    load: async () => (await import('./commands/submit.ts')).defineSubmit,
  },
  {
    name: 'digest',
    description: {
      en: 'digest a file (sha256), a folder (dirHash) or the weights of a safetensors file (tensorSet)',
      ko: '파일(sha256), 폴더(dirHash), safetensors 파일의 가중치(tensorSet)의 다이제스트를 계산합니다',
    },
    load: async () => (await import('./commands/digest.ts')).defineDigest,
  },
  {
    name: 'commit',
    description: {
      en: 'fix an update before anybody can see another; contribute reveals it',
      ko: '다른 업데이트를 보기 전에 자신의 업데이트를 확약합니다. contribute가 공개합니다',
    },
    load: async () => (await import('./commands/commit.ts')).defineCommit,
  },
  {
    name: 'contribute',
    description: {
      en: 'record a contribution: only digests, a sample band and commitments become public',
      ko: '기여를 기록합니다: 다이제스트, 표본 구간, 확약만 공개됩니다',
    },
    load: async () => (await import('./commands/contribute.ts')).defineContribute,
  },
  {
    name: 'decide',
    description: {
      en: 'as the aggregator: measure every update of a round, accept or reject each',
      ko: '집계 기관으로서 라운드의 모든 업데이트를 측정하고 승인하거나 거절합니다',
    },
    load: async () => (await import('./commands/decide.ts')).defineDecide,
  },
  {
    name: 'evaluate',
    description: {
      en: 'as an evaluator: what has to be valued in a round, and the report on it',
      ko: '평가 기관으로서 라운드에서 평가할 내용을 보고 결과를 보고합니다',
    },
    load: async () => (await import('./commands/evaluate.ts')).defineEvaluate,
  },
  {
    name: 'round',
    description: {
      en: 'where a round stands; whether what was measured is true',
      ko: '라운드의 상태를 보고, 측정값이 사실인지 다시 확인합니다',
    },
    load: async () => (await import('./commands/round.ts')).defineRound,
  },
  ...CREDIT_COMMANDS,
  {
    name: 'seal',
    description: {
      en: 'seal confidential fields: digests for the log, disclosures encrypted to named readers',
      ko: '비공개 필드를 봉인합니다: 다이제스트는 로그에, 공개값은 지정한 수신자에게 암호화됩니다',
    },
    load: async () => (await import('./commands/seal.ts')).defineSeal,
  },
  {
    name: 'disclose',
    description: {
      en: 'hand some of the sealed fields to a reader',
      ko: '봉인한 필드 중 일부를 수신자에게 공개합니다',
    },
    load: async () => (await import('./commands/disclose.ts')).defineDisclose,
  },
  {
    name: 'erase',
    description: {
      en: 'destroy what opens commitments; every proof holds',
      ko: '확약을 여는 공개값을 파기합니다. 증명은 모두 그대로 유효합니다',
    },
    load: async () => (await import('./commands/erase.ts')).defineErase,
  },
  {
    name: 'lineage',
    description: {
      en: 'from which weights to which, by whose contributions',
      ko: '어떤 가중치에서 어떤 가중치로, 누구의 기여로 이어졌는지 봅니다',
    },
    load: async () => (await import('./commands/dossier.ts')).defineLineage,
  },
  {
    name: 'dossier',
    description: {
      en: 'everything that is recorded about a model, each line with its proof',
      ko: '모델에 관해 기록된 모든 것을 증명 번호와 함께 봅니다',
    },
    load: async () => (await import('./commands/dossier.ts')).defineDossier,
  },
  {
    name: 'report',
    description: {
      en: 'a report as PDF, HTML, CSV or XLSX, with its proofs, from replayed public files',
      ko: '공개 파일을 재생해 증명이 첨부된 보고서를 PDF, HTML, CSV, XLSX로 만듭니다',
    },
    load: async () => (await import('./commands/report.ts')).defineReport,
  },
  {
    name: 'prove',
    description: { en: 'fetch the proof bundle of a record', ko: '기록의 증명 묶음을 받습니다' },
    load: async () => (await import('./commands/prove.ts')).defineProve,
  },
  {
    name: 'account',
    description: {
      en: 'all that is recorded for an institution, its credit and balance, with proof',
      ko: '기관에 대해 기록된 모든 것과 크레딧, 잔액을 증명과 함께 봅니다',
    },
    load: async () => (await import('./commands/account.ts')).defineAccount,
  },
  {
    name: 'verify',
    description: {
      en: 'verify a proof bundle or an account statement, offline',
      ko: '증명 묶음이나 계정 명세서를 오프라인에서 검증합니다',
    },
    load: async () => (await import('./commands/verify.ts')).defineVerify,
  },
  {
    name: 'verifier',
    description: {
      en: 'write out the page that verifies proofs in a browser, without a network',
      ko: '네트워크 없이 브라우저에서 증명을 확인하는 페이지를 저장합니다',
    },
    load: async () => (await import('./commands/verifier.ts')).defineVerifier,
  },
  {
    name: 'open',
    description: {
      en: 'open confidential values and check them against a proof bundle, offline',
      ko: '비공개 값을 열고 증명 묶음과 대조합니다 (오프라인)',
    },
    load: async () => (await import('./commands/open.ts')).defineOpen,
  },
  {
    name: 'consistency',
    description: {
      en: 'check that the log at one size is the beginning of the log at another',
      ko: '한 크기의 로그가 더 큰 로그의 앞부분인지 확인합니다',
    },
    load: async () => (await import('./commands/prove.ts')).defineConsistency,
  },
  {
    name: 'audit',
    description: {
      en: 'replay a whole ledger and list every disagreement, read-only',
      ko: '원장 전체를 재생하고 어긋난 곳을 모두 보여 줍니다 (읽기 전용)',
    },
    load: async () => (await import('./commands/audit.ts')).defineAudit,
  },
  {
    name: 'monitor',
    description: {
      en: 'watch a ledger in the name of an institution, and alarm',
      ko: '기관을 위해 원장을 지켜보고 이상이 있으면 경보를 냅니다',
    },
    load: async () => (await import('./commands/monitor.ts')).defineMonitor,
  },
  {
    name: 'evidence',
    description: {
      en: 'write a file that shows others what a ledger did wrong',
      ko: '원장이 무엇을 잘못했는지 제3자에게 보이는 파일을 씁니다',
    },
    load: async () => (await import('./commands/evidence.ts')).defineEvidence,
  },
  {
    name: 'fsck',
    description: {
      en: 'check the structure of a ledger folder, without policy and rules, read-only',
      ko: '정책과 규칙 없이 원장 폴더의 구조를 검사합니다 (읽기 전용)',
    },
    load: async () => (await import('./commands/audit.ts')).defineFsck,
  },
  ...WATCHING_COMMANDS,
  ...COPY_COMMANDS,
  {
    name: 'reindex',
    description: { en: 'rebuild the index from the entries', ko: '기록에서 색인을 다시 만듭니다' },
    load: async () => (await import('./commands/reindex.ts')).defineReindex,
  },
];

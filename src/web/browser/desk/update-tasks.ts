/**
 * Committing to an update, and contributing it. The file is digested in this page; it is never uploaded.
 * @module
 */
import { formatCommitmentFile, parseCommitmentFile } from '../../../client/commitment-file.ts';
import { assertRevealable, commitDraft, contributionDraft, type UpdateDigest } from '../../../client/drafts.ts';
import { parseDecimal } from '../../../core/bytes/integers.ts';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { InputError } from '../../../core/error.ts';
import type { Bench, Field, Filled, Task } from './tasks.ts';
import { digestUpdate } from './update-digest.ts';

const MODEL: Field = {
  name: 'model',
  type: 'file',
  required: true,
  label: { en: 'Model file (safetensors)', ko: '모델 파일 (safetensors)' },
  hint: {
    en: 'It is hashed in this page and never leaves this computer.',
    ko: '이 페이지에서 해시만 계산하며, 파일은 이 컴퓨터 밖으로 나가지 않습니다.',
  },
};

const ROUND: Field = {
  name: 'round',
  type: 'text',
  required: true,
  label: { en: 'Round', ko: '라운드' },
  hint: { en: 'Its name, or the digest of its opening.', ko: '라운드 이름 또는 개시 진술의 다이제스트입니다.' },
};

const FILE_STAYS: Sentence = { en: 'the model file itself', ko: '모델 파일 자체' };
const SIGNER_STAYS: Sentence = {
  en: 'who signed (only a commitment becomes public)',
  ko: '서명자 (확약만 공개됩니다)',
};

const NAMES = {
  round: { en: 'Round', ko: '라운드' },
  file: { en: 'SHA-256 of the file', ko: '파일의 SHA-256' },
  weights: { en: 'Digest of the weights (tensor set)', ko: '가중치 다이제스트 (텐서 집합)' },
  size: { en: 'Size in bytes', ko: '크기(바이트)' },
  band: { en: 'Band of the sample count', ko: '표본 수 구간' },
  privacy: { en: 'Privacy mechanism', ko: '프라이버시 기법' },
  commitment: { en: 'Commitment', ko: '확약' },
} as const satisfies Record<string, Sentence>;

export const COMMIT_TASK: Task = {
  title: { en: 'Commit to an update', ko: '업데이트 확약' },
  lead: {
    en: 'Rounds that bear credit ask for a commitment first: it fixes your update before anybody can see another.',
    ko: '크레딧 라운드에서는 먼저 확약합니다. 다른 기관의 업데이트를 보기 전에 자기 업데이트를 고정하는 절차입니다.',
  },
  fields: [ROUND, MODEL],
  async prepare(filled, { client, origin, institution, random, onProgress }) {
    const model = fileOf(filled, 'model');
    const round = await client.round(filled.text('round'));
    const { tensorSet: update } = await digestUpdate(model, onProgress);
    const { draft, kept } = commitDraft(round, { origin, institution, update }, random(32));
    return {
      draft,
      becomesPublic: [
        [NAMES.round, round.round],
        [NAMES.commitment, { digest: draft.body.commitment }],
      ],
      staysHere: [
        FILE_STAYS,
        { en: 'its digests, until you contribute', ko: '기여하기 전까지 파일의 다이제스트' },
        SIGNER_STAYS,
      ],
      secret: {
        name: `${stemOf(model)}.commitment.json`,
        text: (digest) => formatCommitmentFile(kept(digest)),
      },
      stem: `${stemOf(model)}.commit`,
    };
  },
};

export const CONTRIBUTION_TASK: Task = {
  title: { en: 'Contribute an update', ko: '업데이트 기여' },
  lead: {
    en: 'Records the digest of your update in a round, signed by your institution. The model stays with you.',
    ko: '업데이트의 다이제스트를 기관의 서명과 함께 라운드에 기록합니다. 모델은 기관 안에 남습니다.',
  },
  fields: [
    ROUND,
    MODEL,
    {
      name: 'samples',
      type: 'number',
      required: true,
      label: { en: 'Samples trained on', ko: '학습한 표본 수' },
      hint: {
        en: 'The log sees only the band and a commitment.',
        ko: '로그에는 구간과 확약만 남습니다.',
      },
    },
    {
      name: 'form',
      type: 'select',
      required: true,
      label: { en: 'Form of the file', ko: '파일의 형태' },
      options: [
        ['delta', { en: 'difference to the parent model', ko: '부모 모델과의 차이' }],
        ['weights', { en: 'whole weights', ko: '전체 가중치' }],
      ],
    },
    {
      name: 'privacy',
      type: 'select',
      required: true,
      label: NAMES.privacy,
      options: [
        ['none', { en: 'none', ko: '없음' }],
        ['clipping', { en: 'clipping', ko: '클리핑' }],
        ['dp-sgd', { en: 'DP-SGD', ko: 'DP-SGD' }],
        ['secure-aggregation', { en: 'secure aggregation', ko: '보안 집계' }],
      ],
    },
    {
      name: 'datasets',
      type: 'text',
      required: false,
      label: { en: 'Datasets trained on', ko: '학습에 쓴 데이터셋' },
      hint: {
        en: 'Names or digests, separated by blanks; needed where the round bears credit.',
        ko: '이름 또는 다이제스트를 빈칸으로 구분해 적습니다. 크레딧 라운드에서는 필수입니다.',
      },
    },
    {
      name: 'commitment',
      type: 'file',
      required: false,
      label: { en: 'Commitment file (*.commitment.json)', ko: '확약 파일 (*.commitment.json)' },
      hint: { en: 'Needed where the round bears credit.', ko: '크레딧 라운드에서 필요합니다.' },
    },
  ],
  prepare: prepareContribution,
};

async function prepareContribution(filled: Filled, bench: Bench) {
  const { client, institution, random, now, onProgress } = bench;
  const model = fileOf(filled, 'model');
  const samples = parseDecimal(filled.text('samples'), 'samples');
  const names = filled
    .text('datasets')
    .split(/\s+/)
    .filter((name) => name !== '');
  const [round, ledger, ...datasets] = await Promise.all([
    client.round(filled.text('round')),
    client.ledger(),
    ...names.map((name) => client.dataset(name)),
  ]);
  assertRevealable(round, now());
  const kept = await readCommitment(filled);
  if (kept !== undefined && (kept.round !== round.id || kept.institution !== institution))
    throw new InputError('bad-opening', 'the commitment is to another round or of another institution');
  const update: UpdateDigest = await digestUpdate(model, onProgress);
  const { draft, openings } = contributionDraft({
    ...{ round, ledger, update, samples, salt: random(32) },
    form: filled.text('form') === 'weights' ? 'weights' : 'delta',
    mechanism: mechanismOf(filled.text('privacy')),
    datasets: datasets.map(({ id }) => id),
    ...(kept === undefined ? {} : { commitment: kept }),
  });
  return {
    draft,
    becomesPublic: [
      [NAMES.round, round.round],
      [NAMES.weights, { digest: update.tensorSet }],
      [NAMES.file, { digest: update.file }],
      [NAMES.size, { number: update.sizeBytes }],
      [NAMES.band, draft.body.band],
      [NAMES.privacy, draft.body.privacy.mechanism],
    ] as const,
    staysHere: [FILE_STAYS, { en: 'the sample count', ko: '표본 수' }, SIGNER_STAYS],
    secret: { name: `${stemOf(model)}.openings.json`, text: () => `${JSON.stringify(openings, null, 2)}\n` },
    stem: stemOf(model),
  };
}

const MECHANISMS = ['none', 'clipping', 'dp-sgd', 'secure-aggregation'] as const;

function mechanismOf(text: string): (typeof MECHANISMS)[number] {
  const found = MECHANISMS.find((mechanism) => mechanism === text);
  if (found === undefined) throw new InputError('usage', `privacy: ${text} is none of ${MECHANISMS.join(', ')}`);
  return found;
}

/** A commitment is some hundred bytes. */
const MAX_COMMITMENT_BYTES = 65_536;

async function readCommitment(filled: Filled) {
  const file = filled.file('commitment');
  if (file === undefined) return undefined;
  if (file.size > MAX_COMMITMENT_BYTES)
    throw new InputError('bad-opening', `${file.name} is no commitment: ${file.size} bytes`);
  return parseCommitmentFile(new Uint8Array(await file.arrayBuffer()), file.name);
}

function fileOf(filled: Filled, name: string): File {
  const file = filled.file(name);
  if (file === undefined) throw new InputError('usage', `choose the ${name} file`);
  return file;
}

function stemOf({ name }: File): string {
  return name.replace(/\.safetensors$/, '');
}

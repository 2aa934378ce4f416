/**
 * What the pages of the correction and evidence kinds say.
 * @module
 */
import { ALWAYS, type KindText, rule, said } from './kind-text.ts';

const FREE_NAME = rule(
  'The name is new. Names are never used again.',
  '이름은 처음 쓰는 것이어야 합니다. 이름은 다시 쓰지 않습니다.',
  'name-taken',
);

export const CORRECTION = {
  correction: {
    reason: ALWAYS,
    meaning: said(
      'A later statement takes the place of an earlier one. Nothing is changed or removed: the earlier record stays, and says by what it was superseded. A superseded dataset cannot be named by later contributions.',
      '나중의 진술이 이전 진술을 대체합니다. 아무것도 바뀌거나 지워지지 않으며, 이전 기록은 무엇으로 대체되었는지와 함께 남습니다. 대체된 데이터셋은 이후의 기여가 적을 수 없습니다.',
    ),
    rules: [
      rule('Both statements are recorded.', '두 진술이 모두 기록되어 있어야 합니다.', 'subject-unknown'),
      rule(
        "Both are the author's own, of one kind (`preparation`, `dataset` or `task`), and the replacement is the later one.",
        '둘 다 작성 기관의 것이고 종류가 같아야 하며(`preparation`, `dataset`, `task`), 대체하는 쪽이 나중이어야 합니다.',
        'correction-subject',
      ),
      rule(
        'A chain of corrections has no forks: nothing is superseded twice or takes two places, and what was superseded replaces nothing.',
        '정정의 사슬은 갈라지지 않습니다. 두 번 대체되거나 두 자리를 대신할 수 없고, 대체된 진술은 다른 것을 대체할 수 없습니다.',
        'superseded',
      ),
    ],
  },
  withdrawal: {
    reason: ALWAYS,
    meaning: said(
      'A dataset cannot be named by later contributions, or a contribution is taken back before it is decided. What was aggregated stays aggregated, and credit that was earned stays earned.',
      '데이터셋을 이후의 기여가 적을 수 없게 하거나, 결정되기 전의 기여를 거두어들입니다. 이미 집계된 것은 집계된 채로, 얻은 크레딧은 얻은 채로 남습니다.',
    ),
    rules: [
      rule('The subject is a dataset or a contribution.', '대상은 데이터셋이나 기여여야 합니다.', 'subject-unknown'),
      rule("It is the author's own.", '작성 기관 자신의 것이어야 합니다.', 'not-own'),
      rule('A dataset is live.', '데이터셋은 유효한 상태여야 합니다.', 'dataset-unusable'),
      rule(
        'A contribution is undecided, and its round open.',
        '기여는 아직 결정되지 않았고 라운드가 열려 있어야 합니다.',
        'round-not-open',
        'already-decided',
      ),
    ],
  },
  erasure: {
    reason: ALWAYS,
    meaning: said(
      'The institution says that it destroyed what opens commitments of its own statements. The commitments stay, every proof holds, and nobody can tell any more what they commit to. That every copy is gone is its word.',
      '자기 진술의 확약을 여는 값을 파기했다고 밝힙니다. 확약은 남고 모든 증명은 유효하며, 무엇을 확약했는지는 더 알 수 없습니다. 사본이 모두 없어졌다는 것은 기관의 말입니다.',
    ),
    rules: [
      FREE_NAME,
      rule('The statements are recorded.', '진술이 기록되어 있어야 합니다.', 'subject-unknown'),
      rule("They are the author's own.", '작성 기관 자신의 것이어야 합니다.', 'not-own'),
    ],
  },
} satisfies Record<string, KindText>;

export const EVIDENCE = {
  report: {
    meaning: said(
      'A report with this digest was issued over the records [0, `size`), so that a copy can be told from a forgery.',
      '기록 [0, `size`)에 대해 이 다이제스트의 보고서가 나왔음을 남겨, 사본과 위조를 구별할 수 있게 합니다.',
    ),
    rules: [
      FREE_NAME,
      rule(
        'It covers no more records than there are.',
        '있는 기록보다 많은 기록을 다룬다고 할 수 없습니다.',
        'report-size',
      ),
    ],
  },
  refusals: {
    meaning: said(
      'These statements were authenticated and refused by a rule, with these codes. Who was refused can prove it later; a flood is counted, not listed.',
      '인증되었으나 규칙에 따라 거절된 진술과 그 코드의 목록입니다. 거절된 쪽은 나중에 이를 증명할 수 있습니다. 한꺼번에 몰린 것은 나열하지 않고 셉니다.',
    ),
    rules: [
      rule(
        'The list is at least one second later than the one before.',
        '이전 목록보다 1초 이상 뒤여야 합니다.',
        'refusals-rate',
      ),
      rule(
        'Each statement is listed once, the first one named, in the order of the times, none later than the record.',
        '진술은 한 번씩만, 시각 순서로 적고, 첫 진술을 `first`에 적으며, 기록 시각보다 늦은 것이 없어야 합니다.',
        'refusals-list',
        'bad-time',
      ),
      rule('The authors are enrolled.', '작성 기관은 등록되어 있어야 합니다.', 'author-unknown'),
    ],
  },
} satisfies Record<string, KindText>;

/**
 * What became of a record since: corrected, withdrawn, erased, decided, paid; and who stands behind it. The record itself never
 * changes; later records say these things, and each marker leads to the one that does (R09).
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { isDoubtful } from '../../../core/rules/institution.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { ExplorerSource } from '../../source.ts';
import { word } from '../../statements/vocabulary.ts';

export type Marker = {
  /** `changed` has to be seen before the record is relied on. */
  readonly tone: 'changed' | 'note';
  readonly text: Sentence;
  /** The record that says so. */
  readonly record?: number;
};

export type Endorsement = { readonly by: string; readonly meaning: string; readonly record: number };

/** Endorsements shown. */
const MOST_ENDORSEMENTS = 100;

export interface MarkedRecord {
  readonly digest: string;
  readonly index: number;
  readonly kind: string;
  readonly author: string;
  readonly keyId: string;
}

export async function readMarkers(source: ExplorerSource, record: MarkedRecord): Promise<Marker[]> {
  const { digest, index, author, keyId } = record;
  const [superseded, supersedes, erased] = await source.state([
    STATE.superseded(digest),
    STATE.supersedes(digest),
    STATE.erased(digest),
  ]);
  const [[pending], [institution]] = await Promise.all([
    source.state([STATE.pending(digest)]),
    source.state([STATE.institution(author)]),
  ]);
  const named = [superseded, supersedes, erased].filter((text) => text !== undefined);
  const places = await source.state(named.map(STATE.record));
  const at = (text: string | undefined) => places[named.indexOf(text ?? '')]?.index;
  const isInDoubt = institution !== undefined && isDoubtful(institution, keyId, index);
  return [
    ...(isInDoubt ? [{ tone: 'changed' as const, text: TEXT.doubtful }] : []),
    ...marker('changed', TEXT.superseded, superseded, at),
    ...marker('note', TEXT.supersedes, supersedes, at),
    ...marker('changed', TEXT.erased, erased, at),
    ...(pending === undefined ? [] : [waiting(pending.approvals.length, pending.quorum)]),
    ...(await readOutcome(source, record)),
  ];
}

function marker(
  tone: Marker['tone'],
  text: Sentence,
  digest: string | undefined,
  at: (digest: string) => number | undefined,
): Marker[] {
  if (digest === undefined) return [];
  const record = at(digest);
  return [{ tone, text, ...(record === undefined ? {} : { record }) }];
}

function waiting(approvals: number, quorum: number): Marker {
  const text = {
    en: `Not in force: ${approvals} of the ${quorum} approvals that it needs are recorded.`,
    ko: `아직 효력이 없습니다. 필요한 동의 ${quorum}건 가운데 ${approvals}건이 기록되었습니다.`,
  };
  return { tone: 'changed', text };
}

/** What the rules have made of a contribution, a dataset, an award, a dispute, a claim. */
async function readOutcome(source: ExplorerSource, { kind, digest }: MarkedRecord): Promise<Marker[]> {
  const one = async <T>(values: Promise<readonly (T | undefined)[]>): Promise<T | undefined> => (await values)[0];
  switch (kind) {
    case 'contribution': {
      const own = await one(source.state([STATE.contribution(digest)]));
      if (own === undefined) return [];
      const [decision, excluded] = await source.state([
        STATE.record(own.decision ?? ''),
        STATE.record(own.excluded ?? ''),
      ]);
      return [
        ...(excluded === undefined ? [] : [outcome('excluded', excluded.index)]),
        outcome(own.status, decision?.index),
      ];
    }
    case 'dataset': {
      const own = await one(source.state([STATE.dataset(digest)]));
      return own === undefined || own.status === 'live' ? [] : [outcome(own.status)];
    }
    case 'award': {
      const own = await one(source.state([STATE.award(digest)]));
      return own === undefined ? [] : [outcome(own.status)];
    }
    case 'dispute': {
      const own = await one(source.state([STATE.dispute(digest)]));
      return own === undefined ? [] : [outcome(own.status)];
    }
    case 'claim': {
      const own = await one(source.state([STATE.claim(digest)]));
      if (own?.settlement === undefined) return [{ tone: 'note', text: TEXT.unsettled }];
      const settlement = await one(source.state([STATE.record(own.settlement)]));
      return marker('note', TEXT.settled, own.settlement, () => settlement?.index);
    }
    default:
      return [];
  }
}

/** Outcomes that take something back. */
const CHANGED = new Set(['rejected', 'withdrawn', 'superseded', 'excluded', 'set-aside']);

function outcome(status: string, record?: number): Marker {
  const { en, ko } = word(status);
  return {
    tone: CHANGED.has(status) ? 'changed' : 'note',
    text: { en: `Where it stands: ${en}.`, ko: `현재 상태: ${ko}.` },
    ...(record === undefined ? {} : { record }),
  };
}

/** Who approved or reviewed the statement, and with which record. */
export async function readEndorsements(source: ExplorerSource, digest: string): Promise<Endorsement[]> {
  const prefix = `endorsed/${digest}/`;
  const found = await source.stateUnder(prefix, MOST_ENDORSEMENTS);
  return found.map(({ key, value }) => {
    const [by = '', meaning = ''] = key.slice(prefix.length).split('/');
    return { by, meaning, record: Number(value) };
  });
}

const TEXT = {
  doubtful: {
    en: 'Doubtful: it was signed with a key that is recorded as compromised by then.',
    ko: '의심스러운 기록입니다. 그때 이미 유출되었다고 기록된 키로 서명되었습니다.',
  },
  superseded: { en: 'Corrected: a later record takes its place.', ko: '정정됨. 나중 기록이 이 기록을 대신합니다.' },
  supersedes: { en: 'It takes the place of an earlier record.', ko: '이전 기록을 대신하는 기록입니다.' },
  erased: {
    en: 'What opens its commitments was destroyed. The record and its proofs hold as before.',
    ko: '이 기록의 확약을 여는 값이 파기되었습니다. 기록과 증명은 그대로 유효합니다.',
  },
  settled: { en: 'Settled.', ko: '정산되었습니다.' },
  unsettled: { en: 'Not settled yet.', ko: '아직 정산되지 않았습니다.' },
} as const satisfies Record<string, Sentence>;

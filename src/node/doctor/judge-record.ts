/**
 * What the state of the record means: whether a start would be refused, whether the keys are the ledger's, who vouches.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { openNote } from '../../core/note/open.ts';
import { openCheckpoint } from '../../core/note/open-checkpoint.ts';
import { NO_QUORUM, type TrustPolicy } from '../../core/note/trust-policy.ts';
import { formatVkey, type VerifierKey } from '../../core/note/vkey.ts';
import { keyIdOf } from '../../core/statement/key-id.ts';
import { duration, type Finding, judged, type Measured } from './finding.ts';
import type { Served } from './process.ts';
import type { Edge, Published, RecordFacts, RemoteSigner } from './record.ts';

type Told = Omit<Finding, 'id'>;

const AUDIT = {
  en: 'change nothing; run `ledgerline fsck` and `ledgerline audit`, which name the place',
  ko: '아무것도 고치지 말고 위치를 알려 주는 `ledgerline fsck`와 `ledgerline audit`을 실행하십시오',
};

/** `served`: what the running server says, where it runs. `unixMs`: now. */
export function judgeRecord(facts: RecordFacts, served: Served, unixMs: number): Finding[] {
  const { published, edge, logKey, operatorKey, policy, head } = facts;
  return [
    damaged('checkpoint', published, ({ origin, size }) => ({
      state: 'ok',
      what: { en: `${origin}, ${size} records published`, ko: `${origin}, 기록 ${size}건 발행` },
    })),
    damaged('head', head, (value) => judgeHead(facts, value.size, value.root, unixMs)),
    damaged('right-edge', edge, () => ({
      state: 'ok',
      what: {
        en: 'the charter and the newest records stand under the checkpoint’s root',
        ko: '헌장과 최신 기록이 체크포인트의 루트 아래에 있습니다',
      },
    })),
    judged('last-record', edge, (value) => judgeTime(value, unixMs)),
    judged('log-key', logKey, (key) =>
      'socket' in key ? judgeSigner(key) : judgeLogKey(key, published, edge, served),
    ),
    judged('operator-key', operatorKey, (keyId) => judgeOperatorKey(keyId, edge, served)),
    judged('trust-policy', policy, (value) => judgePolicy(value, published, facts.isCosigned, unixMs)),
    judgeIndex(facts.hasIndex),
  ];
}

/** A file of the record that cannot be read is no lack of knowledge: a start would meet the same. */
function damaged<T>(id: string, measured: Measured<T>, finding: (value: T) => Told): Finding {
  if ('value' in measured) return judged(id, measured, finding);
  return { id, state: 'fail', what: { en: measured.why, ko: measured.why }, remedy: AUDIT };
}

/** Until then a batch may well be on its way, milliseconds. */
const PUBLISHING_MS = 60_000;

function judgeHead({ published, staged }: RecordFacts, size: number, root: Uint8Array, unixMs: number): Told {
  const committed = { en: `${size} records committed`, ko: `기록 ${size}건 커밋` };
  if (!('value' in published)) return { state: 'ok', what: committed };
  const { size: covered, root: signed, writtenMs } = published.value;
  if (covered > size || (covered === size && !equalBytes(root, signed)))
    return {
      state: 'fail',
      what: {
        en: `${size} records committed, but a checkpoint of ${covered} is signed: the folder was rolled back, or holds two histories`,
        ko: `커밋된 기록은 ${size}건인데 ${covered}건의 체크포인트가 서명되어 있습니다. 폴더가 되돌려졌거나 두 이력이 섞였습니다`,
      },
      remedy: {
        en: 'do not start it: bring back the newer state, by a mirror or the newest backup',
        ko: '시작하지 말고 미러나 가장 새로운 백업으로 더 새로운 상태를 되돌리십시오',
      },
    };
  if (covered === size)
    return { state: 'ok', what: { en: `${committed.en}, all published`, ko: `${committed.ko}, 모두 발행됨` } };
  const age = duration(Math.max(0, unixMs - writtenMs));
  const what = {
    en: `${size - covered} of ${size} records wait for publication (${staged} staged batches); the last was ${age.en} ago`,
    ko: `기록 ${size}건 가운데 ${size - covered}건이 발행을 기다립니다 (대기 묶음 ${staged}개). 마지막 발행은 ${age.ko} 전입니다`,
  };
  if (unixMs - writtenMs < PUBLISHING_MS) return { state: 'ok', what };
  const remedy = {
    en: 'see /readyz and the log: witnesses that do not answer hold back receipts. Where nothing runs, a start publishes them',
    ko: '/readyz와 로그를 보십시오. 응답하지 않는 증인이 있으면 영수증이 늦어집니다. 실행 중이 아니면 시작할 때 발행합니다',
  };
  return { state: 'warn', what, remedy };
}

/** As the ledger refuses it at a start (`clock-behind`, `clock-ahead`), milliseconds. */
const BEHIND_MS = 300_000;
const AHEAD_MS = 24 * 3_600_000;

function judgeTime({ recordedAt }: Edge, unixMs: number): Told {
  const sinceMs = unixMs - Date.parse(recordedAt);
  const age = duration(Math.abs(sinceMs));
  if (sinceMs < 0) {
    const what = {
      en: `the newest record (${recordedAt}) is ${age.en} ahead of the clock`,
      ko: `최신 기록(${recordedAt})이 시계보다 ${age.ko} 앞섭니다`,
    };
    const remedy = { en: 'set the clock before the next start', ko: '다음 시작 전에 시계를 맞추십시오' };
    return { state: sinceMs < -BEHIND_MS ? 'fail' : 'warn', what, remedy };
  }
  const what = { en: `newest record ${age.en} ago (${recordedAt})`, ko: `최신 기록은 ${age.ko} 전 (${recordedAt})` };
  if (sinceMs <= AHEAD_MS) return { state: 'ok', what };
  return {
    state: 'ok',
    what,
    remedy: {
      en: 'a start after so long a pause asks for --confirm-clock',
      ko: '이만큼 쉰 뒤의 시작에는 --confirm-clock이 필요합니다',
    },
  };
}

const RESTORE_KEY = {
  en: 'do not start it: restore keys/log.pem from your copy',
  ko: '시작하지 말고 keys/log.pem을 사본에서 되돌리십시오',
};

function judgeLogKey(
  key: VerifierKey,
  published: Measured<Published>,
  edge: Measured<Edge>,
  { logKeys }: Served,
): Told {
  const vkey = formatVkey(key);
  const name = `${key.name}+${key.keyId}`;
  if ('value' in published && !hasSigned(published.value, key))
    return {
      state: 'fail',
      what: {
        en: `keys/log.pem (${name}) has not signed the newest checkpoint`,
        ko: `keys/log.pem(${name})이 최신 체크포인트에 서명하지 않았습니다`,
      },
      remedy: RESTORE_KEY,
    };
  const listed = logKeys ?? ('value' in edge ? [edge.value.charter.log.vkey] : undefined);
  if (listed === undefined)
    return {
      state: 'unknown',
      what: { en: `${name}; the charter cannot be read`, ko: `${name}. 헌장을 읽을 수 없습니다` },
    };
  if (listed.includes(vkey))
    return { state: 'ok', what: { en: `${name}, which the charter names`, ko: `${name}. 헌장에 있는 키입니다` } };
  const what = { en: `${name} is not in the charter`, ko: `${name}이 헌장에 없습니다` };
  if (logKeys !== undefined) return { state: 'fail', what, remedy: RESTORE_KEY };
  // An amendment may name it: only a replay or the running server can tell.
  return {
    state: 'unknown',
    what,
    remedy: {
      en: 'run `ledgerline audit`, or the doctor beside the server',
      ko: '`ledgerline audit`을 실행하거나 서버가 도는 동안 doctor를 실행하십시오',
    },
  };
}

function judgeSigner({ socket, isThere }: RemoteSigner): Told {
  if (isThere)
    return {
      state: 'ok',
      what: { en: `held by another process, at ${socket}`, ko: `다른 프로세스가 ${socket}에서 보관합니다` },
    };
  return {
    state: 'fail',
    what: { en: `no signer listens at ${socket}`, ko: `${socket}에 서명 프로세스가 없습니다` },
    remedy: { en: 'start `ledgerline signer serve` first', ko: '`ledgerline signer serve`를 먼저 시작하십시오' },
  };
}

function hasSigned({ note }: Published, key: VerifierKey): boolean {
  try {
    return openNote(note, [key]).verified.length > 0;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

function judgeOperatorKey(keyId: string | undefined, edge: Measured<Edge>, { operatorKeys }: Served): Told {
  if (keyId === undefined)
    return {
      state: 'warn',
      what: { en: 'keys/operator.pem is missing', ko: 'keys/operator.pem이 없습니다' },
      remedy: {
        en: 'restore it: without it no award becomes final and refusals are not listed',
        ko: '되돌리십시오. 없으면 배분을 확정할 수 없고 거부 목록도 기록하지 않습니다',
      },
    };
  const short = keyId.slice(0, 16);
  if (operatorKeys?.includes(keyId) === true)
    return { state: 'ok', what: { en: `${short}…, live`, ko: `${short}…, 유효함` } };
  if (operatorKeys !== undefined)
    return {
      state: 'fail',
      what: { en: `${short}… is no live key of the operator`, ko: `${short}…은 운영 기관의 유효한 키가 아닙니다` },
      remedy: {
        en: 'put the operator’s live key there, and start again',
        ko: '운영 기관의 유효한 키를 두고 다시 시작하십시오',
      },
    };
  const founding = 'value' in edge ? foundingKeys(edge.value) : [];
  if (founding.includes(keyId))
    return {
      state: 'ok',
      what: {
        en: `${short}…, named by the charter; whether it was revoked since, the running server or an audit tells`,
        ko: `${short}…, 헌장에 있는 키. 그 뒤 폐기되었는지는 실행 중인 서버나 감사가 알려 줍니다`,
      },
    };
  return {
    state: 'unknown',
    what: {
      en: `${short}… is not in the charter; it may have been enrolled since`,
      ko: `${short}…은 헌장에 없습니다. 나중에 등록되었을 수 있습니다`,
    },
    remedy: { en: 'run the doctor beside the running server', ko: '서버가 도는 동안 doctor를 실행하십시오' },
  };
}

function foundingKeys({ charter: { operator, founders } }: Edge): string[] {
  return founders
    .filter(({ institution }) => institution === operator)
    .flatMap(({ keys }) => keys.map(({ spki }) => keyIdOf(spki)));
}

function judgePolicy(policy: TrustPolicy, published: Measured<Published>, isCosigned: boolean, unixMs: number): Told {
  const count = policy.witnesses.length;
  if (!('value' in published))
    return {
      state: 'unknown',
      what: { en: `${count} witnesses; no checkpoint to open`, ko: `증인 ${count}곳. 열어 볼 체크포인트가 없습니다` },
    };
  try {
    const { cosignatures, quorum } = openCheckpoint(published.value.note, policy);
    if (policy.quorum === NO_QUORUM)
      return {
        state: 'warn',
        what: {
          en: 'it asks for no witness: nobody would notice if the whole folder were rolled back',
          ko: '증인을 요구하지 않습니다. 폴더 전체가 되돌려져도 아무도 알아차리지 못합니다',
        },
        remedy: {
          en: 'have a witness outside your hands cosign',
          ko: '여러분의 손 밖에 있는 증인의 공동 서명을 받으십시오',
        },
      };
    const newest = Math.max(0, ...cosignatures.map(({ timestampSeconds }) => timestampSeconds * 1000));
    const age = duration(Math.max(0, unixMs - newest));
    const what = {
      en: `newest checkpoint cosigned by ${cosignatures.length} of ${count} witnesses, ${age.en} ago; quorum ${quorum}`,
      ko: `최신 체크포인트에 증인 ${count}곳 가운데 ${cosignatures.length}곳이 ${age.ko} 전에 공동 서명. 정족수 ${quorum}`,
    };
    if (quorum === 'met') return { state: 'ok', what };
    const remedy = isCosigned
      ? { en: 'see that the witnesses are reached (--network)', ko: '증인에 닿는지 확인하십시오 (--network)' }
      : {
          en: 'nobody asks the witnesses: set `policy` in [witnesses] of ledgerline.toml',
          ko: '증인에게 요청하지 않고 있습니다. ledgerline.toml의 [witnesses]에 policy를 설정하십시오',
        };
    return { state: quorum === 'unknown' ? 'unknown' : 'fail', what, remedy };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const remedy = {
      en: 'the policy that you hand out must name this log: compare it with the members’ copies',
      ko: '배포하는 정책에 이 로그가 있어야 합니다. 회원이 가진 사본과 비교하십시오',
    };
    return { state: 'fail', what: { en: error.message, ko: error.message }, remedy };
  }
}

function judgeIndex(hasIndex: boolean): Finding {
  if (hasIndex) return { id: 'index', state: 'ok', what: { en: 'present', ko: '있음' } };
  return {
    id: 'index',
    state: 'warn',
    what: { en: 'absent', ko: '없음' },
    remedy: {
      en: 'nothing is lost: the next start rebuilds it, which takes the longer the larger the log',
      ko: '잃은 것은 없습니다. 다음 시작 때 다시 만들며 로그가 클수록 오래 걸립니다',
    },
  };
}

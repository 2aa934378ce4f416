/**
 * Whether what the policy names can be reached: asked only where the operator wants it, by the one way out that our
 * processes have.
 * @module
 */
import { evaluateQuorum, NO_QUORUM, type TrustPolicy } from '../../core/note/trust-policy.ts';
import type { Outgoing } from '../outgoing.ts';
import { type Finding, judged, type Measured, measure } from './finding.ts';

/** An address of the policy, and the status of its answer. Any answer will do: what it says is not judged here. */
export interface Reached {
  readonly name: string;
  readonly url: string;
  readonly status: Measured<number>;
}

const ASK_MS = 10_000;
const MAX_ANSWER_BYTES = 2 ** 20;

/** Asks every witness of the policy that has a URL. */
export async function askWitnesses({ witnesses }: TrustPolicy, outgoing: Outgoing): Promise<Reached[]> {
  const named = witnesses.flatMap(({ name, url }) => (url === undefined ? [] : [{ name, url }]));
  return Promise.all(
    named.map(async ({ name, url }) => {
      const request = { method: 'GET', url, timeoutMs: ASK_MS, maxBytes: MAX_ANSWER_BYTES } as const;
      return { name, url, status: await measure(async () => (await outgoing(request)).status) };
    }),
  );
}

export function judgeNetwork(policy: TrustPolicy, reached: readonly Reached[]): Finding[] {
  const isReached = ({ status }: Reached): boolean => 'value' in status && status.value < 500;
  const each = reached
    .map(({ name, url, status }) =>
      judged(`witness ${name}`, status, (code) => {
        const what = { en: `${url} answers with ${code}`, ko: `${url}이 ${code}로 답합니다` };
        if (code < 500) return { state: 'ok', what };
        return { state: 'warn', what, remedy: { en: 'ask whoever runs it', ko: '운영하는 곳에 문의하십시오' } };
      }),
    )
    .map((finding): Finding => (finding.state === 'unknown' ? { ...finding, state: 'warn' } : finding));
  if (policy.quorum === NO_QUORUM || reached.length === 0) return each;
  const names = new Set(reached.filter(isReached).map(({ name }) => name));
  const what = {
    en: `${names.size} of ${policy.witnesses.length} witnesses reached`,
    ko: `증인 ${policy.witnesses.length}곳 가운데 ${names.size}곳에 닿았습니다`,
  };
  if (evaluateQuorum(policy, names)) return [...each, { id: 'quorum', state: 'ok', what }];
  const remedy = {
    en: 'nothing is published until the quorum answers: see to the network, then to the witnesses',
    ko: '정족수가 답할 때까지 아무것도 발행되지 않습니다. 네트워크를 먼저, 그다음 증인을 확인하십시오',
  };
  return [...each, { id: 'quorum', state: 'fail', what, remedy }];
}

/**
 * The award of a window, computed from a replayed ledger by whoever asks: the same bytes for everybody.
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import type { AwardBody, CreditPolicyBody } from '../../core/generated/bodies.ts';
import { canonicalize } from '../../core/json/jcs.ts';
import type { Json } from '../../core/json/json.ts';
import { recomputeAward } from '../../core/rules/award-inputs.ts';
import { findDisputed } from '../../core/rules/disputes.ts';
import { STATE, type StateKey, type View } from '../../core/rules/state.ts';
import type { AwardState, PolicyState, WindowState } from '../../core/rules/state-credit.ts';
import { isWindowOver } from '../../core/rules/windows.ts';
import type { ReplayedLedger } from '../audit/replay-ledger.ts';

export interface AwardQuestion {
  readonly model: string;
  /** The last one if absent. */
  readonly window?: number;
  /** A contribution or utility report to leave out, as a resolution would. */
  readonly exclude?: string;
  /** A policy to share out by instead of the one that the rounds named. */
  readonly policy?: CreditPolicyBody;
}

/** How the computed body stands to the log. */
export type AwardStanding =
  /** It is the body of the award that stands. */
  | 'recorded'
  /** The log allows it now. */
  | 'due'
  /** Rounds or reports may still come. */
  | 'early'
  /** It answers a question of what would be. */
  | 'what-if'
  /** The award that stands has another body. */
  | 'differs';

export interface ComputedAward {
  readonly body: AwardBody;
  /** The RFC 8785 form of the body: what everybody gets. */
  readonly text: string;
  /** SHA-256 of `text`, hex. */
  readonly sha256: string;
  readonly standing: AwardStanding;
  /** The award that stands, or was set aside last. */
  readonly award?: string;
}

/** @throws InputError `not-found`; Refusal, InputError as `recomputeAward` and `findDisputed` */
export function computeAward(
  ledger: Pick<ReplayedLedger, 'state' | 'history'>,
  question: AwardQuestion,
): ComputedAward {
  const { state, history } = ledger;
  const { model, exclude, policy } = question;
  const lineage = state.value(STATE.model(model));
  if (lineage === undefined) throw new InputError('not-found', `there is no model ${model}`);
  const number = question.window ?? lineage.windows;
  const window = state.value(STATE.window(model, number));
  if (window === undefined)
    throw new InputError(
      'not-found',
      `${model} has ${number === 0 ? 'no credit window yet' : `no credit window ${number}`}`,
    );
  const standing = window.award === undefined ? undefined : state.value(STATE.award(window.award));
  const asked = exclude !== undefined || policy !== undefined;
  const recorded =
    standing === undefined || standing.status === 'set-aside' ? undefined : history.findOf('award', window.award);

  const view = policy === undefined ? state.view : withPolicy(state.view, window.policy, policy);
  const without = exclude === undefined ? undefined : excludedKey(state.view, exclude);
  const replaces = recorded === undefined || asked ? window.award : recorded.statement.body.replaces;
  const computed = recomputeAward(view, model, number, replaces, without);
  const body = policy === undefined ? computed : { ...computed, policy: digestOf(canonicalize(policy)) };
  const text = canonicalize(body);
  const isRecorded = recorded !== undefined && canonicalize(recorded.statement.body) === text;
  return {
    body,
    text,
    sha256: digestOf(text),
    standing: asked
      ? 'what-if'
      : recorded === undefined
        ? dueness(ledger, window, standing)
        : isRecorded
          ? 'recorded'
          : 'differs',
    ...(window.award === undefined ? {} : { award: window.award }),
  };
}

/** What takes the place of a disputed award, where its dispute is upheld. @throws InputError `not-found` */
export function replacementAward({ state }: Pick<ReplayedLedger, 'state'>, dispute: string): ComputedAward {
  const found = state.value(STATE.dispute(dispute));
  if (found === undefined) throw new InputError('not-found', `there is no dispute ${dispute}`);
  const { model, window, award } = found;
  const { key } = findDisputed(state.view, found);
  const body = recomputeAward(state.view, model, window, award, key);
  const text = canonicalize(body);
  return { body, text, sha256: digestOf(text), standing: 'what-if', award };
}

function excludedKey(view: View, about: string): StateKey {
  const remedy = view.get(STATE.contribution(about)) === undefined ? 'exclude-report' : 'exclude-contribution';
  return findDisputed(view, { about, remedy }).key;
}

/** The state, with another policy under the same digest. */
function withPolicy(view: View, digest: string, policy: PolicyState): View {
  const key = STATE.policy(digest);
  return {
    get: <T extends Json>(asked: StateKey<T>) => ((asked as string) === key ? (policy as Json as T) : view.get(asked)),
    rootAt: () => undefined,
  };
}

/** Whether the rules would take the award from a treasurer, at the time of the last record. */
function dueness(
  { state }: Pick<ReplayedLedger, 'state'>,
  window: WindowState,
  standing: AwardState | undefined,
): AwardStanding {
  const [policy, at] = [state.value(STATE.policy(window.policy)), state.value(STATE.clock)];
  if (standing !== undefined) return 'due';
  if (policy === undefined || at === undefined || !isWindowOver(window, policy, at)) return 'early';
  const evaluators = state.value(STATE.plan(window.plan))?.evaluators ?? [];
  const isReported = window.rounds.every((round) =>
    evaluators.every((evaluator) => state.value(STATE.utility(round, evaluator))?.status === 'usable'),
  );
  return isReported || at > window.reportsBy ? 'due' : 'early';
}

function digestOf(text: string): string {
  return encodeHex(sha256(encodeUtf8(text)));
}

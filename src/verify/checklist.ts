/**
 * The list of checks as it fills: the first failure ends it, and what was not reached is listed as such.
 * @module
 */
import type { ErrorCode, Sentence } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import { Refusal } from '../core/rules/kind.ts';
import type { Check, CheckId, CheckOutcome, Verdict } from './verdict.ts';

/** Codes that say "nobody here can tell" rather than "this is wrong". */
const UNDECIDABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'unknown-version',
  'unknown-kind',
  'other-policy',
  'unverified-note',
  'too-few-cosignatures',
  'unchecked-cosignature',
  'stale',
  'evidence-incomplete',
  'report-pages',
]);

/** Thrown to leave an examination that cannot go on; why stands in the list. */
class Ended extends Error {
  override readonly name: string = 'Ended';
}

/** Checks and their outcomes. */
export class Checklist<Id extends string = CheckId> {
  readonly #planned: readonly Id[];
  readonly #sentences: Readonly<Record<Id, Sentence>>;
  readonly #settled = new Map<Id, Check<Id>>();

  /**
   * @param planned the checks that a complete examination settles, in their order
   * @param sentences what each of them claims
   */
  constructor(planned: readonly Id[], sentences: Readonly<Record<Id, Sentence>>) {
    this.#planned = planned;
    this.#sentences = sentences;
  }

  /** Runs an examination to its end, however it ends. */
  run(examine: () => void): void {
    try {
      examine();
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
    }
  }

  /** Settles check `id` with what `run` gives, which later checks need: unless it passes, the examination ends. */
  check<T>(id: Id, run: () => T): T {
    try {
      const value = run();
      this.#settle(id, 'passed');
      return value;
    } catch (error) {
      this.#settleError(id, error);
      throw new Ended();
    }
  }

  /**
   * Settles check `id`. If it cannot be decided the examination goes on, for it may yet find what is wrong; if it failed
   * it ends. `run` may return a reason why there was nothing to judge.
   */
  consider(id: Id, run: () => Sentence | undefined): void {
    try {
      const reason = run();
      if (reason === undefined) this.#settle(id, 'passed');
      else this.#settle(id, 'ignored', { reason });
    } catch (error) {
      if (this.#settleError(id, error) === 'failed') throw new Ended();
    }
  }

  /** All checks in their order, those not reached included. */
  checks(): Check<Id>[] {
    return this.#planned.map(
      (id) => this.#settled.get(id) ?? { id, outcome: 'not-reached', sentence: this.#sentences[id] },
    );
  }

  verdict(): Verdict {
    const outcomes = new Set(this.checks().map(({ outcome }) => outcome));
    if (outcomes.has('failed')) return 'FAILED';
    return outcomes.has('unknown') || outcomes.has('not-reached') ? 'CANNOT TELL' : 'VERIFIED';
  }

  /** Settles check `id` by an error. Errors that no input can cause pass through. */
  #settleError(id: Id, error: unknown): CheckOutcome {
    if (!(error instanceof InputError || error instanceof Refusal)) throw error;
    const { code, message } = error;
    const outcome = UNDECIDABLE.has(code) ? 'unknown' : 'failed';
    this.#settle(id, outcome, { code, detail: message });
    return outcome;
  }

  #settle(id: Id, outcome: CheckOutcome, why: Pick<Check, 'reason' | 'code' | 'detail'> = {}): void {
    this.#settled.set(id, { id, outcome, sentence: this.#sentences[id], ...why });
  }
}

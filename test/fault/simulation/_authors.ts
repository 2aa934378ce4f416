/**
 * Authors of a simulation: they submit valid statements, several at once, repeat themselves, contradict themselves, break
 * rules, and go on from what the ledger says when they have lost their place.
 * @module
 */
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { STATE } from '../../../src/core/rules/state.ts';
import { CHAIN_START } from '../../../src/core/statement/statement.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import { taskBody } from '../../_util/bodies.ts';
import type { Consortium } from '../../_util/consortium.ts';
import type { Random } from '../_random.ts';
import { submitTold, type Told } from '../_told.ts';

/** Everything that was ever submitted, and what has an answer. */
export class Submissions {
  readonly all: SignedStatement[] = [];
  readonly #answered = new Set<string>();

  answer(digest: string, answer: string): void {
    if (answer !== 'no answer') this.#answered.add(digest);
  }

  /** Those whose authors do not know what became of them. */
  get open(): SignedStatement[] {
    return this.all.filter(({ digest }) => !this.#answered.has(digest));
  }
}

export interface AuthorParts {
  readonly id: string;
  readonly consortium: Consortium;
  readonly random: Random;
  readonly told: Told;
  readonly submissions: Submissions;
}

/** One author in one life of the ledger. */
export class Author {
  readonly #parts: AuthorParts;
  readonly #ledger: Ledger;
  #chain = { sequence: 0, previous: CHAIN_START };

  constructor(parts: AuthorParts, ledger: Ledger) {
    this.#parts = parts;
    this.#ledger = ledger;
  }

  /** `count` rounds of submissions; `pause` lets others come first. */
  async run(count: number, pause: () => Promise<void>): Promise<void> {
    await this.#catchUp();
    for (let i = 0; i < count; i++) {
      await pause();
      const answers = await Promise.all(this.#round().map((signed) => this.#submit(signed)));
      if (answers.some((answer) => answer !== 'released')) await this.#catchUp();
    }
  }

  /** What goes in at once. */
  #round(): SignedStatement[] {
    const { random, submissions } = this.#parts;
    const move = random.next();
    if (move < 0.45) return Array.from({ length: 1 + random.below(3) }, () => this.#next());
    if (move < 0.6 && submissions.all.length > 0) return [random.pick(submissions.all), this.#next()];
    if (move < 0.75) return [this.#sign('auroc'), this.#next()]; // two statements in one place of the chain
    if (move < 0.9) return [this.#sign('none'), this.#next()]; // not in the charter's vocabulary
    const next = this.#next();
    return [this.#next(), next]; // the second before the first
  }

  #next(): SignedStatement {
    const signed = this.#sign('auroc');
    this.#chain = { sequence: this.#chain.sequence + 1, previous: signed.digest };
    return signed;
  }

  #sign(metric: 'auroc' | 'none'): SignedStatement {
    const { consortium, id, submissions } = this.#parts;
    const body = taskBody({ task: `task-${submissions.all.length}`, metric });
    const signed = consortium.statement('task', id, body, { chain: this.#chain });
    submissions.all.push(signed);
    return signed;
  }

  async #submit(signed: SignedStatement): Promise<string> {
    const { told, submissions } = this.#parts;
    const answer = await submitTold(this.#ledger, told, signed);
    submissions.answer(signed.digest, answer);
    return answer;
  }

  /** Goes on from the author's last record. A ledger that is gone tells nothing. */
  async #catchUp(): Promise<void> {
    const [chain] = await this.#ledger.state([STATE.chain(this.#parts.id)]).catch(() => [undefined]);
    if (chain !== undefined) this.#chain = chain;
    else if (this.#ledger.status.failure === undefined) this.#chain = { sequence: 0, previous: CHAIN_START };
  }
}

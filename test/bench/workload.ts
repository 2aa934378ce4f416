/**
 * Statements as a consortium makes them every day: contributions, 1.6 kB a record, by eight institutions with one Ed25519 key each.
 *
 * An institution contributes to a round once, and a lineage has one open round: so a lineage and its round stand for every
 * eight contributions. They are opened by the aggregator, in a chain of its own, and no contribution waits for another author.
 * @module
 */
import { formatEnvelope, type SignedStatement } from '../../src/core/record/record.ts';
import {
  contributionBody,
  type Founder,
  modelBody,
  QUORUMS_OF_ONE,
  roundOpenBody,
  taskBody,
  tensors,
} from '../_util/bodies.ts';
import { Consortium } from '../_util/consortium.ts';
import { type TestKey, testKey } from '../_util/keys.ts';

export const CONTRIBUTORS: readonly string[] = Array.from({ length: 8 }, (_, i) => `bench-pharma-${i}`);
const OPERATOR = 'bench-operator';
const AGGREGATOR = 'bench-aggregator';

/** The key of an institution of the workload. */
export function benchKey(institution: string): TestKey {
  return testKey(`${institution} bench`);
}

function founder(id: string, institutionClass: Founder['class'], roles: Founder['roles']): Founder {
  return { id, class: institutionClass, roles, keys: [benchKey(id)] };
}

const FOUNDERS: readonly Founder[] = [
  founder(OPERATOR, 'platform-operator', []),
  founder(AGGREGATOR, 'research-institute', ['steward', 'aggregator']),
  ...CONTRIBUTORS.map((id) => founder(id, 'pharma', ['contributor'])),
];

/** Nobody lives to see it: the benchmarks run at the machine's time. */
const FAR_AHEAD = '2999-12-31T00:00:00.000Z';

/** Signs statements in the order in which the ledger is to take them. */
export class Workload {
  readonly consortium: Consortium = new Consortium({
    origin: 'bench.example/log',
    founders: FOUNDERS,
    charter: { quorums: QUORUMS_OF_ONE },
  });
  /** Rounds that somebody has not contributed to yet, by number: the digest, and how many have not. */
  readonly #rounds = new Map<number, { readonly digest: string; left: number }>();
  #opened = 0;
  /** How many rounds each institution has contributed to. */
  readonly #contributed = new Map<string, number>();

  founding(): SignedStatement[] {
    return this.consortium.founding();
  }

  /** What the first round needs. */
  preparing(): SignedStatement[] {
    return [this.consortium.statement('task', AGGREGATOR, taskBody())];
  }

  /** `count` lineages, each with an open round: two statements each. */
  rounds(count: number): SignedStatement[] {
    return Array.from({ length: count }, () => this.#openRound()).flat();
  }

  /** The next `count` contributions of `author`. Requires as many rounds that it has not contributed to. */
  contributions(author: string, count: number): SignedStatement[] {
    return Array.from({ length: count }, () => {
      const number = this.#contributed.get(author) ?? 0;
      const round = this.#rounds.get(number);
      if (round === undefined) throw new Error(`${author} has contributed to all ${number} rounds`);
      this.#contributed.set(author, number + 1);
      round.left--;
      if (round.left === 0) this.#rounds.delete(number);
      const body = contributionBody(round.digest, `${author} ${number}`, {
        parent: tensors(`model ${number}`).tensorSet,
      });
      return this.consortium.statement('contribution', author, body);
    });
  }

  /** The next `count` contributions of all institutions in turn. */
  mixed(count: number): SignedStatement[] {
    return Array.from({ length: count }, (_, i) =>
      this.contributions(CONTRIBUTORS[i % CONTRIBUTORS.length] ?? '', 1),
    ).flat();
  }

  #openRound(): SignedStatement[] {
    const number = this.#opened++;
    const weights = tensors(`model ${number}`);
    const model = this.consortium.statement('model', AGGREGATOR, modelBody({ model: `lineage-${number}`, weights }));
    const body = roundOpenBody({
      ...{ round: `round-${number}`, model: `lineage-${number}`, parent: weights.tensorSet },
      ...{ aggregator: AGGREGATOR, invited: [...CONTRIBUTORS] },
      ...{ contributeBy: FAR_AHEAD, decideBy: FAR_AHEAD, closeBy: FAR_AHEAD },
    });
    const round = this.consortium.statement('round-open', AGGREGATOR, body);
    this.#rounds.set(number, { digest: round.digest, left: CONTRIBUTORS.length });
    return [model, round];
  }
}

/** A submission's body, as JSON: one envelope, or an array of them. */
export function encodeSubmission(signed: SignedStatement | readonly SignedStatement[]): Buffer {
  const body = 'payload' in signed ? formatEnvelope(signed) : signed.map(formatEnvelope);
  return Buffer.from(JSON.stringify(body));
}

/**
 * The slow, obvious oracle of awards in a history: inputs read off the statements alone, by searching the whole list, and
 * the amounts by `credit-oracle.ts`. It knows nothing of the state that the rules keep.
 *
 * It holds for histories of `random-credit-history.ts`: quorums are of two, and the auditor keeps its role.
 * @module
 */
import { createHash } from 'node:crypto';
import type {
  CreditMethod,
  CreditPlayer,
  CreditPolicy,
  CreditReport,
  CreditRound,
} from '../../src/core/credit/input.ts';
import type { AwardBody, Bodies, EvaluationPlanBody, UtilityReportBody } from '../../src/core/generated/bodies.ts';
import type { StatementOf } from '../../src/core/statement/statement.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { everyOrder, marginalSums, naiveAward, naivePermutation, utilityIn } from './credit-oracle.ts';
import type { QuickRecord } from './quick-ledger.ts';
import { AUDITOR } from './random-credit-world.ts';

/** A statement of a kind, where it stands. */
interface Found<K extends KindName> {
  readonly digest: string;
  readonly index: number;
  readonly recordedAt: string;
  readonly statement: StatementOf<K>;
}

/** The records before an award. */
class History {
  readonly #records: readonly QuickRecord[];

  constructor(records: readonly QuickRecord[]) {
    this.#records = records;
  }

  all<K extends KindName>(kind: K): Found<K>[] {
    return this.#records.flatMap(({ signed, recordedAt }, index) =>
      signed.statement.kind === kind
        ? [{ digest: signed.digest, index, recordedAt, statement: signed.statement as StatementOf<K> }]
        : [],
    );
  }

  body<K extends KindName>(kind: K, digest: string): Bodies[K] {
    const found = this.all(kind).find((each) => each.digest === digest);
    if (found === undefined) throw new Error(`no ${kind} ${digest}`);
    return found.statement.body;
  }

  /** Index of the approval that completed the statement's quorum of two; undefined while it is pending. */
  effectOf(digest: string): number | undefined {
    const of = ({ statement: { body } }: Found<'endorsement'>) =>
      body.subject === digest && body.meaning === 'approval';
    return this.all('endorsement').find(of)?.index;
  }

  /** What resolutions excluded: statement digests of contributions and reports. */
  excluded(): string[] {
    const upheld = this.all('resolution').filter(
      ({ digest, statement: { body } }) => body.finding === 'upheld' && this.effectOf(digest) !== undefined,
    );
    return upheld.map(({ statement: { body } }) => this.body('dispute', body.dispute).about);
  }

  groupAt(institution: string, index: number): string | undefined {
    const changes = this.all('institution').flatMap(({ digest, statement: { body } }) => {
      const effect = this.effectOf(digest);
      return body.institution === institution && effect !== undefined && effect < index ? [{ effect, body }] : [];
    });
    return changes.sort((a, b) => a.effect - b.effect).at(-1)?.body.group;
  }
}

/** The amounts by institution that an award must have, by the records before it. */
export function oracleAmounts(records: readonly QuickRecord[], award: AwardBody): Map<string, bigint> {
  const history = new History(records);
  const { budget, components, ...rest } = history.body('credit-policy', award.policy);
  const policy: CreditPolicy = {
    ...rest,
    budget: BigInt(budget),
    components: components.map(({ method, basisPoints }) => ({ method: method as CreditMethod, basisPoints })),
  };
  return naiveAward(
    policy,
    award.rounds.map((round) => roundOf(history, round)),
  );
}

function roundOf(history: History, round: string): CreditRound {
  const aggregation = history.all('aggregation').find(({ statement: { body } }) => body.round === round);
  const contributions = history.all('contribution').filter(({ statement: { body } }) => body.round === round);
  const excluded = history.excluded();
  const named = aggregation?.statement.body.contributions.toSorted((a, b) =>
    a.contribution < b.contribution ? -1 : 1,
  );
  const players = (named ?? []).map(({ contribution, weight }): CreditPlayer => {
    const institution = contributions.find(({ digest }) => digest === contribution)?.statement.author ?? '';
    const group = history.groupAt(institution, aggregation?.index ?? 0);
    return {
      contribution,
      institution,
      weight,
      ...(group === undefined ? {} : { group }),
      ...(excluded.includes(contribution) ? { excluded: true } : {}),
    };
  });
  const committed = history.all('contribution-commit').filter(({ statement: { body } }) => body.round === round);
  const revealed = contributions.map(({ statement }) => statement.author);
  const withheld = committed.map(({ statement }) => statement.author).filter((id) => !revealed.includes(id));
  return { players, withheld, reports: reportsOn(history, round, players) };
}

function reportsOn(history: History, round: string, players: readonly CreditPlayer[]): CreditReport[] {
  const { credit } = history.body('round-open', round);
  if (credit === undefined) throw new Error(`round ${round} bears no credit`);
  const plan = history.body('evaluation-plan', credit.plan);
  const excluded = history.excluded();
  return plan.evaluators.flatMap((evaluator) => {
    const parts = history
      .all('utility-report')
      .filter(({ statement: { author, body } }) => author === evaluator && body.round === round);
    if (parts.length === 0 || parts.some(({ digest }) => excluded.includes(digest))) return [];
    const audited = history
      .all('endorsement')
      .some(
        ({ statement: { author, body }, recordedAt }) =>
          author === AUDITOR &&
          body.meaning === 'approval' &&
          body.subject === parts[0]?.digest &&
          recordedAt <= credit.reportBy,
      );
    if (plan.form === 'sealed' && !audited) return [];
    const bodies = parts.map(({ statement }) => statement.body);
    const quality = bodies[0]?.quality;
    const values = valuesOf(history, round, plan, bodies, players);
    return values === undefined ? [] : [{ ...values, ...(quality === undefined ? {} : { quality }) }];
  });
}

/** Undefined while parts are missing. */
function valuesOf(
  history: History,
  round: string,
  plan: EvaluationPlanBody,
  bodies: readonly UtilityReportBody[],
  players: readonly CreditPlayer[],
): CreditReport | undefined {
  const [first] = bodies;
  if (first === undefined) return undefined;
  const { empty, grand } = first;
  const n = players.length;
  if (first.form === 'sealed') return { shapley: first.numerators.map(BigInt) };
  const tables = bodies.map((body) => (body.form === 'open' ? int32s(body.table) : []));
  if (plan.scheme === 'leave-one-out') {
    return { leaveOneOut: (tables[0] ?? []).map((without) => BigInt(grand - without)) };
  }
  if (plan.scheme === 'exact') {
    const utility = utilityIn(tables[0] ?? []);
    const everybody = players.map((_, i) => i);
    const leaveOneOut = everybody.map((i) => BigInt(grand - utility(everybody.filter((other) => other !== i))));
    return { shapley: marginalSums(everyOrder(n), n, utility), leaveOneOut };
  }
  const { permutations = 0 } = plan;
  const prefixes = tables.flat();
  const last = bodies.at(-1);
  const isWhole = last?.form === 'open' && last.part === last.parts;
  if (prefixes.length !== permutations * (n - 1) || !isWhole) return undefined;
  const seed = seedOf(history, round, players);
  const sums = players.map(() => 0n);
  for (let k = 0; k < permutations; k++) {
    const reached = [empty, ...prefixes.slice(k * (n - 1), (k + 1) * (n - 1)), grand];
    for (const [position, player] of naivePermutation(seed, n, k).entries()) {
      sums[player] = (sums[player] ?? 0n) + BigInt((reached[position + 1] ?? 0) - (reached[position] ?? 0));
    }
  }
  return { shapley: sums };
}

function seedOf(history: History, round: string, players: readonly CreditPlayer[]): Uint8Array {
  const { credit } = history.body('round-open', round);
  const nonces = players
    .toSorted((a, b) => (a.institution < b.institution ? -1 : 1))
    .map(({ contribution }) => history.body('contribution', contribution).nonce ?? '');
  const hash = createHash('sha256').update('ledgerline/permutations/v1\n');
  for (const part of [round, credit?.plan ?? '', ...nonces]) hash.update(Buffer.from(part, 'hex'));
  return hash.digest();
}

function int32s(table: string): number[] {
  const bytes = Buffer.from(table, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readInt32BE(4 * i));
}

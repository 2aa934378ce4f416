/**
 * Which records an account statement shows. Whoever makes one and whoever verifies one run this same function: the one asks
 * the whole ledger, the other the records shown, and what comes out must be what is shown. So no record can be left out that
 * another one names, and none can be slipped in.
 *
 * Shown are: the charter, amendments and their endorsements; the last record under the checkpoint; every record of the
 * account; for each of its credits the award with all that it is computed from, or the transfer; and, for every author of
 * all these, the whole account `keys/<author>`.
 * @module
 */
import type { StatementOf } from '../../core/statement/statement.ts';
import type { PlacedRecord } from '../evidence.ts';

/** What to look up. The answer is in the order of indexes. */
export type Question =
  /** The charter, amendments, and endorsements of amendments. */
  | { readonly ask: 'governance' }
  /** The last record under the checkpoint. */
  | { readonly ask: 'last' }
  /** All records of an account. */
  | { readonly ask: 'account'; readonly account: string }
  /** The statements with these digests, one each. */
  | { readonly ask: 'statements'; readonly digests: readonly string[] }
  /** The statements whose `referenceOf` is one of these digests. */
  | { readonly ask: 'references'; readonly digests: readonly string[] };

/** The content of a statement. */
export interface Gathered {
  /** Ascending, each once. */
  readonly records: readonly PlacedRecord[];
  /** The accounts whose paths are shown, ascending. */
  readonly accounts: readonly string[];
}

type Gathering<T> = Generator<Question, T, readonly PlacedRecord[]>;

/**
 * What the statement of `account` shows. A step machine, as `walkAccount`: it yields questions and takes the answers, so
 * that a disk, a folder or a file in memory can drive it.
 */
export function* gather(account: string): Gathering<Gathered> {
  const shown = new Shown();
  shown.take(yield { ask: 'governance' });
  shown.take(yield { ask: 'last' });
  const own = shown.take(yield { ask: 'account', account });
  yield* gatherSources(
    shown,
    own.flatMap(({ statement }) => (statement.kind === 'credit' ? statement.body.source : [])),
  );
  const accounts = new Set([account]);
  for (let authors = shown.keyAccounts(accounts); authors.length > 0; authors = shown.keyAccounts(accounts)) {
    for (const keys of authors) {
      accounts.add(keys);
      shown.take(yield { ask: 'account', account: keys });
    }
  }
  return { records: shown.ascending(), accounts: [...accounts].sort() };
}

/** The records so far. */
class Shown {
  readonly #byIndex = new Map<number, PlacedRecord>();
  /** Statements whose evidence was gathered. */
  readonly #done = new Set<string>();

  take(records: readonly PlacedRecord[]): readonly PlacedRecord[] {
    for (const record of records) this.#byIndex.set(record.index, record);
    return records;
  }

  /** Those of `digests` that were not asked for before, each once. */
  fresh(digests: readonly string[]): string[] {
    const fresh = [...new Set(digests)].filter((digest) => !this.#done.has(digest));
    for (const digest of fresh) this.#done.add(digest);
    return fresh;
  }

  /** `keys/<author>` of every author, those in `known` aside. */
  keyAccounts(known: ReadonlySet<string>): string[] {
    const accounts = [...this.#byIndex.values()].map(({ statement }) => `keys/${statement.author}`);
    return [...new Set(accounts)].filter((id) => !known.has(id)).sort();
  }

  ascending(): PlacedRecord[] {
    return [...this.#byIndex.values()].sort((a, b) => a.index - b.index);
  }
}

/** Final awards and transfers, and what the awards rest on. */
function* gatherSources(shown: Shown, digests: readonly string[]): Gathering<void> {
  const sources = shown.take(yield { ask: 'statements', digests: shown.fresh(digests) });
  const awards = sources.flatMap(({ statement }) => (statement.kind === 'award-final' ? statement.body.award : []));
  for (const award of shown.fresh(awards)) yield* gatherAward(shown, award);
}

function* gatherAward(shown: Shown, digest: string): Gathering<void> {
  const [award] = shown.take(yield { ask: 'statements', digests: [digest] });
  if (award?.statement.kind !== 'award') return; // the award check refuses it
  const { policy, rounds, replaces } = award.statement.body;
  const [fresh] = shown.fresh([policy]);
  if (fresh !== undefined) {
    shown.take(yield { ask: 'statements', digests: [fresh] });
    shown.take(ofKinds(yield { ask: 'references', digests: [fresh] }, 'endorsement'));
  }
  yield* gatherRounds(shown, shown.fresh(rounds));
  if (replaces !== undefined) yield* gatherReplaced(shown, replaces);
}

/** The rounds of a window: what was promised, revealed, decided, aggregated and reported in them. */
function* gatherRounds(shown: Shown, digests: readonly string[]): Gathering<void> {
  const opened = shown.take(yield { ask: 'statements', digests });
  const plans = opened.flatMap(({ statement }) =>
    statement.kind === 'round-open' ? (statement.body.credit?.plan ?? []) : [],
  );
  shown.take(yield { ask: 'statements', digests: shown.fresh(plans) });
  const events = shown.take(
    ofKinds(
      yield { ask: 'references', digests },
      'contribution-commit',
      'contribution',
      'aggregation',
      'round-close',
      'utility-report',
    ),
  );
  const contributions = digestsOf(ofKinds(events, 'contribution'));
  shown.take(ofKinds(yield { ask: 'references', digests: contributions }, 'contribution-decision'));
  const sealed = events.filter(
    ({ statement }) => statement.kind === 'utility-report' && statement.body.form === 'sealed',
  );
  shown.take(ofKinds(yield { ask: 'references', digests: digestsOf(sealed) }, 'endorsement'));
}

/** The awards that were set aside before this one, each with the disputes that were upheld, and by whom. */
function* gatherReplaced(shown: Shown, replaced: string): Gathering<void> {
  for (let [next] = shown.fresh([replaced]); next !== undefined; ) {
    const [award] = shown.take(yield { ask: 'statements', digests: [next] });
    const disputes = ofKinds(yield { ask: 'references', digests: [next] }, 'dispute');
    const resolutions = ofKinds(yield { ask: 'references', digests: digestsOf(disputes) }, 'resolution');
    const upheld = resolutions.filter(({ statement }) => isUpheld(statement));
    const about = new Set(upheld.flatMap(({ statement }) => (isUpheld(statement) ? statement.body.dispute : [])));
    shown.take(disputes.filter(({ digest }) => about.has(digest)));
    shown.take(upheld);
    shown.take(ofKinds(yield { ask: 'references', digests: digestsOf(upheld) }, 'endorsement'));
    const before = award?.statement.kind === 'award' ? award.statement.body.replaces : undefined;
    [next] = before === undefined ? [] : shown.fresh([before]);
  }
}

function isUpheld(statement: PlacedRecord['statement']): statement is StatementOf<'resolution'> {
  return statement.kind === 'resolution' && statement.body.finding === 'upheld';
}

function ofKinds(
  records: readonly PlacedRecord[],
  ...kinds: readonly PlacedRecord['statement']['kind'][]
): PlacedRecord[] {
  return records.filter(({ statement }) => kinds.includes(statement.kind));
}

function digestsOf(records: readonly PlacedRecord[]): string[] {
  return records.map(({ digest }) => digest);
}

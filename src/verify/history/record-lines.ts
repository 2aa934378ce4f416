/**
 * Lines of reports: a record with what it says, what became of it, and who stands behind it.
 * @module
 */
import type { DossierDocument } from '../../core/generated/documents.ts';
import { isDoubtful } from '../../core/rules/institution.ts';
import { STATE } from '../../core/rules/state.ts';
import type { KindName } from '../../core/statement/validate.ts';
import type { ReplayedLedger } from '../audit/replay-ledger.ts';
import { type Entry, type EntryOf, type History, lineOf } from './history.ts';

export type RecordLine = DossierDocument['registered'];

type AnyEntry = Entry | EntryOf<KindName>;

export class LineWriter {
  /** Digests of the records written so far. */
  readonly written: string[] = [];
  readonly #state: ReplayedLedger['state'];
  readonly #endorsements = new Map<string, EntryOf<'endorsement'>[]>();

  constructor(history: History, state: ReplayedLedger['state']) {
    this.#state = state;
    for (const entry of history.of('endorsement')) {
      const { subject } = entry.statement.body;
      this.#endorsements.set(subject, [...(this.#endorsements.get(subject) ?? []), entry]);
    }
  }

  /** The lines of the records that are there. */
  lines(entries: readonly (AnyEntry | undefined)[]): RecordLine[] {
    return entries.flatMap((entry) => (entry === undefined ? [] : [this.line(entry)]));
  }

  line(entry: AnyEntry): RecordLine {
    const { digest, statement } = entry;
    this.written.push(digest);
    const { meaning, ...line } = lineOf(entry);
    const status = statusOf(this.#state, statement.kind, digest);
    const endorsements = (this.#endorsements.get(digest) ?? []).map(({ index, digest: id, statement: own }) => ({
      index,
      id,
      author: own.author,
      meaning: own.body.meaning,
    }));
    return {
      ...line,
      meaning,
      body: bodyOf(entry),
      ...(status === undefined ? {} : { status }),
      ...(this.#isDoubtful(entry) ? { doubtful: true as const } : {}),
      ...(endorsements.length === 0 ? {} : { endorsements }),
    };
  }

  /** True for what was signed with a key that turned out to be compromised by then. */
  #isDoubtful({ index, keyId, statement: { author } }: AnyEntry): boolean {
    const institution = this.#state.value(STATE.institution(author));
    return institution !== undefined && isDoubtful(institution, keyId, index);
  }
}

/** What the rules have made of a statement of this kind, where they have made something of it. */
export function statusOf(state: ReplayedLedger['state'], kind: KindName, digest: string): string | undefined {
  switch (kind) {
    case 'contribution': {
      const own = state.value(STATE.contribution(digest));
      return own?.excluded === undefined ? own?.status : 'excluded';
    }
    case 'utility-report': {
      const of = state.value(STATE.reportOf(digest));
      const own = of && state.value(STATE.utility(of.round, of.evaluator));
      return own?.excluded === undefined ? own?.status : 'excluded';
    }
    case 'dataset':
      return state.value(STATE.dataset(digest))?.status;
    case 'award':
      return state.value(STATE.award(digest))?.status;
    case 'dispute':
      return state.value(STATE.dispute(digest))?.status;
    default:
      if (state.value(STATE.superseded(digest)) !== undefined) return 'superseded';
      return state.value(STATE.pending(digest)) === undefined ? undefined : 'pending';
  }
}

/** The body, without tables that only machines read. */
function bodyOf({ statement: { body } }: AnyEntry): RecordLine['body'] {
  if (!('table' in body)) return { ...body };
  const { table: _, ...rest } = body;
  return rest;
}

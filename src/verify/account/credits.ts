/**
 * The credit of an account, told by its own records: where each credit comes from, what was claimed and passed on of it, what
 * is left (I6). Spending is judged by the function that the rules use.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { Json } from '../../core/json/json.ts';
import { require } from '../../core/rules/kind.ts';
import { spend } from '../../core/rules/spending.ts';
import { STATE, type StateChange, type StateKey, set, type View } from '../../core/rules/state.ts';
import type { CreditState } from '../../core/rules/state-credit.ts';
import { addSeconds } from '../../core/statement/instant.ts';
import type { PlacedRecord } from '../evidence.ts';
import { isOfKind, type Lookup, type RecordOf } from './lookup.ts';

/** A claimable unit. Amounts are micro-credits, decimal strings. */
export interface CreditFacts {
  readonly index: number;
  readonly digest: string;
  /** The `award-final` or `transfer` that it follows from. */
  readonly source: string;
  /** The award, where it follows from one. */
  readonly award?: string;
  /** Who passed it on, where somebody did. */
  readonly from?: string;
  readonly amount: string;
  readonly spent: string;
  readonly left: string;
}

/** A claim of the account. */
export interface ClaimFacts {
  readonly index: number;
  readonly digest: string;
  readonly credit: string;
  readonly amount: string;
  /** Statement digest of the settlement; absent while the claim is open. */
  readonly settlement?: string;
}

/** Credit that the account passed on. */
export interface TransferFacts {
  readonly index: number;
  readonly digest: string;
  readonly credit: string;
  readonly beneficiary: string;
  readonly amount: string;
}

/** What an account's records say of its credit. */
export interface CreditHistory {
  readonly credits: readonly CreditFacts[];
  readonly claims: readonly ClaimFacts[];
  readonly transfers: readonly TransferFacts[];
  /** The awards that the credits follow from, each once. */
  readonly awards: readonly RecordOf<'award'>[];
}

/**
 * The credit of `account`. Requires all its records, ascending.
 * @throws Refusal, InputError with the codes of the rules
 */
export function readCredits(account: string, own: readonly PlacedRecord[], lookup: Lookup): CreditHistory {
  const history = new History(account, lookup);
  for (const record of own) history.add(record);
  return history.end();
}

type Origin = Pick<CreditFacts, 'award' | 'from'>;

class History {
  readonly #account: string;
  readonly #lookup: Lookup;
  readonly #state = new Map<string, Json>();
  readonly #credits: { readonly record: RecordOf<'credit'>; readonly origin: Origin }[] = [];
  readonly #claims = new Map<string, ClaimFacts>();
  readonly #transfers: TransferFacts[] = [];
  /** By lineage and window. */
  readonly #awards = new Map<string, RecordOf<'award'>>();
  /** The `award-final` of an award, by digest. */
  readonly #finals = new Map<string, string>();

  constructor(account: string, lookup: Lookup) {
    this.#account = account;
    this.#lookup = lookup;
  }

  add(record: PlacedRecord): void {
    if (isOfKind(record, 'credit')) this.#receive(record);
    else if (isOfKind(record, 'claim')) this.#claim(record);
    else if (isOfKind(record, 'transfer')) this.#pass(record);
    else if (isOfKind(record, 'settlement')) this.#settle(record);
  }

  end(): CreditHistory {
    const credits = this.#credits.map(({ record: { index, digest, statement }, origin }): CreditFacts => {
      const { source, amount } = statement.body;
      const spent = this.#get(STATE.credit(digest))?.spent ?? '0';
      return { index, digest, source, ...origin, amount, spent, left: String(BigInt(amount) - BigInt(spent)) };
    });
    return {
      credits,
      claims: [...this.#claims.values()],
      transfers: this.#transfers,
      awards: [...this.#awards.values()],
    };
  }

  #receive(record: RecordOf<'credit'>): void {
    const { source, beneficiary, amount } = record.statement.body;
    const award = this.#checkSource(record);
    const origin = award === undefined ? { from: this.#lookup.find(source)?.statement.author ?? '' } : { award };
    this.#credits.push({ record, origin });
    this.#apply(set(STATE.credit(record.digest), { beneficiary, amount, spent: '0', source, policy: '' }));
  }

  /** Requires that the credit stands where its source puts it. Returns the award, if it follows from one. */
  #checkSource(record: RecordOf<'credit'>): string | undefined {
    const { source } = record.statement.body;
    const found = this.#lookup.find(source);
    if (found !== undefined && isOfKind(found, 'award-final')) {
      const award = this.#finalAward(found);
      const lines = award.statement.body.lines.map(({ beneficiary, amount }, line) => ({ line, beneficiary, amount }));
      const paid = lines.filter(({ amount }) => amount !== '0');
      checkLine(record, found, paid);
      return award.digest;
    }
    const transfer = this.#lookup.get(source, 'transfer', record.index, 'credit-unfounded');
    const { beneficiary, amount } = transfer.statement.body;
    checkLine(record, transfer, [{ line: 0, beneficiary, amount }]);
    return undefined;
  }

  /** The award of an `award-final`. Requires that it came in its time, and that its window has no other final award. */
  #finalAward(final: RecordOf<'award-final'>): RecordOf<'award'> {
    const { award: digest } = final.statement.body;
    const award = this.#lookup.get(digest, 'award', final.index, 'award-unknown');
    const { policy, model, window } = award.statement.body;
    const { deadlines } = this.#lookup.get(policy, 'credit-policy', award.index, 'policy-unknown').statement.body;
    const disputeBy = addSeconds(award.recordedAt, deadlines.dispute);
    require(final.recordedAt > disputeBy, 'dispute-window', () =>
      `record ${final.index} makes the award final while it could be disputed, until ${disputeBy}`);
    const other = this.#awards.get(`${model}/${window}`);
    require(other === undefined || other.digest === digest, 'already-awarded', () =>
      `window ${window} of ${model} is credited by two awards: ${other?.digest} and ${digest}`);
    const earlier = this.#finals.get(digest) ?? final.digest;
    require(earlier === final.digest, 'award-not-open', () =>
      `award ${digest} is made final twice: by ${earlier} and by ${final.digest}`);
    this.#awards.set(`${model}/${window}`, award);
    this.#finals.set(digest, final.digest);
    return award;
  }

  #claim({ index, digest, statement }: RecordOf<'claim'>): void {
    const { credit, amount } = statement.body;
    this.#spend(credit, amount);
    this.#claims.set(digest, { index, digest, credit, amount });
  }

  #pass({ index, digest, statement }: RecordOf<'transfer'>): void {
    const { credit, amount, beneficiary } = statement.body;
    this.#spend(credit, amount);
    this.#transfers.push({ index, digest, credit, beneficiary, amount });
  }

  #settle({ digest, statement: { body } }: RecordOf<'settlement'>): void {
    const claim = this.#claims.get(body.claim);
    if (claim === undefined) throw new InputError('claim-unknown', `the account has no claim ${body.claim}`);
    require(claim.settlement === undefined, 'already-settled', () => `claim ${body.claim} is settled twice`);
    this.#claims.set(body.claim, { ...claim, settlement: digest });
  }

  #spend(credit: string, amount: string): void {
    this.#apply(spend(this.#view, credit, this.#account, amount).change);
  }

  get #view(): View {
    return {
      get: <T extends Json>(key: StateKey<T>) => this.#state.get(key) as T | undefined,
      rootAt: () => undefined,
    };
  }

  #apply({ key, value }: StateChange): void {
    if (value !== null) this.#state.set(key, value);
  }

  #get(key: StateKey<CreditState>): CreditState | undefined {
    return this.#view.get(key);
  }
}

type Line = { readonly line: number; readonly beneficiary: string; readonly amount: string };

/** Requires that the credit is one of `lines`, word for word, and stands as many records after its source. */
function checkLine({ index, statement: { body } }: RecordOf<'credit'>, source: PlacedRecord, lines: readonly Line[]) {
  const position = lines.findIndex(({ line }) => line === body.line);
  const line = lines[position];
  const isLine = line?.beneficiary === body.beneficiary && line.amount === body.amount;
  require(isLine, 'credit-unfounded', () =>
    `record ${index} credits ${body.amount} to ${body.beneficiary}; line ${body.line} of ${body.source} gives ${
      line === undefined ? 'nothing' : `${line.amount} to ${line.beneficiary}`
    }`);
  const expected = source.index + 1 + position;
  require(index === expected, 'credit-unfounded', () =>
    `line ${body.line} of ${body.source} is record ${expected}, and credited once; record ${index} credits it again or out of order`);
}

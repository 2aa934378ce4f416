/**
 * Random histories of credit: rounds of two lineages that interleave, withheld reveals, awards, disputes, claims, transfers,
 * keys that rotate and turn out compromised, roles that end, members that leave. About one statement in six is a wrong one.
 *
 * One seed gives one history, whoever records it: the caller offers each statement to a ledger, and tells what was accepted.
 * @module
 */
import { InputError } from '../../src/core/error.ts';
import type { Bodies } from '../../src/core/generated/bodies.ts';
import type { Json } from '../../src/core/json/json.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import type { ChangeSet } from '../../src/core/rules/apply.ts';
import { isKeyLive } from '../../src/core/rules/institution.ts';
import { STATE } from '../../src/core/rules/state.ts';
import { formatInstant } from '../../src/core/statement/instant.ts';
import type { StatementSigner } from '../../src/core/statement/sign.ts';
import { CHAIN_START } from '../../src/core/statement/statement.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { acceptedBody, digestOf, tensors } from './bodies.ts';
import type { Consortium, StatementOverrides } from './consortium.ts';
import {
  awardFinalBody,
  claimBody,
  contributionCommitBody,
  creditBody,
  disputeBody,
  nonceOf,
  revealBody,
  transferBody,
} from './credit-bodies.ts';
import type { QuickLedger } from './quick-ledger.ts';
import { type Draft, labelOf, Moves, type Situation } from './random-credit-moves.ts';
import {
  AGGREGATOR,
  ARBITERS,
  CONTRIBUTORS,
  type CreditWorld,
  EVERYBODY,
  keyOf,
  OPERATOR,
  TREASURER,
} from './random-credit-world.ts';
import { type Pick, picker } from './random-history.ts';

/** One statement in so many is wrong on purpose. */
const WRONG_ONE_IN = 6;
const UNSIGNED = new Uint8Array(64);

export class CreditHistory implements Situation {
  readonly world: CreditWorld;
  /** Where the history stands. The caller appends to it. */
  readonly ledger: QuickLedger;
  readonly pick: Pick;
  readonly #consortium: Consortium;
  readonly #signs: boolean;
  readonly #statements = new Map<string, SignedStatement>();
  readonly #digests = new Map<KindName, string[]>();
  readonly #contributions = new Map<string, string[]>();
  #nowUnixMs: number;

  /** @param options.signs real signatures; without them statements come several times faster */
  constructor(world: CreditWorld, seed: number, { signs }: { readonly signs: boolean }) {
    this.world = world;
    this.ledger = world.ledger.fork();
    this.pick = picker(seed);
    this.#consortium = world.consortium.fork();
    this.#signs = signs;
    this.#nowUnixMs = world.nowUnixMs + 1000;
    for (const { signed } of this.ledger.records) this.#remember(signed);
  }

  get nowUnixMs(): number {
    return this.#nowUnixMs;
  }

  /** The time at which the offered statement is to be recorded. */
  get now(): string {
    return formatInstant(this.#nowUnixMs);
  }

  digests(kind: KindName): readonly string[] {
    return this.#digests.get(kind) ?? [];
  }

  contributionsTo(round: string): readonly string[] {
    return this.#contributions.get(round) ?? [];
  }

  statement(digest: string): SignedStatement | undefined {
    return this.#statements.get(digest);
  }

  /** The next statement. Time may have passed. Where a credit waits, it is that one: the ledger's own part is played too. */
  offer(): SignedStatement {
    const credit = this.#waitingCredit();
    if (credit !== undefined && this.pick(WRONG_ONE_IN) > 0) return this.#sign(credit);
    if (credit !== undefined && this.pick(2) === 0) return this.#alter(credit) ?? this.#spoil(credit);
    this.#nowUnixMs += 500 * this.pick(4);
    const moves = this.#moves();
    if (this.pick(WRONG_ONE_IN) > 0) return this.#sign(this.#choose(moves));
    return this.#offerWrong(moves);
  }

  /** Records a statement that the rules accepted. */
  learn(signed: SignedStatement, recordedAt: string, change: ChangeSet): void {
    this.ledger.append(signed, recordedAt, change);
    this.#remember(signed);
  }

  #remember(signed: SignedStatement): void {
    const { statement, digest } = signed;
    this.#statements.set(digest, signed);
    this.#digests.set(statement.kind, [...this.digests(statement.kind), digest]);
    if (statement.kind !== 'contribution') return;
    const { round } = statement.body;
    this.#contributions.set(round, [...this.contributionsTo(round), digest]);
  }

  /** The moves of now, or of a deadline that was waited for. */
  #moves(): Moves {
    for (;;) {
      const moves = new Moves(this);
      const deadlines = [...moves.deadlines].sort();
      const isStuck = moves.progress < 100;
      const waits = deadlines.length > 0 && this.pick(100) < (isStuck ? 80 : 3);
      if (!waits) return moves;
      const chosen = this.pick(12) > 0 ? deadlines[0] : deadlines[this.pick(deadlines.length)];
      // At the instant itself, or a millisecond past it.
      this.#nowUnixMs = Math.max(this.#nowUnixMs, Date.parse(chosen ?? '') + (this.pick(3) === 0 ? 0 : 1));
    }
  }

  #choose({ moves }: Moves): Draft {
    let at = this.pick(moves.reduce((sum, { weight }) => sum + weight, 0));
    for (const move of moves) {
      if (at < move.weight) return move.draft();
      at -= move.weight;
    }
    throw new Error('there is always a move');
  }

  #sign(draft: Draft, overrides: StatementOverrides = {}): SignedStatement {
    const { kind, author, body, subject, reason } = draft;
    return this.#consortium.statement(kind, author, body, {
      key: this.#signerOf(author),
      chain: this.ledger.get(STATE.chain(author)) ?? { sequence: 0, previous: CHAIN_START },
      ...(subject === undefined ? {} : { subject }),
      ...overrides,
      signing: { ...(reason === undefined ? {} : { reason: { code: reason } }), ...overrides.signing },
    });
  }

  /** A live key of the institution; the first where it has none. */
  #signerOf(id: string): StatementSigner {
    const institution = this.ledger.get(STATE.institution(id));
    const keys = Object.keys(institution?.keys ?? {});
    const live = keys.find((each) => institution !== undefined && isKeyLive(institution, each, this.ledger.size));
    const generation = live === undefined ? 1 : this.#generationOf(id, live);
    const key = keyOf(id, generation);
    return this.#signs ? key : { keyId: key.keyId, sign: () => UNSIGNED };
  }

  #generationOf(id: string, keyId: string): number {
    for (let generation = 1; ; generation++) if (keyOf(id, generation).keyId === keyId) return generation;
  }

  #waitingCredit(): Draft | undefined {
    const drain = this.ledger.get(STATE.drain);
    const [next] = drain?.lines ?? [];
    if (drain === undefined || next === undefined) return undefined;
    const body = creditBody(drain.source, next.line, next.beneficiary, next.amount);
    return { kind: 'credit', author: OPERATOR, body };
  }

  // wrong ones

  #offerWrong(moves: Moves): SignedStatement {
    const choice = this.pick(10);
    if (choice < 5) {
      const tempting = this.#temptations();
      const chosen = tempting[this.pick(tempting.length)];
      if (chosen !== undefined) return this.#sign(chosen);
    }
    const draft = this.#choose(moves);
    if (choice < 8) {
      const signed = this.#alter(draft);
      if (signed !== undefined) return signed;
    }
    return this.#spoil(draft);
  }

  /** The statement with one value of its body another; undefined where the schema does not allow it. */
  #alter(draft: Draft): SignedStatement | undefined {
    const body = this.#otherBody(draft.body);
    try {
      return body && this.#sign({ ...draft, body });
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }

  /** A good statement by somebody else, out of its chain, with another key, or a second time. */
  #spoil(draft: Draft): SignedStatement {
    const other = [...EVERYBODY, OPERATOR][this.pick(EVERYBODY.length + 1)] ?? OPERATOR;
    const earlier = [...this.#statements.values()][this.pick(this.#statements.size)];
    switch (this.pick(6)) {
      case 0:
        return this.#sign({ ...draft, author: other });
      case 1:
        return this.#sign(draft, { chain: { sequence: this.pick(50), previous: digestOf('elsewhere') } });
      case 2:
        return this.#sign(draft, { key: this.#signerOf(other) });
      case 3:
        return this.#sign(draft, { ledger: 'log.example/another' });
      case 4:
        return this.#sign(draft, { signing: { reason: { code: 'no-such-word' } } });
      default:
        return earlier ?? this.#sign(draft);
    }
  }

  /** The body with one of its values another. */
  #otherBody(body: Bodies[KindName]): Bodies[KindName] | undefined {
    const copy = structuredClone(body);
    const places = leavesOf(copy);
    const place = places[this.pick(places.length)];
    if (place === undefined) return undefined;
    const { holder, name } = place;
    holder[name] = this.#otherValue(holder[name] ?? null);
    return copy;
  }

  #otherValue(value: Json): Json {
    if (typeof value === 'number') return value + (this.pick(2) === 0 ? 1 : -1);
    if (typeof value !== 'string') return value;
    if (EVERYBODY.includes(value)) return EVERYBODY[this.pick(EVERYBODY.length)] ?? value;
    if (/^[0-9a-f]{64}$/.test(value)) {
      const all = [...this.#statements.keys()];
      return this.pick(2) === 0 ? digestOf(value) : (all[this.pick(all.length)] ?? value);
    }
    if (/^-?[0-9]+$/.test(value)) return String(BigInt(value) + (this.pick(2) === 0 ? 1n : -1n));
    if (/^[0-9]{4}-.*Z$/.test(value)) return formatInstant(this.#nowUnixMs + 1000 * (this.pick(100) - 50));
    return `${value}-x`;
  }

  /** What somebody might try who wants credit that is not due. */
  #temptations(): Draft[] {
    const { ledger } = this;
    return [
      ...this.digests('credit')
        .slice(-4)
        .flatMap((digest) => this.#overspend(digest)),
      ...this.digests('round-open')
        .slice(-3)
        .flatMap((digest) => this.#cheat(digest)),
      ...(ledger.get(STATE.openAwards) ?? []).flatMap((digest) => this.#rush(digest)),
      { kind: 'credit', author: OPERATOR, body: creditBody(digestOf('nothing'), 0, CONTRIBUTORS[0], '1') },
    ];
  }

  #overspend(digest: string): Draft[] {
    const { beneficiary = '', amount = '0', spent = '0', source = '' } = this.ledger.get(STATE.credit(digest)) ?? {};
    const more = String(BigInt(amount) - BigInt(spent) + 1n);
    const other = CONTRIBUTORS.find((id) => id !== beneficiary) ?? OPERATOR;
    return [
      { kind: 'claim', author: beneficiary, body: claimBody(digest, more) },
      { kind: 'claim', author: other, body: claimBody(digest, '1') },
      { kind: 'transfer', author: beneficiary, body: transferBody(digest, other, more) },
      { kind: 'transfer', author: beneficiary, body: transferBody(digest, beneficiary, '1') },
      { kind: 'credit', author: beneficiary, body: creditBody(source, 0, beneficiary, amount) },
    ];
  }

  #cheat(digest: string): Draft[] {
    const { ledger } = this;
    const round = ledger.get(STATE.round(digest));
    if (round === undefined) return [];
    const { invited, parent, zeroUpdate, previousStep = zeroUpdate } = round;
    const [first = '', second = first] = invited;
    const commit = (id: string) => ledger.get(STATE.commit(digest, id))?.digest ?? digestOf('no commitment');
    const reveal = (id: string, change: Partial<Bodies['contribution']>): Draft => ({
      kind: 'contribution',
      author: id,
      body: revealBody(digest, labelOf(id, digest), commit(id), this.digests('dataset').slice(0, 1), {
        parent,
        ...change,
      }),
    });
    const as = (tensorSet: string) => ({ update: { ...tensors('cheat'), tensorSet } });
    const copied = { update: tensors(labelOf(second, digest)), nonce: nonceOf(labelOf(second, digest)) };
    const { origin } = this.world.consortium;
    const late = contributionCommitBody(origin, first, digest, labelOf(first, digest));
    const measured = { normMicro: 0, nonFinite: 1 };
    return [
      { kind: 'contribution-commit', author: first, body: late },
      reveal(first, {}),
      reveal(first, copied),
      reveal(first, as(zeroUpdate)),
      reveal(first, as(previousStep)),
      reveal(first, { parent: tensors('stale').tensorSet }),
      ...this.contributionsTo(digest).map((each): Draft => {
        const { institution = '' } = ledger.get(STATE.contribution(each)) ?? {};
        return { kind: 'contribution-decision', author: AGGREGATOR, body: acceptedBody(each, institution, measured) };
      }),
    ];
  }

  #rush(digest: string): Draft[] {
    const { ledger } = this;
    const award = ledger.get(STATE.award(digest));
    const signed = this.statement(digest)?.statement;
    if (award === undefined || signed?.kind !== 'award') return [];
    const about = this.digests('contribution').at(-1) ?? '';
    const { institution = '' } = ledger.get(STATE.contribution(about)) ?? {};
    const { body } = signed;
    const [line, ...rest] = body.lines;
    const raised = line && { ...line, amount: String(BigInt(line.amount) + 1n) };
    return [
      { kind: 'award-final', author: TREASURER, body: awardFinalBody(digest) },
      { kind: 'award', author: TREASURER, body: raised === undefined ? body : { ...body, lines: [raised, ...rest] } },
      { kind: 'award', author: TREASURER, body: { ...body, window: body.window + 1 } },
      { kind: 'claim', author: institution || TREASURER, body: claimBody(digest, '1') },
      {
        kind: 'dispute',
        author: institution || TREASURER,
        body: disputeBody(digest, about || digest, institution || TREASURER),
      },
      ...award.disputes.map(({ dispute }): Draft => {
        const replacement = digestOf('a better award');
        return { kind: 'resolution', author: ARBITERS[0], body: { dispute, finding: 'upheld', replacement } };
      }),
    ];
  }
}

/** Something that holds a value under a name, or an array under a position. */
interface Place {
  readonly holder: { [name: string]: Json };
  readonly name: string;
}

function leavesOf(value: object): Place[] {
  const holder = value as { [name: string]: Json };
  return Object.keys(holder).flatMap((name) => {
    const inner = holder[name] ?? null;
    return typeof inner === 'object' ? leavesOf(inner ?? {}) : [{ holder, name }];
  });
}

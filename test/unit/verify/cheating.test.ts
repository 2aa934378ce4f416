/**
 * Ways to cheat an account statement or an award, and who sees each: whoever verifies the file offline, whoever audits the
 * ledger, or both. The table of docs/reference/account-tree.md, "Who sees what", has the same rows.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/core/catalogue/catalogue.ts';
import type { AwardBody } from '../../../src/core/generated/bodies.ts';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import type { AccountCheckId } from '../../../src/verify/account/checks.ts';
import { renderAccount } from '../../../src/verify/account/text.ts';
import { auditMap, codesOf } from '../../_util/audit.ts';
import { keyEnrolBody, keyRevokeBody } from '../../_util/bodies.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { CreditLedger, unmetChecks } from '../../_util/credit-ledger.ts';
import {
  AGGREGATOR,
  ARBITER,
  type CreditScenarioOptions,
  EVALUATOR,
  HOSPITAL,
  OPERATOR,
  PHARMA,
  TREASURER,
} from '../../_util/credit-scenario.ts';
import { type Accounting, DishonestLedger, editStatement } from '../../_util/dishonest-ledger.ts';
import { docPath } from '../../_util/doc-session.ts';
import { testKey } from '../../_util/keys.ts';
import { WITNESS } from '../../_util/proven-ledger.ts';

beforeAll(installNodePrimitives);

type Edit = Parameters<typeof editStatement>[2];

interface Cheat {
  readonly name: string;
  /** Whose statement is shown; that of the pharma company if absent. */
  readonly account?: string;
  readonly options?: CreditScenarioOptions;
  /** What is recorded; the honest history if absent. */
  readonly history?: (made: CreditLedger) => void;
  /** How the operator keeps the accounts. */
  readonly accounting?: Accounting;
  /** What is changed in the file afterwards. */
  readonly edit?: (made: CreditLedger, forged: DishonestLedger) => Edit;
  readonly maxAgeSeconds?: number;
  /** What the offline verifier says; absent where it sees nothing. */
  readonly offline?: readonly [check: AccountCheckId, code: ErrorCode, detail: RegExp];
  /** What an audit finds; absent where the ledger itself is as it should be. */
  readonly audit?: ErrorCode;
}

/** The index of the first record of a kind. */
const at = ({ ledger }: CreditLedger, kind: string, author?: string, skip = 0): number => {
  const indexes = [...ledger.records.keys()].filter((index) => {
    const { statement } = ledger.record(index);
    return statement.kind === kind && (author === undefined || statement.author === author);
  });
  const index = indexes[skip];
  if (index === undefined) throw new Error(`no ${kind} ${skip} of ${author}`);
  return index;
};
const without =
  (kind: string, author?: string): NonNullable<Cheat['edit']> =>
  (made) =>
  (statement) => {
    const left = at(made, kind, author);
    expect(statement.records.some(({ index }) => index === left)).toBe(true);
    statement.records = statement.records.filter(({ index }) => index !== left);
  };

function honest(made: CreditLedger): void {
  made.spend(made.toCredits());
}

/** Everything before the award, the last report some seconds late. */
function play(made: CreditLedger, lateSeconds = 0): void {
  const { scenario } = made;
  const steps = [...scenario.setUp(), ...scenario.round(), ...scenario.round()];
  const last = steps.pop();
  if (last === undefined) throw new Error('nothing happened');
  for (const step of steps) made.force(step);
  made.force(scenario.step(last.signed, lateSeconds));
}

interface Forged {
  /** Signs on from here. */
  readonly consortium: Consortium;
  readonly award: SignedStatement;
  readonly final: SignedStatement;
  readonly credits: SignedStatement[];
  now(): number;
}

/** An award as `change` makes it, made final after `waitMs` and credited in the order of `order`. */
function awardAndCredit(
  made: CreditLedger,
  change: (body: AwardBody) => AwardBody = (body) => body,
  { waitMs = 2000, order = (lines: Line[]) => lines }: { waitMs?: number; order?: (lines: Line[]) => Line[] } = {},
): Forged {
  const { scenario } = made;
  const consortium = scenario.consortium.fork();
  let now = scenario.proposeAward().at;
  const body = change(structuredClone(scenario.awardBody as AwardBody));
  const award = made.force({ signed: consortium.statement('award', TREASURER, body), at: now });
  now += waitMs;
  const final = made.force({
    signed: consortium.statement('award-final', TREASURER, { award: award.digest }),
    at: now,
  });
  const lines = body.lines.map(({ beneficiary, amount }, line) => ({ line, beneficiary, amount }));
  const credits = order(lines.filter(({ amount }) => amount !== '0')).map((line) =>
    made.force({ signed: consortium.statement('credit', OPERATOR, { source: final.digest, ...line }), at: now }),
  );
  return { consortium, award, final, credits, now: () => (now += 1000) };
}

type Line = { line: number; beneficiary: string; amount: string };

/** One more honest record, so that what came before is within the coverage. */
function closeWith(made: CreditLedger, { consortium, now }: Forged): void {
  const body = keyEnrolBody(consortium.origin, ARBITER, testKey('one more of the arbiter'));
  made.force({ signed: consortium.statement('key', ARBITER, body), at: now() });
}

const forgedAward =
  (change: (body: AwardBody) => AwardBody): NonNullable<Cheat['history']> =>
  (made) => {
    play(made);
    closeWith(made, awardAndCredit(made, change));
  };

/** Takes a micro-credit of the second line and gives it to the first. */
function shifted(body: AwardBody): AwardBody {
  const [first, second, ...rest] = body.lines;
  if (first === undefined || second === undefined) throw new Error('two lines are needed');
  const by = (amount: string, delta: bigint): string => String(BigInt(amount) + delta);
  return {
    ...body,
    lines: [{ ...first, amount: by(first.amount, 1n) }, { ...second, amount: by(second.amount, -1n) }, ...rest],
  };
}

const CHEATS: readonly Cheat[] = [
  // The file.
  {
    name: 'a record of the account is left out of the file',
    edit: without('claim'),
    offline: ['account', 'account-entries', /15 records shown are not the 16/],
  },
  {
    name: 'the newest record of the account is left out of the file',
    edit: without('transfer'),
    offline: ['account', 'account-entries', /hangang-pharma/],
  },
  {
    name: 'a sum is changed in the file',
    edit: () => (statement) => {
      statement.paths = statement.paths.map((shown) =>
        shown.account === PHARMA && shown.path.end.kind === 'leaf'
          ? { ...shown, path: { ...shown.path, end: { ...shown.path.end, issued: shown.path.end.issued + 1n } } }
          : shown,
      );
    },
    offline: ['account', 'account-root', /leads to/],
  },
  {
    name: 'the file is passed off as that of another account',
    edit: () => (statement) => {
      statement.account = HOSPITAL;
    },
    offline: ['account', 'account-evidence', /path of namsan-hospital is missing/],
  },
  {
    name: 'the last record is left out, so that an older state would be shown',
    edit: (made) => (statement) => {
      statement.records = statement.records.filter(({ index }) => index !== made.ledger.size - 1);
    },
    offline: ['records', 'account-evidence', /the last under the checkpoint, is not shown/],
  },
  {
    name: 'an old file is served',
    maxAgeSeconds: 3600,
    offline: ['fresh', 'stale', /asked for 3600 s/],
  },
  {
    name: 'a utility report is left out of the file',
    edit: without('utility-report'),
    offline: ['awards', 'award-differs', /the line of hangang-pharma/],
  },
  {
    name: 'a decision on a contribution is left out of the file',
    edit: without('contribution-decision', AGGREGATOR),
    account: HOSPITAL,
    offline: ['awards', 'not-accepted', /did not accept/],
  },
  {
    name: 'the policy is left out of the file',
    edit: without('credit-policy'),
    account: HOSPITAL,
    offline: ['evidence', 'account-evidence', /statement [0-9a-f]{64} is missing/],
  },
  {
    name: 'the approval of the policy is left out of the file',
    edit: without('endorsement'),
    account: HOSPITAL,
    offline: ['awards', 'policy-unknown', /was not in force/],
  },
  {
    name: 'a record that nothing asks for is slipped into the file',
    edit: (made) => (statement) => {
      const index = at(made, 'model');
      const bytes = made.ledger.records[index] ?? new Uint8Array();
      statement.records = [...statement.records, { index, bytes }].sort((a, b) => a.index - b.index);
    },
    offline: ['evidence', 'account-evidence', /nothing asks for record \d+ \(model\)/],
  },
  {
    name: 'the role of an author is left out of the file',
    edit: (made) => (statement) => {
      const roles = [...made.ledger.records.keys()].filter((index) => {
        const { kind, body } = made.ledger.record(index).statement;
        return kind === 'role' && body.institution === TREASURER;
      });
      statement.records = statement.records.filter(({ index }) => !roles.includes(index));
    },
    offline: ['keys', 'account-entries', /keys\/sejong-secretariat/],
  },
  {
    name: 'a revocation is hidden from the file',
    history: (made) => {
      honest(made);
      revokeKey(made);
    },
    edit: without('key', PHARMA),
    offline: ['keys', 'account-entries', /keys\/hangang-pharma/],
  },
  // The account root.
  {
    name: 'the account root of the last record is an older one',
    accounting: { carries: (index, size) => (index === size - 1 ? index - 1 : index) },
    offline: ['account', 'account-count', /the tree counts 52 records before record 53/],
    audit: 'state-differs',
  },
  {
    name: 'an account is padded with the record of another',
    account: HOSPITAL,
    accounting: { account: ({ statement }) => (statement.kind === 'task' ? HOSPITAL : undefined) },
    offline: ['account', 'account-entries', /namsan-hospital/],
    audit: 'state-differs',
  },
  {
    name: 'a record is left out of its account and put into one that nobody checks',
    accounting: { account: ({ statement }) => (statement.kind === 'task' ? 'system' : undefined) },
    audit: 'state-differs',
  },
  {
    name: 'a record issues more in the account root than it says',
    accounting: { issued: ({ statement }) => (statement.kind === 'task' ? 1_000_000n : undefined) },
    offline: ['account', 'account-entries', /hangang-pharma/],
    audit: 'state-differs',
  },
  {
    name: 'a revocation is left out of the account root, and the key signs on',
    history: (made) => {
      const credits = made.toCredits();
      revokeKey(made);
      made.force(made.scenario.claim(PHARMA, credits.get(PHARMA)?.digest ?? '', '1'));
      enrolKey(made, ARBITER);
    },
    accounting: {
      account: ({ statement: { kind, body } }) => (kind === 'key' && body.change === 'revoke' ? 'system' : undefined),
    },
    audit: 'key-revoked',
  },
  {
    name: 'a revoked key signs on',
    history: (made) => {
      const credits = made.toCredits();
      revokeKey(made);
      made.force(made.scenario.claim(PHARMA, credits.get(PHARMA)?.digest ?? '', '1'));
      enrolKey(made, ARBITER);
    },
    offline: ['signatures', 'key-revoked', /ended with record/],
    audit: 'key-revoked',
  },
  {
    name: 'a claim is signed with the key of somebody else',
    history: (made) => {
      const credits = made.toCredits();
      const { consortium } = made.scenario;
      const body = { credit: credits.get(PHARMA)?.digest ?? '', amount: '1' };
      const key = testKey(`${HOSPITAL} credit`);
      made.force(made.scenario.step(consortium.statement('claim', PHARMA, body, { key })));
      enrolKey(made, ARBITER);
    },
    offline: ['signatures', 'key-not-authors', /is not a key of hangang-pharma/],
    audit: 'key-not-authors',
  },
  // The credit.
  {
    name: 'a credit has another amount than its line',
    history: (made) => {
      play(made);
      const more = (lines: Line[]): Line[] =>
        lines.map((line) => (line.beneficiary === PHARMA ? { ...line, amount: '999999' } : line));
      closeWith(made, awardAndCredit(made, undefined, { order: more }));
    },
    offline: ['credits', 'credit-unfounded', /credits 999999 to hangang-pharma/],
    audit: 'credit-unfounded',
  },
  {
    name: 'credits stand in another order than the lines',
    history: (made) => {
      play(made);
      closeWith(made, awardAndCredit(made, undefined, { order: (lines) => lines.toReversed() }));
    },
    offline: ['credits', 'credit-unfounded', /out of order/],
    audit: 'credit-unfounded',
  },
  {
    name: 'a line is credited twice',
    history: (made) => {
      play(made);
      const twice = (lines: Line[]): Line[] => [...lines, ...lines.filter(({ beneficiary }) => beneficiary === PHARMA)];
      closeWith(made, awardAndCredit(made, undefined, { order: twice }));
    },
    offline: ['credits', 'credit-unfounded', /credits it again/],
    audit: 'credit-unfounded',
  },
  {
    name: 'a credit is left out',
    account: HOSPITAL,
    history: (made) => {
      play(made);
      const first = (lines: Line[]): Line[] => lines.filter(({ beneficiary }) => beneficiary === PHARMA);
      closeWith(made, awardAndCredit(made, undefined, { order: first }));
    },
    audit: 'credits-first',
  },
  {
    name: 'the log ends before the last credit',
    account: HOSPITAL,
    history: (made) => {
      play(made);
      const first = (lines: Line[]): Line[] => lines.filter(({ beneficiary }) => beneficiary === PHARMA);
      awardAndCredit(made, undefined, { order: first });
    },
    audit: 'credits-missing',
  },
  {
    name: 'credit comes from nothing',
    history: (made) => {
      made.toCredits();
      const source = made.ledger.record(at(made, 'model')).digest;
      const body = { source, line: 0, beneficiary: PHARMA, amount: '5' };
      made.force(made.scenario.step(made.scenario.consortium.statement('credit', OPERATOR, body)));
      enrolKey(made, ARBITER);
    },
    offline: ['credits', 'credit-unfounded', /is no transfer recorded before/],
    audit: 'credit-unfounded',
  },
  {
    name: 'a credit is spent beyond its amount',
    history: (made) => {
      const credits = made.toCredits();
      const [mine = '', other = ''] = [PHARMA, HOSPITAL].map((id) => credits.get(id)?.digest);
      const transfer = made.add(made.scenario.transfer(HOSPITAL, other, PHARMA, '100000'));
      made.credit(transfer, [{ line: 0, beneficiary: PHARMA, amount: '100000' }]);
      made.force(made.scenario.claim(PHARMA, mine, '450000'));
      enrolKey(made, ARBITER);
    },
    offline: ['credits', 'credit-spent', /450000 more would be too many/],
    audit: 'credit-spent',
  },
  {
    name: 'credit of somebody else is passed on',
    account: EVALUATOR,
    history: (made) => {
      play(made);
      const forged = awardAndCredit(made);
      const { consortium, credits, now } = forged;
      const body = { credit: credits[0]?.digest ?? '', beneficiary: EVALUATOR, amount: '5' };
      const moment = now();
      const transfer = made.force({ signed: consortium.statement('transfer', HOSPITAL, body), at: moment });
      const credit = { source: transfer.digest, line: 0, beneficiary: EVALUATOR, amount: '5' };
      made.force({ signed: consortium.statement('credit', OPERATOR, credit), at: moment });
      closeWith(made, forged);
    },
    audit: 'not-beneficiary',
  },
  {
    name: 'a claim is settled twice',
    history: (made) => {
      honest(made);
      const claim = made.ledger.record(at(made, 'claim')).digest;
      const body = { claim, institution: PHARMA, form: 'cash', reference: 'cd'.repeat(32) } as const;
      made.force(made.scenario.step(made.scenario.consortium.statement('settlement', TREASURER, body)));
      enrolKey(made, ARBITER);
    },
    offline: ['credits', 'already-settled', /is settled twice/],
    audit: 'already-settled',
  },
  // The award.
  {
    name: 'an award moves a micro-credit from one line to another',
    history: forgedAward(shifted),
    offline: ['awards', 'award-differs', /the line of hangang-pharma is .* the log gives/],
    audit: 'award-differs',
  },
  {
    name: 'an award moves credit from the reserve to a line',
    options: { policy: { groupCapBasisPoints: 4000 } },
    history: forgedAward((body) => {
      const [first, ...rest] = body.lines;
      if (first === undefined || BigInt(body.reserve) < 10n) throw new Error('a reserve is needed');
      const amount = String(BigInt(first.amount) + 10n);
      return { ...body, lines: [{ ...first, amount }, ...rest], reserve: String(BigInt(body.reserve) - 10n) };
    }),
    offline: ['awards', 'award-differs', /the line of hangang-pharma/],
    audit: 'award-differs',
  },
  {
    name: 'the policy of an award is swapped',
    history: (made) => {
      play(made);
      const { scenario } = made;
      const { statement } = made.ledger.record(at(made, 'credit-policy'));
      if (statement.kind !== 'credit-policy') throw new Error('no policy');
      const richer = { ...statement.body, policy: 'policy-2', budget: '2000000' };
      const swapped = scenario.consortium.statement('credit-policy', PHARMA, richer);
      made.force(scenario.step(swapped));
      made.force(scenario.step(scenario.consortium.endorsement(HOSPITAL, swapped)));
      closeWith(
        made,
        awardAndCredit(made, (award) => ({ ...award, policy: swapped.digest, budget: '2000000' })),
      );
    },
    offline: ['awards', 'award-differs', /was opened under the policy/],
    audit: 'award-differs',
  },
  {
    name: 'the approval of somebody without the role completes a quorum',
    history: (made) => {
      const { scenario } = made;
      const twin = scenario.consortium;
      const steps = scenario.setUp();
      const policy = steps.find(({ signed }) => signed.statement.kind === 'credit-policy')?.signed;
      for (const step of steps) {
        const { statement } = step.signed;
        const isApproval = statement.kind === 'endorsement' && statement.body.subject === policy?.digest;
        const approval = isApproval ? twin.statement('endorsement', TREASURER, statement.body) : step.signed;
        made.force({ ...step, signed: approval });
      }
      for (const step of [...scenario.round(), ...scenario.round()]) made.force(step);
      closeWith(made, awardAndCredit(made));
    },
    offline: ['signatures', 'role-missing', /without the role steward/],
    audit: 'role-missing',
  },
  {
    name: 'the budget of an award is raised',
    history: forgedAward((body) => ({ ...body, budget: '9000000', reserve: '8000000' })),
    offline: ['awards', 'award-differs', /budget is "9000000"/],
    audit: 'award-differs',
  },
  {
    name: 'a round is left out of an award',
    history: forgedAward((body) => ({ ...body, rounds: body.rounds.slice(0, 1) })),
    offline: ['awards', 'award-differs', /the line of/],
    audit: 'award-differs',
  },
  {
    name: 'a window is awarded twice',
    history: (made) => {
      play(made);
      const forged = awardAndCredit(made);
      closeWith(made, secondAward(made, forged, shifted));
    },
    offline: ['credits', 'already-awarded', /is credited by two awards/],
    audit: 'already-awarded',
  },
  {
    name: 'an award is made final twice',
    history: (made) => {
      play(made);
      const forged = awardAndCredit(made);
      const { consortium, award, now } = forged;
      const moment = now();
      const final = consortium.statement('award-final', TREASURER, { award: award.digest });
      made.force({ signed: final, at: moment });
      for (const { statement } of forged.credits) {
        const body = { ...statement.body, source: final.digest } as { source: string } & Line;
        made.force({ signed: consortium.statement('credit', OPERATOR, body), at: moment });
      }
      closeWith(made, forged);
    },
    offline: ['credits', 'award-not-open', /is made final twice/],
    audit: 'award-not-open',
  },
  {
    name: 'an award is made final before it can be disputed',
    history: (made) => {
      play(made);
      closeWith(made, awardAndCredit(made, undefined, { waitMs: 500 }));
    },
    offline: ['credits', 'dispute-window', /while it could be disputed/],
    audit: 'dispute-window',
  },
  {
    name: 'an award replaces one that nobody set aside',
    history: (made) => {
      play(made);
      const twin = made.scenario.consortium.fork();
      const first = made.scenario.proposeAward();
      made.force(first);
      const body = { ...(made.scenario.awardBody as AwardBody), replaces: first.signed.digest };
      const honestAward = twin.statement('award', TREASURER, made.scenario.awardBody as AwardBody);
      expect(honestAward.digest).toBe(first.signed.digest);
      const award = made.force({ signed: twin.statement('award', TREASURER, body), at: first.at + 1000 });
      const at2 = first.at + 4000;
      const final = made.force({ signed: twin.statement('award-final', TREASURER, { award: award.digest }), at: at2 });
      for (const [line, { beneficiary, amount }] of body.lines.entries()) {
        const credit = { source: final.digest, line, beneficiary, amount };
        made.force({ signed: twin.statement('credit', OPERATOR, credit), at: at2 });
      }
      made.force({
        signed: twin.statement('key', ARBITER, keyEnrolBody(twin.origin, ARBITER, testKey('one more'))),
        at: at2 + 1000,
      });
    },
    offline: ['awards', 'award-differs', /no resolution set award/],
    audit: 'already-awarded',
  },
  // What the file cannot show.
  {
    name: 'a contribution outside the limits of the policy is accepted',
    options: {
      policy: { limits: { normMinMicro: 1, normMaxMicro: 1, cosineMaxPpm: 990_000, stepCosineMaxPpm: 990_000 } },
    },
    history: forgedAward((body) => body),
    audit: 'outside-limits',
  },
  {
    name: 'a utility report is taken after its deadline',
    history: (made) => {
      play(made, 200);
      closeWith(made, awardAndCredit(made));
    },
    audit: 'deadline-passed',
  },
];

/** Another award of the same rounds, made final and credited. */
function secondAward(made: CreditLedger, { consortium, now }: Forged, change: (body: AwardBody) => AwardBody): Forged {
  const body = change(structuredClone(made.scenario.awardBody as AwardBody));
  const award = made.force({ signed: consortium.statement('award', TREASURER, body), at: now() });
  now();
  const moment = now();
  const signed = consortium.statement('award-final', TREASURER, { award: award.digest });
  const final = made.force({ signed, at: moment });
  const credits = body.lines.map(({ beneficiary, amount }, line) =>
    made.force({
      signed: consortium.statement('credit', OPERATOR, { source: final.digest, line, beneficiary, amount }),
      at: moment,
    }),
  );
  return { consortium, award, final, credits, now };
}

/** A second key of the pharma company revokes the first, with which it goes on. */
function revokeKey(made: CreditLedger): void {
  const { scenario } = made;
  const { consortium } = scenario;
  const second = testKey('second of the pharma');
  made.force(scenario.step(consortium.statement('key', PHARMA, keyEnrolBody(consortium.origin, PHARMA, second))));
  const body = keyRevokeBody(PHARMA, testKey(`${PHARMA} credit`).keyId);
  const reason = { code: 'key-lost' };
  made.force(scenario.step(consortium.statement('key', PHARMA, body, { key: second, signing: { reason } })));
}

/** One more honest record. */
function enrolKey(made: CreditLedger, institution: string): void {
  const { consortium } = made.scenario;
  const body = keyEnrolBody(consortium.origin, institution, testKey('one more of the arbiter'));
  made.force(made.scenario.step(consortium.statement('key', institution, body)));
}

describe.each(CHEATS)('$name', (cheat) => {
  test('is seen by whom the table says', async () => {
    const { account = PHARMA, history = honest, accounting, edit, offline } = cheat;
    const made = new CreditLedger({ rounds: 2, ...cheat.options });
    history(made);
    const forged = new DishonestLedger(made.ledger, accounting);
    const last = Date.parse(forged.ledger.record(forged.ledger.size - 1).recordedAt) / 1000;
    forged.ledger.publish([{ witness: WITNESS, timestampSeconds: Math.ceil(last) + 10 }]);
    const built = await forged.statement(account);
    const statement = edit === undefined ? built : editStatement(built, forged.ledger, edit(made, forged));
    const age = cheat.maxAgeSeconds === undefined ? {} : { maxAgeSeconds: cheat.maxAgeSeconds };
    const nowUnixMs = (last + 86_400) * 1000;
    const verification = await made.verify(statement, { nowUnixMs, ...age });

    if (offline === undefined) {
      expect(unmetChecks(verification), renderAccount(verification, 'en')).toEqual([]);
      expect(verification.committed.map(({ en }) => en).join(' ')).toContain('an audit sees that');
    } else {
      const [id, code, detail] = offline;
      const outcome = code === 'stale' ? 'unknown' : 'failed';
      expect(unmetChecks(verification), renderAccount(verification, 'en')).toEqual([`${id} ${outcome} ${code}`]);
      expect(verification.checks.find((check) => check.id === id)?.detail).toMatch(detail);
      expect(verification.verdict).toBe(code === 'stale' ? 'CANNOT TELL' : 'FAILED');
      if (code !== 'stale') expect(verification.summary.en).toContain('without an audit');
    }
    const report = await auditMap(forged.files(), made.policy);
    expect(codesOf(report.problems)).toEqual(cheat.audit === undefined ? [] : expect.arrayContaining([cheat.audit]));
  });
});

test('there are at least twenty, each seen by somebody, some by both', () => {
  expect(CHEATS.length).toBeGreaterThanOrEqual(20);
  expect(CHEATS.filter(({ offline, audit }) => offline === undefined && audit === undefined)).toEqual([]);
});

test('the table of docs/reference/account-tree.md says the same', () => {
  const page = readFileSync(docPath('reference/account-tree.md'), 'utf8');
  const seenBy = ({ offline, audit }: Cheat): string =>
    [offline === undefined ? '' : `file: \`${offline[1]}\``, audit === undefined ? '' : `audit: \`${audit}\``]
      .filter((part) => part !== '')
      .join('; ');
  const rows = CHEATS.map((cheat) => `| ${cheat.name} | ${seenBy(cheat)} |`);
  expect(rows.filter((row) => !page.includes(row))).toEqual([]);
});

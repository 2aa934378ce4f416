/**
 * Random histories: statements that mostly hold and sometimes break a rule, for comparing the engine with the oracle.
 */
import type { Bodies } from '../../src/core/generated/bodies.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import {
  acceptedBody,
  aggregationBody,
  amendmentBody,
  contributionBody,
  institutionBody,
  keyRotateBody,
  modelBody,
  roleBody,
  roundAbortedBody,
  roundCompletedBody,
  roundOpenBody,
  taskBody,
  tensors,
} from './bodies.ts';
import { type Consortium, FOUNDERS } from './consortium.ts';
import { type TestKey, testKey } from './keys.ts';
import type { NaiveLedger } from './naive-ledger.ts';

const INSTITUTE = 'daejeon-institute';
const MEMBERS = ['hangang-pharma', 'namsan-hospital'] as const;

/** The default founders, all with Ed25519 keys: thousands of histories must not wait for pure ECDSA signing. */
export const PLAIN_FOUNDERS: Consortium['founders'] = FOUNDERS.map((founder) => ({
  ...founder,
  keys: [plainKey(founder.id, 1)],
}));

function plainKey(institution: string, generation: number): TestKey {
  return testKey(`${institution} plain ${generation}`);
}

/** Draws: `pick(n)` gives an integer in [0, n). */
export type Pick = (n: number) => number;

/** Draws from a small linear congruential generator: one seed, one history. */
export function picker(seed: number): Pick {
  let state = seed;
  return (n) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * n);
  };
}

/** A contribution to the open round. */
interface Sent {
  readonly contribution: string;
  readonly institution: string;
  readonly weight: number;
  outcome?: 'accepted' | 'rejected' | 'withdrawn';
}

/** What a history has opened so far. */
interface Progress {
  /** Size of the log as every author has seen it. */
  readonly seen: number;
  tasks: number;
  model: boolean;
  head: string;
  rounds: number;
  open: string | undefined;
  contributions: Sent[];
  aggregation: string | undefined;
  output: string;
  keys: Map<string, number>;
  last: SignedStatement[];
}

/**
 * Makes up to `steps` statements and offers each to `oracle`. Returns all of them in order, refused ones included, with
 * what the oracle said.
 */
export function randomHistory(
  consortium: Consortium,
  oracle: NaiveLedger,
  steps: number,
  pick: Pick,
): { signed: SignedStatement; refused?: string }[] {
  const progress: Progress = {
    seen: oracle.size,
    tasks: 0,
    model: false,
    head: tensors('model 0').tensorSet,
    rounds: 0,
    open: undefined,
    contributions: [],
    aggregation: undefined,
    output: '',
    keys: new Map(),
    last: [],
  };
  return Array.from({ length: steps }, (_, step) => offer(consortium, oracle, progress, step, pick));
}

function offer(consortium: Consortium, oracle: NaiveLedger, progress: Progress, step: number, pick: Pick) {
  const { make, accepted } = draw(consortium, oracle, progress, step, pick);
  const trial = make(true);
  const outcome = oracle.judge(trial);
  if (!outcome.accepted) return { signed: trial, refused: outcome.code };
  const signed = make(false);
  oracle.append(signed);
  accepted(signed);
  progress.last.push(signed);
  return { signed };
}

interface Drawn {
  /** Signs the statement; a stray one leaves the author's chain as it is. */
  make(stray: boolean): SignedStatement;
  accepted(signed: SignedStatement): void;
}

const nothing = (): void => {};

function draw(c: Consortium, oracle: NaiveLedger, p: Progress, step: number, pick: Pick): Drawn {
  const member = MEMBERS[pick(MEMBERS.length)] ?? MEMBERS[0];
  const wrong = pick(8) === 0;
  // Rotations are rarer: each costs seven proofs of possession in pure code.
  const choice = pick(45);
  switch (choice === 9 ? 9 : choice % 15 === 9 ? 4 : choice % 15) {
    case 0: {
      const body = taskBody({
        task: wrong ? 'task-0' : `task-${p.tasks}`,
        ...(pick(9) === 0 ? { metric: 'no-metric' } : {}),
      });
      return {
        make: (stray) => c.statement('task', wrong ? INSTITUTE : member, body, { stray }),
        accepted: () => p.tasks++,
      };
    }
    case 1: {
      const body = modelBody({ tasks: [wrong ? 'none' : 'task-0'] });
      return {
        make: (stray) => c.statement('model', wrong ? member : INSTITUTE, body, { stray }),
        accepted: () => {
          p.model = true;
        },
      };
    }
    case 2:
    case 3: {
      const number = p.rounds + 1 + (wrong ? 1 : 0);
      const body = roundOpenBody({ round: `round-${step}`, number, parent: p.head });
      return {
        make: (stray) => c.statement('round-open', INSTITUTE, body, { stray }),
        accepted: (signed) =>
          Object.assign(p, { rounds: number, open: signed.digest, contributions: [], aggregation: undefined }),
      };
    }
    case 4:
    case 5:
    case 6: {
      const label = pick(5) === 0 ? 'copied' : `update ${step}`;
      const band = pick(2) === 0 ? 'small' : 'medium';
      const body = contributionBody(p.open ?? '0'.repeat(64), label, {
        parent: wrong ? tensors('other').tensorSet : p.head,
        band,
      });
      return {
        make: (stray) => c.statement('contribution', member, body, { stray }),
        accepted: ({ digest }) =>
          p.contributions.push({ contribution: digest, institution: member, weight: band === 'small' ? 1 : 3 }),
      };
    }
    case 7: {
      const parts = p.contributions
        .filter(({ outcome }) => outcome === 'accepted' || (wrong && outcome === undefined))
        .map(({ contribution, weight }) => ({ contribution, weight: weight + (wrong ? 1 : 0) }));
      const named = parts.length === 0 ? [{ contribution: '1'.repeat(64), weight: 1 }] : parts;
      const body = aggregationBody(p.open ?? '0'.repeat(64), named, `model ${step}`, { parent: p.head });
      return {
        make: (stray) => c.statement('aggregation', INSTITUTE, body, { stray }),
        accepted: (signed) => Object.assign(p, { aggregation: signed.digest, output: body.output.tensorSet }),
      };
    }
    case 8: {
      const round = p.open ?? '0'.repeat(64);
      const count = p.contributions.length + (wrong ? 1 : 0);
      const done = p.aggregation !== undefined;
      const body =
        p.aggregation === undefined ? roundAbortedBody(round, count) : roundCompletedBody(round, p.aggregation, count);
      return {
        make: (stray) => c.statement('round-close', INSTITUTE, body, { stray }),
        accepted: () => Object.assign(p, { open: undefined, head: done ? p.output : p.head }),
      };
    }
    case 9: {
      const generation = (p.keys.get(member) ?? 1) + 1;
      const next = plainKey(member, generation);
      const current = plainKey(member, generation - 1);
      const body = keyRotateBody(c.origin, member, next, wrong ? next.keyId : current.keyId);
      return {
        make: (stray) => c.statement('key', member, body, { stray }),
        accepted: () => {
          p.keys.set(member, generation);
          c.useKey(member, next);
        },
      };
    }
    case 10: {
      const bodies: [Drawn['make'], ...Drawn['make'][]] = [
        (stray: boolean) => c.statement('institution', INSTITUTE, institutionBody(`newcomer-${step}`), { stray }),
        (stray: boolean) =>
          c.statement(
            'amendment',
            member,
            amendmentBody({ amendment: `amendment-${step}`, endorseWithin: 60 + step }),
            { stray },
          ),
        (stray: boolean) => c.statement('role', member, roleBody('newcomer-0', 'contributor'), { stray }),
      ];
      const [first] = bodies;
      return { make: bodies[pick(bodies.length)] ?? first, accepted: nothing };
    }
    case 11:
    case 12:
    case 13: {
      const sent = p.contributions[pick(Math.max(1, p.contributions.length))];
      const contribution = sent?.contribution ?? '0'.repeat(64);
      const institution = sent?.institution ?? member;
      return pick(6) === 0
        ? withdrawal(c, wrong ? member : institution, contribution, sent)
        : decision(c, wrong ? INSTITUTE : institution, contribution, sent, pick);
    }
    default: {
      const of = p.last[pick(Math.max(1, p.last.length))] ?? oracle.record(0);
      const seen = { size: p.seen, root: Buffer.from(oracle.root(wrong ? 1 : p.seen)).toString('hex') };
      const withSeen = pick(2) === 0 ? { seen } : {};
      const meaning = pick(3) === 0 ? 'review' : 'approval';
      return {
        make: (stray) =>
          c.endorsement(wrong ? INSTITUTE : member, of, meaning, {
            stray,
            signing: { meaning },
            ...withSeen,
          }),
        accepted: nothing,
      };
    }
  }
}

function withdrawal(c: Consortium, author: string, subject: string, sent: Sent | undefined): Drawn {
  return {
    make: (stray) => c.statement('withdrawal', author, { subject }, { stray }),
    accepted: () => settle(sent, 'withdrawn'),
  };
}

function decision(c: Consortium, institution: string, contribution: string, sent: Sent | undefined, pick: Pick): Drawn {
  const accepting = acceptedBody(contribution, institution, { nonFinite: pick(8) === 0 ? 1 : 0 });
  const body: Bodies['contribution-decision'] =
    pick(4) === 0 ? { ...accepting, outcome: 'rejected', cause: 'shape' } : accepting;
  return {
    make: (stray) => c.statement('contribution-decision', INSTITUTE, body, { stray }),
    accepted: () => settle(sent, body.outcome),
  };
}

function settle(sent: Sent | undefined, outcome: Sent['outcome'] & string): void {
  if (sent !== undefined) sent.outcome = outcome;
}

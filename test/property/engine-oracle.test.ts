/**
 * The engine against the naive oracle: the same statements, in random batches with restarts, give the same records,
 * root, account root, state, refusals and bundles.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputError } from '../../src/core/error.ts';
import { type LedgerRecord, parseRecord, type SignedStatement } from '../../src/core/record/record.ts';
import type { Ledger } from '../../src/log/ledger.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { taskBody } from '../_util/bodies.ts';
import { Consortium } from '../_util/consortium.ts';
import { foundCreditEngine, record } from '../_util/credit-engine.ts';
import { HOSPITAL, type ScenarioStep } from '../_util/credit-scenario.ts';
import { copyStore, engineParts, foundEngine, reopen } from '../_util/engine.ts';
import { testWitnessKey } from '../_util/keys.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';
import { testOperator } from '../_util/operator.ts';
import { type Pick, PLAIN_FOUNDERS, picker, randomHistory } from '../_util/random-history.ts';
import { stateText } from '../_util/state-text.ts';

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** Histories a run; more by LEDGERLINE_HISTORIES. */
const RUNS = Number(process.env['LEDGERLINE_HISTORIES'] ?? 250);

interface Run {
  readonly seed: number;
  readonly steps: number;
}

installNodePrimitives();

const witness = testWitnessKey('mfds.example/witness');
/** A founded ledger, its oracle and its authors: every history starts from a copy. */
const template = await (async () => {
  const consortium = new Consortium({ founders: PLAIN_FOUNDERS });
  const { ledger, parts } = await foundEngine(consortium, { witness });
  const oracle = new NaiveLedger(consortium.origin, consortium.logKey, testOperator(consortium));
  await follow(ledger, oracle);
  await ledger.close();
  return { consortium, store: parts.store, oracle };
})();

/** The engine decides when things are recorded; the oracle takes its times over, and writes the credits itself. */
async function follow(ledger: Ledger, oracle: NaiveLedger): Promise<void> {
  for (let index = oracle.size; index < ledger.head.size; index = oracle.size) {
    const record = parseRecord((await ledger.record(index)) ?? new Uint8Array());
    oracle.append(record, record.recordedAt);
  }
}

/** Plays one history. Signatures are not checked: other tests do, and this one looks at everything else. */
async function play({ seed, steps }: Run, options: { readonly bundles: boolean }): Promise<void> {
  const pick = picker(seed);
  const oracle = template.oracle.fork();
  const consortium = template.consortium.fork();
  const history = randomHistory(consortium, template.oracle.fork(), steps, pick);
  const parts = engineParts(consortium, { store: await copyStore(template.store), verify: async () => true, witness });
  let ledger = await reopen(parts);
  const refused: SignedStatement[] = [];
  let lists = 0;

  for (let at = 0; at < history.length; ) {
    const batch = history.slice(at, at + 1 + pick(5));
    at += batch.length;
    const tickets = batch.map(({ signed }) => ledger.submit(signed));
    for (const [i, ticket] of tickets.entries()) {
      const said = await ticket.published.then(
        () => undefined,
        (error: InputError) => error.code,
      );
      expect(said).toBe(batch[i]?.refused);
      if (batch[i]?.refused !== undefined) refused.push(batch[i].signed);
    }
    await follow(ledger, oracle);
    if (pick(6) === 0) {
      await ledger.close();
      if (pick(2) === 0) await parts.store.index.clear();
      ledger = await reopen(parts);
      // A list of refusals, unless there was one within the second.
      const { size } = oracle;
      await follow(ledger, oracle);
      const waiting = refused.splice(0);
      if (lists === 0) expect(oracle.size).toBe(waiting.length === 0 ? size : size + 1);
      if (oracle.size > size) expectListed(oracle.record(size), waiting, oracle);
      lists += oracle.size - size;
    }
  }
  await compare(ledger, oracle, pick);
  if (options.bundles) await compareBundles(ledger, oracle);
  await ledger.close();
}

/** Size, roots, state, and a proof of each kind. */
async function compare(ledger: Ledger, oracle: NaiveLedger, pick: Pick): Promise<void> {
  expect(ledger.head.size).toBe(oracle.size);
  expect(hex(ledger.head.root)).toBe(hex(oracle.root()));
  expect(hex(ledger.head.state)).toBe(hex(oracle.accountRoot()));
  expect(await stateText(ledger)).toBe(oracle.stateText());
  const [index, size] = [pick(oracle.size), oracle.size];
  expect((await ledger.reader.inclusion(index, size)).map(hex)).toEqual(oracle.inclusion(index, size).map(hex));
  expect((await ledger.reader.consistency(index + 1, size)).map(hex)).toEqual(
    oracle.consistency(index + 1, size).map(hex),
  );
}

/** Plays a credit window, then passes credit on and claims it, with refusals and restarts in between. */
async function playCredits(seed: number): Promise<void> {
  const pick = picker(seed);
  const size = { contributors: 2 + pick(3), rounds: 1 + pick(2) };
  const {
    ledger: founded,
    parts,
    clock,
    scenario,
  } = await foundCreditEngine(size, { witness, verify: async () => true });
  const { consortium } = scenario;
  const oracle = new NaiveLedger(consortium.origin, consortium.logKey, testOperator(consortium));
  let ledger = founded;
  const play = async (step: ScenarioStep): Promise<void> => {
    await record(ledger, clock, [step]);
    if (pick(4) === 0) {
      const wrong = consortium.statement('task', HOSPITAL, taskBody({ task: `t-${step.at}`, metric: 'none' }), {
        stray: true,
      });
      await expect(ledger.submit(wrong).placed).rejects.toMatchObject({
        code: expect.stringMatching(/^(chain|vocabulary)$/),
      });
    }
    if (pick(8) === 0) {
      await ledger.close();
      if (pick(2) === 0) await parts.store.index.clear();
      ledger = await reopen(parts);
    }
    await follow(ledger, oracle);
  };
  for (const step of scenario.toAward()) await play(step);
  await play(scenario.awardFinal());
  for (let i = 0; i < 6; i++) {
    const credits = oracle.records
      .map((bytes) => parseRecord(bytes))
      .filter(({ statement }) => statement.kind === 'credit');
    const credit = credits[pick(credits.length)];
    if (credit?.statement.kind !== 'credit') throw new Error('the award gave no credit');
    const { beneficiary } = credit.statement.body;
    const others = scenario.contributors.filter((id) => id !== beneficiary);
    const to = others[pick(others.length)] ?? '';
    const amount = String(1 + pick(9));
    const step = () =>
      pick(2) === 0
        ? scenario.claim(beneficiary, credit.digest, amount)
        : scenario.transfer(beneficiary, credit.digest, to, amount);
    if (spendable(oracle, credit.digest) >= BigInt(amount)) await play(step());
  }
  await compare(ledger, oracle, pick);
  await compareBundles(ledger, oracle);
  await ledger.close();
}

function spendable(oracle: NaiveLedger, digest: string): bigint {
  const { amount, spent } = oracle.state().get(`credit/${digest}`) as { amount: string; spent: string };
  return BigInt(amount) - BigInt(spent);
}

/** The list of a short history names every refused statement, in the order of their refusal. */
function expectListed({ statement }: LedgerRecord, refused: readonly SignedStatement[], oracle: NaiveLedger): void {
  if (statement.kind !== 'refusals') throw new Error(`${statement.kind} is no list of refusals`);
  const expected: string[] = [];
  const ofAuthor = new Map<string, number>();
  for (const {
    digest,
    statement: { author },
  } of refused) {
    const count = ofAuthor.get(author) ?? 0;
    ofAuthor.set(author, count + 1);
    if (count < 8) expected.push(digest);
  }
  expect(statement.body.refused.map((entry) => entry.statement)).toEqual(expected);
  expect(statement.body.omitted).toBe(refused.length - expected.length);
  expect(oracle.state().get('refusals')).toBe(oracle.record(oracle.size - 1).recordedAt);
}

async function compareBundles(ledger: Ledger, oracle: NaiveLedger): Promise<void> {
  for (let ordinal = 0; ; ordinal++) {
    const note = await ledger.publication(ordinal);
    if (note === undefined) break;
    const text = Buffer.from(note).toString();
    oracle.publications.push({ size: Number(text.split('\n')[1]), note: text });
  }
  for (let index = 0; index < oracle.size; index++) {
    expect(Buffer.from((await ledger.bundle(index)) ?? []).toString()).toBe(
      Buffer.from(oracle.bundle(index)).toString(),
    );
  }
}

describe('the engine and the naive oracle', () => {
  it('I4, I5, I10: agree on root, proofs, account root, state and refusals over random histories with restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 - 2 }), fc.integer({ min: 1, max: 16 }), (seed, steps) =>
        play({ seed, steps }, { bundles: false }),
      ),
      { numRuns: RUNS },
    );
  }, 1_200_000);

  it('I6: agree on the credits that the ledger itself writes, and on every proof of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 - 2 }), (seed) => playCredits(seed)),
      { numRuns: 4 },
    );
  });

  it('I2: agree on every proof bundle, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 - 2 }), (seed) =>
        play({ seed, steps: 40 }, { bundles: true }),
      ),
      { numRuns: 5 },
    );
  });
});

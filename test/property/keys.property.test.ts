/**
 * Keys in every interleaving: enrolled, rotated, revoked, flagged, by their institution and by quorum, while statements signed with
 * old, new, foreign and ended keys are on their way. The rules, the engine in any batches, and the offline keyring agree with an
 * oracle that knows nothing but the list of what took effect, and reads all of it for every question.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeyBody } from '../../src/core/generated/bodies.ts';
import { makeRecord, parseRecord, type SignedStatement } from '../../src/core/record/record.ts';
import { STATE } from '../../src/core/rules/state.ts';
import { formatInstant } from '../../src/core/statement/instant.ts';
import { CHAIN_START, type Statement } from '../../src/core/statement/statement.ts';
import { createLedger } from '../../src/log/create.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import type { PlacedRecord } from '../../src/verify/evidence.ts';
import { Keyring } from '../../src/verify/keyring.ts';
import { endorsementBody, keyEnrolBody, keyRevokeBody, keyRotateBody, taskBody } from '../_util/bodies.ts';
import { Consortium, ED25519_FOUNDERS, ORIGIN } from '../_util/consortium.ts';
import { engineParts } from '../_util/engine.ts';
import { type TestKey, testKey } from '../_util/keys.ts';
import { QuickLedger } from '../_util/quick-ledger.ts';

installNodePrimitives();

const STEWARDS = ['daejeon-institute', 'hangang-pharma', 'namsan-hospital'] as const;
/**
 * Histories a run, a quarter as many as of other kinds: key events are slow, for each proves that its key is possessed. A failing one is
 * told as it is, for shrinking would take minutes.
 */
const RUNS = Math.ceil(Number(process.env['LEDGERLINE_HISTORIES'] ?? 240) / 4);

/** Which keys there are to choose from, by a small number. */
const keyNumber = (n: number): TestKey =>
  n < STEWARDS.length ? testKey(`${STEWARDS[n]} ed25519`) : testKey(`spare key ${n}`);

/** One statement to come: whose, signed with which key, and what it says. Numbers choose among what there is. */
interface Move {
  readonly author: number;
  readonly key: number;
  readonly what: 'task' | 'enrol' | 'rotate' | 'revoke' | 'flag' | 'approve';
  readonly of: number;
  readonly about: number;
  readonly since: number;
}

const moves = fc.array(
  fc.record<Move>({
    author: fc.nat(2),
    key: fc.nat(8),
    what: fc.constantFrom('task', 'enrol', 'rotate', 'revoke', 'flag', 'approve', 'approve'),
    of: fc.nat(4),
    about: fc.nat(8),
    since: fc.nat(40),
  }),
  { minLength: 20, maxLength: 50 },
);

/** A key of an institution, as the oracle finds it. */
interface KeyLife {
  readonly since: number;
  until?: number;
  flagged?: number;
}

/** A statement of another institution's key that waits for a second steward. */
interface Proposal {
  readonly signed: SignedStatement;
  readonly body: KeyBody;
  readonly by: string;
  done: boolean;
}

/** How often each thing was said, over all histories: an outcome that never came was never tested. */
const tally = new Map<string, number>();

/** The oracle: a list of what took effect, read from the beginning for every question. */
class Oracle {
  readonly #effects: { readonly body: KeyBody; readonly keyId: string | undefined; readonly index: number }[] = [];

  effect(body: KeyBody, index: number): void {
    this.#effects.push({ body, keyId: newKeyOf(body), index });
  }

  lives(institution: string): Map<string, KeyLife> {
    const first = STEWARDS.indexOf(institution as (typeof STEWARDS)[number]);
    const lives = new Map<string, KeyLife>([[keyNumber(first).keyId, { since: 0 }]]);
    for (const { body, keyId, index } of this.#effects) {
      if (body.institution !== institution) continue;
      const ended = lives.get(body.change === 'rotate' ? body.replaces : body.change === 'revoke' ? body.revokes : '');
      if (ended !== undefined) {
        ended.until ??= index;
        if (body.change === 'revoke' && body.compromisedSince !== undefined) ended.flagged = body.compromisedSince;
      }
      if (keyId !== undefined) lives.set(keyId, { since: index });
    }
    return lives;
  }

  /** Why the key may not sign the next record of the institution, if it may not. */
  refusesKey(institution: string, keyId: string): string | undefined {
    const life = this.lives(institution).get(keyId);
    if (life === undefined) return 'key-not-authors';
    return life.until === undefined ? undefined : 'key-revoked';
  }

  /** Why the event cannot take effect at `index`, if it cannot. */
  refuses(body: KeyBody, index: number): string | undefined {
    if (body.change !== 'revoke') {
      const isKnown = STEWARDS.some((id) => this.lives(id).has(newKeyOf(body) ?? ''));
      if (isKnown) return 'key-not-new';
      if (body.change === 'enrol') return undefined;
      const replaced = this.lives(body.institution).get(body.replaces);
      return replaced === undefined || replaced.until !== undefined ? 'key-not-live' : undefined;
    }
    const life = this.lives(body.institution).get(body.revokes);
    const { compromisedSince: since } = body;
    if (life === undefined) return 'key-not-live';
    if (life.until === undefined) return since !== undefined && since > index ? 'compromised-since' : undefined;
    if (since === undefined) return 'key-not-live';
    return since >= Math.min(life.until, life.flagged ?? life.until) ? 'compromised-since' : undefined;
  }
}

function newKeyOf(body: KeyBody): string | undefined {
  if (body.change === 'revoke') return undefined;
  return Array.from({ length: 9 }, (_, n) => keyNumber(n)).find(({ spki }) => spki === body.key.spki)?.keyId;
}

interface Judged {
  readonly signed: SignedStatement;
  readonly said: string | undefined;
}

/** When the record that comes next is recorded. */
const timeIn = (ledger: QuickLedger): string => formatInstant(Date.UTC(2026, 10, 23, 9) + ledger.size * 1000);

/** A founded ledger, from a copy of which every history starts. */
const template = (() => {
  const consortium = new Consortium({ founders: ED25519_FOUNDERS });
  const founding = consortium.founding();
  const ledger = new QuickLedger();
  for (const signed of founding) ledger.accept(signed, timeIn(ledger));
  return { consortium, founding, ledger };
})();

/** Plays the moves against the rules and the keyrings, asks the oracle first, and returns what was said of each statement. */
function play(history: readonly Move[]): readonly Judged[] {
  const consortium = template.consortium.fork();
  const ledger = template.ledger.fork();
  const at = () => timeIn(ledger);
  const place = (signed: SignedStatement, index: number): PlacedRecord => ({
    index,
    ...parseRecord(makeRecord(signed, at(), new Uint8Array(32)).bytes),
  });
  const [charter, ...others] = template.founding;
  if (charter === undefined) throw new Error('no charter');
  const keyrings = new Map(STEWARDS.map((id) => [id as string, new Keyring(id, place(charter, 0))]));
  const inform = (record: PlacedRecord): void => {
    const { kind, body } = record.statement;
    const account = kind === 'endorsement' ? body.account : 'institution' in body ? `keys/${body.institution}` : '';
    keyrings.get(account.replace('keys/', ''))?.add(record);
  };
  for (const [i, signed] of others.entries()) inform(place(signed, i + 1));

  const oracle = new Oracle();
  const heads = new Map<string, Statement['chain']>();
  const proposals: Proposal[] = [];
  const approvals = new Set<string>();
  const judged: Judged[] = [];
  for (const move of history) {
    const author = STEWARDS[move.author] ?? STEWARDS[0];
    const key = signingKeyOf(move, [...oracle.lives(author).keys()]);
    const options = { key, chain: heads.get(author) ?? { sequence: 0, previous: CHAIN_START } };
    const index = ledger.size;
    const proposal = proposals[move.about % Math.max(1, proposals.length)];
    const body = bodyOf(move, author);
    let signed: SignedStatement;
    let expected = oracle.refusesKey(author, key.keyId);
    if (body !== undefined) {
      signed = consortium.statement('key', author, body, options);
      if (body.change === 'rotate' && body.institution !== author) expected ??= 'not-own-key';
      expected ??= oracle.refuses(body, index);
      if (expected === undefined && body.institution === author) oracle.effect(body, index);
      else if (expected === undefined) proposals.push({ signed, body, by: author, done: false });
    } else if (move.what === 'approve' && proposal !== undefined) {
      const account = `keys/${proposal.body.institution}`;
      signed = consortium.statement(
        'endorsement',
        author,
        endorsementBody(proposal.signed.digest, account, 'approval'),
        options,
      );
      const name = `${author} ${proposal.signed.digest}`;
      expected ??= author === proposal.by ? 'endorses-own' : approvals.has(name) ? 'already-endorsed' : undefined;
      if (!proposal.done) expected ??= oracle.refuses(proposal.body, index);
      if (expected === undefined) {
        approvals.add(name);
        if (!proposal.done) oracle.effect(proposal.body, index);
        proposal.done = true;
      }
    } else {
      signed = consortium.statement('task', author, taskBody({ task: `task-${judged.length}` }), options);
    }

    const outcome = ledger.judge(signed, at());
    const said = outcome.accepted ? undefined : outcome.code;
    expect(said, `${move.what} by ${author} as record ${index}`).toBe(expected);
    judged.push({ signed, said });

    // The offline verifier sees the institution's own events alone, and says the same of the key.
    const record = place(signed, index);
    const told = codeOf(() => keyrings.get(author)?.judge(record));
    if (told !== undefined || said === undefined || said.startsWith('key-')) {
      const isOfKey = said === 'key-not-authors' || said === 'key-revoked';
      expect(told).toBe(isOfKey ? said : undefined);
    }
    if (!outcome.accepted) continue;
    ledger.append(signed, at(), outcome.change);
    heads.set(author, { sequence: options.chain.sequence + 1, previous: signed.digest });
    inform(record);
  }

  for (const id of STEWARDS) {
    const { keys } = ledger.get(STATE.institution(id)) ?? {};
    const stated = Object.entries(keys ?? {}).map(([keyId, { since, until, compromisedSince }]) => [
      keyId,
      // The first key stands since the founding.
      { since: keyId === keyNumber(STEWARDS.indexOf(id)).keyId ? 0 : since, until, flagged: compromisedSince },
    ]);
    const known = [...oracle.lives(id)].map(([keyId, { since, until, flagged }]) => [keyId, { since, until, flagged }]);
    expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(known));
    expect(keyrings.get(id)?.institution?.keys).toEqual(keys);
  }
  for (const { said } of judged) tally.set(said ?? 'accepted', (tally.get(said ?? 'accepted') ?? 0) + 1);
  return judged;
}

/** Mostly a key that the author has or had, else any. */
function signingKeyOf({ key }: Move, own: readonly string[]): TestKey {
  const all = Array.from({ length: 9 }, (_, n) => keyNumber(n));
  const chosen = own[key % own.length];
  return all.find(({ keyId }) => key < 7 && keyId === chosen) ?? keyNumber(key);
}

/** The body of a key event; undefined for other moves. */
function bodyOf({ what, of, about, since }: Move, author: string): KeyBody | undefined {
  const institution = STEWARDS[of] ?? author;
  switch (what) {
    case 'enrol':
      return keyEnrolBody(ORIGIN, institution, keyNumber(about));
    case 'rotate':
      return keyRotateBody(ORIGIN, institution, keyNumber(about), keyNumber(since % 9).keyId);
    case 'revoke':
      return keyRevokeBody(institution, keyNumber(about).keyId);
    case 'flag':
      return keyRevokeBody(institution, keyNumber(about).keyId, { compromisedSince: since });
    default:
      return undefined;
  }
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as { readonly code?: string }).code;
  }
}

test('I3, I4: rules, keyring and oracle agree on every key, whatever the order', { timeout: 1_200_000 }, () => {
  fc.assert(
    fc.property(moves, (history) => void play(history)),
    { numRuns: RUNS, endOnFailure: true },
  );
});

test('I3, I4: the engine says the same, whatever the batches', { timeout: 1_200_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(moves, fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), async (history, sizes) => {
      const judged = play(history);
      // Signatures are checked: with the key that the statement names, as it stands when its turn comes.
      const ledger = await createLedger(engineParts(template.consortium, { operator: null }), template.founding);
      const said: (string | undefined)[] = [];
      for (let i = 0; said.length < judged.length; i++) {
        const batch = judged.slice(said.length, said.length + (sizes[i % sizes.length] ?? 1));
        const tickets = batch.map(({ signed }) => ledger.submit(signed));
        said.push(...(await Promise.all(tickets.map(({ published }) => published.then(() => undefined, codeIn)))));
      }
      await ledger.close();
      expect(said).toEqual(judged.map((each) => each.said));
    }),
    { numRuns: Math.ceil(RUNS / 4), endOnFailure: true },
  );
});

function codeIn({ code }: { readonly code?: string }): string | undefined {
  return code;
}

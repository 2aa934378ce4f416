/**
 * Vectors of evidence against a ledger, made by the oracle alone: what holds, and what must not. `test/vectors/README.md` describes
 * the file.
 * @module
 */
import { canonicalize } from 'json-canonicalize';
import { QUORUMS_OF_ONE, taskBody } from './bodies.ts';
import { Consortium, ED25519_FOUNDERS } from './consortium.ts';
import { testLogKey } from './keys.ts';
import { NaiveLedger } from './naive-ledger.ts';
import { policyOf } from './proven-ledger.ts';

export interface EvidenceVector {
  /** What was done. */
  readonly desc: string;
  readonly verdict: 'VERIFIED' | 'FAILED' | 'CANNOT TELL';
  /** The code of the check that did not pass; absent where all did. */
  readonly code?: string;
  readonly evidence: string;
}

export interface EvidenceVectors {
  readonly policy: string;
  readonly vectors: readonly EvidenceVector[];
}

const STEWARD = 'daejeon-institute';
const FORMAT = 'ledgerline/evidence@v1';
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The content of `evidence.json`. */
export function evidenceVectors(): EvidenceVectors {
  const origin = 'log.example/evidence';
  const logKey = testLogKey(origin, 'golden evidence log');
  const consortium = new Consortium({
    origin,
    logKey,
    founders: ED25519_FOUNDERS.slice(0, 2),
    charter: { quorums: QUORUMS_OF_ONE },
  });
  const base = new NaiveLedger(origin, logKey);
  base.appendAll(consortium.founding());
  const tasks = (of: Consortium, prefix: string, count: number) =>
    Array.from({ length: count }, (_, i) => of.statement('task', STEWARD, taskBody({ task: `${prefix}-${i}` })));
  const [ours, theirs, equal] = [base.fork(), base.fork(), base.fork()];
  const [a, b, c] = [consortium.fork(), consortium.fork(), consortium.fork()];
  ours.appendAll(tasks(a, 'ours', 3));
  theirs.appendAll(tasks(b, 'theirs', 5));
  equal.appendAll(tasks(c, 'equal', 3));
  const grown = ours.fork();
  grown.appendAll(tasks(a, 'grown', 2));
  const broken = base.fork();
  const [forged] = tasks(consortium.fork(), 'forged', 1);
  if (forged === undefined) throw new Error('no task');
  const signature = Uint8Array.from(forged.signature, (byte, i) => (i === 40 ? byte ^ 1 : byte));
  const index = broken.append({ ...forged, signature });
  const twice = base.fork();
  const d = consortium.fork();
  twice.appendAll(tasks(d, 'same', 1));
  const refused = twice.appendUnjudged(d.statement('task', STEWARD, taskBody({ task: 'same-0' })));
  const note = (ledger: NaiveLedger): string => ledger.fork().publish();

  const fork = (older: NaiveLedger, newer: NaiveLedger, extra: object = {}) => ({
    format: FORMAT,
    kind: 'fork',
    checkpoints: [note(older), note(newer)],
    ...extra,
  });
  const prefix = (size: number, of: NaiveLedger) => ({
    prefix: { root: base64(of.root(size)), consistency: of.consistency(size, of.size).map(base64) },
  });
  const rule = (ledger: NaiveLedger, at: number, code: string, extra: object = {}) => ({
    format: FORMAT,
    kind: 'rule',
    checkpoint: note(ledger),
    index: at,
    record: base64(ledger.records[at] ?? new Uint8Array()),
    inclusion: ledger.inclusion(at, ledger.size).map(base64),
    code,
    ...extra,
  });
  const before = (ledger: NaiveLedger, at: number) => ({
    prefix: { records: ledger.records.slice(0, at).map(base64), consistency: [] },
  });
  const proof = (ledger: NaiveLedger, at: number): string =>
    `${['c2sp.org/tlog-proof@v1', `index ${at}`, ...ledger.inclusion(at, ledger.size).map(base64)].join('\n')}\n\n${note(ledger)}`;
  const omission = (ledger: NaiveLedger, at: number, later: NaiveLedger, extra: object = {}) => ({
    format: FORMAT,
    kind: 'omission',
    record: base64(ledger.records[at] ?? new Uint8Array()),
    receipt: proof(ledger, at),
    checkpoint: note(later),
    leaf: base64(later.record(at).leafHash),
    inclusion: later.inclusion(at, later.size).map(base64),
    ...extra,
  });
  const spki = { key: ED25519_FOUNDERS[1]?.keys[0]?.spki ?? '' };
  const other = { key: ED25519_FOUNDERS[0]?.keys[0]?.spki ?? '' };
  const at = base.size;
  const doubled = fork(ours, equal);
  const twoLines = doubled.checkpoints.map((text) => `${text}${text.split('\n').at(-2)}\n`);
  const vectors: [string, EvidenceVector['verdict'], string | undefined, object][] = [
    ['two trees of one size', 'VERIFIED', undefined, fork(ours, equal)],
    ['a larger tree that had another root then', 'VERIFIED', undefined, fork(ours, theirs, prefix(ours.size, theirs))],
    [
      'a signature that does not verify, with the key',
      'VERIFIED',
      undefined,
      rule(broken, index, 'bad-signature', spki),
    ],
    [
      'the same, with all records before it',
      'VERIFIED',
      undefined,
      rule(broken, index, 'bad-signature', before(broken, index)),
    ],
    [
      'a name taken twice, with all records before it',
      'VERIFIED',
      undefined,
      rule(twice, refused, 'name-taken', before(twice, refused)),
    ],
    ['a record with a receipt, replaced', 'VERIFIED', undefined, omission(ours, at + 1, theirs)],
    ['trees of two sizes, nothing else', 'CANNOT TELL', 'evidence-incomplete', fork(ours, theirs)],
    ['a name taken twice, nothing else', 'CANNOT TELL', 'evidence-incomplete', rule(twice, refused, 'name-taken')],
    ['a later format', 'CANNOT TELL', 'unknown-version', { ...fork(ours, equal), format: 'ledgerline/evidence@v2' }],
    ['the same tree twice', 'FAILED', 'evidence-refuted', fork(ours, ours)],
    ['a tree that grew', 'FAILED', 'evidence-refuted', fork(ours, grown, prefix(ours.size, grown))],
    [
      'a root that the larger tree never had',
      'FAILED',
      'bad-consistency-proof',
      fork(ours, theirs, prefix(ours.size, grown)),
    ],
    ['the larger tree first', 'FAILED', 'bad-evidence', fork(theirs, ours, prefix(ours.size, theirs))],
    ['a prefix that nothing needs', 'FAILED', 'bad-evidence', fork(ours, equal, prefix(ours.size, equal))],
    ['two signature lines', 'FAILED', 'bad-evidence', { ...doubled, checkpoints: twoLines }],
    ['one checkpoint', 'FAILED', 'schema-violation', { ...doubled, checkpoints: doubled.checkpoints.slice(0, 1) }],
    ['another kind', 'FAILED', 'schema-violation', { ...doubled, kind: 'gossip' }],
    ['a good signature', 'FAILED', 'evidence-refuted', rule(ours, at, 'bad-signature', spki)],
    ['the key of somebody else', 'FAILED', 'bad-evidence', rule(broken, index, 'bad-signature', other)],
    ['a key for another code', 'FAILED', 'bad-evidence', rule(twice, refused, 'name-taken', spki)],
    ['a code that there is not', 'FAILED', 'bad-evidence', rule(broken, index, 'bad-singature', spki)],
    [
      'a rule that the record keeps',
      'FAILED',
      'evidence-refuted',
      rule(twice, refused, 'role-missing', before(twice, refused)),
    ],
    [
      'a record too few before it',
      'FAILED',
      'bad-evidence',
      rule(twice, refused, 'name-taken', before(twice, refused - 1)),
    ],
    [
      'another record',
      'FAILED',
      'bad-inclusion-proof',
      { ...rule(broken, index, 'bad-signature', spki), record: base64(broken.records[0] ?? new Uint8Array()) },
    ],
    ['a record that stands where its receipt says', 'FAILED', 'evidence-refuted', omission(ours, at, grown)],
    [
      'a leaf that the tree has not',
      'FAILED',
      'bad-inclusion-proof',
      omission(ours, at, theirs, { leaf: base64(new Uint8Array(32)) }),
    ],
  ];
  return {
    policy: policyOf([logKey]),
    vectors: vectors.map(([desc, verdict, code, evidence]) => ({
      desc,
      verdict,
      ...(code === undefined ? {} : { code }),
      evidence: canonicalize(evidence),
    })),
  };
}

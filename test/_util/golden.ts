/**
 * Our own golden vectors, computed: a small complete ledger whose every signature is Ed25519, so that all its bytes are
 * determined. `test/vectors/README.md` describes the files.
 * @module
 */
import { createHash } from 'node:crypto';
import { encodeBase64 } from '../../src/core/bytes/base64.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { accountOf } from '../../src/core/rules/apply.ts';
import { commit } from '../../src/core/statement/commitment.ts';
import { encodePae, PAYLOAD_TYPE } from '../../src/core/statement/dsse.ts';
import { possessionMessage } from '../../src/core/statement/possession.ts';
import { amendmentBody, type Founder, institutionBody, keyEnrolBody, keyRotateBody, roleBody } from './bodies.ts';
import { Consortium, FOUNDERS, ORIGIN } from './consortium.ts';
import { creditLedger } from './credit-history.ts';
import { creditConsortium } from './credit-scenario.ts';
import { firstRound } from './history.ts';
import { type TestKey, type TestNoteKey, testKey, testLogKey, testWitnessKey } from './keys.ts';
import { NaiveLedger } from './naive-ledger.ts';

const BIOTECH = 'seorak-biotech';
const HOSPITAL = 'namsan-hospital';
const WARNING = 'TEST KEYS, known to everybody: nothing outside a test may trust one.';

/** Whose first key has which label. The first founder is the operator. */
const KEY_LABELS = {
  platform: 'golden platform 1',
  'daejeon-institute': 'golden daejeon-institute 1',
  'hangang-pharma': 'golden hangang-pharma 1',
  'namsan-hospital': 'golden namsan-hospital 1',
} as const;
const LATER_LABELS = ['golden namsan-hospital 2', 'golden seorak-biotech 1'] as const;

const founders: readonly Founder[] = FOUNDERS.map((founder) => ({
  ...founder,
  keys: [testKey(KEY_LABELS[founder.id as keyof typeof KEY_LABELS])],
}));
const logKey = testLogKey(ORIGIN, 'golden log');
const witness = testWitnessKey('witness.example/w1', 'golden witness');

/** The files of vectors by name. */
export function goldenVectors(): Readonly<Record<'statement' | 'record' | 'checkpoint' | 'bundle' | 'credit', object>> {
  const ledger = goldenLedger();
  const credit = creditLedger();
  return {
    statement: statementVectors(ledger, credit),
    record: recordVectors(ledger),
    checkpoint: checkpointVectors(ledger),
    bundle: bundleVectors(ledger),
    credit: { origin: ORIGIN, records: credit.records.map(textOf) },
  };
}

/** Founding, a round, an institution by quorum, a rotated key, an amendment. Published five times. */
function goldenLedger(): NaiveLedger {
  const consortium = new Consortium({ founders, logKey });
  const ledger = new NaiveLedger(consortium.origin, logKey);
  const publish = (cosigned: boolean): void => {
    const timestampSeconds = Date.parse(ledger.record(ledger.size - 1).recordedAt) / 1000 + 1;
    ledger.publish(cosigned ? [{ witness, timestampSeconds }] : []);
  };
  ledger.appendAll(consortium.founding());
  publish(false);
  const round = firstRound(consortium);
  ledger.appendAll(round.slice(0, 7));
  publish(true);
  ledger.appendAll(round.slice(7));
  publish(false);
  ledger.appendAll(joining(consortium));
  publish(true);
  ledger.appendAll(changing(consortium));
  publish(true);
  return ledger;
}

function joining(consortium: Consortium): SignedStatement[] {
  const key = testKey(LATER_LABELS[1]);
  const approved = (signed: SignedStatement, by: string) => [signed, consortium.endorsement(by, signed)];
  return [
    ...approved(consortium.statement('institution', 'daejeon-institute', institutionBody(BIOTECH)), HOSPITAL),
    ...approved(consortium.statement('key', HOSPITAL, keyEnrolBody(ORIGIN, BIOTECH, key)), 'hangang-pharma'),
    ...approved(consortium.statement('role', 'hangang-pharma', roleBody(BIOTECH, 'contributor')), HOSPITAL),
  ];
}

function changing(consortium: Consortium): SignedStatement[] {
  const [old, next] = [testKey(KEY_LABELS[HOSPITAL]), testKey(LATER_LABELS[0])];
  const rotated = consortium.statement('key', HOSPITAL, keyRotateBody(ORIGIN, HOSPITAL, next, old.keyId));
  consortium.useKey(HOSPITAL, next);
  const amendment = consortium.statement('amendment', HOSPITAL, amendmentBody());
  const approval = consortium.endorsement('hangang-pharma', amendment);
  const seen = consortium.endorsement('daejeon-institute', amendment, 'review');
  return [rotated, amendment, approval, seen];
}

const records = (ledger: NaiveLedger) => ledger.records.map((_, index) => ledger.record(index));
/** Labels of all keys: of the small ledger, and of that with credit. */
const LABELS: readonly string[] = [
  ...Object.values(KEY_LABELS),
  ...LATER_LABELS,
  ...creditConsortium(3).founders.map(({ id }) => `${id} credit`),
];
const labelOf = (keyId: string): string | undefined => LABELS.find((label) => testKey(label).keyId === keyId);

function statementVectors(ledger: NaiveLedger, credit: NaiveLedger): object {
  const kinds = new Set<string>();
  const firstOfKind = [...records(ledger), ...records(credit)].filter(
    ({ statement: { kind } }) => !kinds.has(kind) && kinds.add(kind),
  );
  return {
    warning: WARNING,
    keys: LABELS.map((label) => institutionKey(label, testKey(label))),
    commitments: commitmentVectors(),
    possessions: [possessionVector('hangang-pharma'), possessionVector('platform')],
    statements: firstOfKind.map(({ payload, statement, digest, keyId, signature }) => ({
      kind: statement.kind,
      author: statement.author,
      key: labelOf(keyId),
      payload: textOf(payload),
      digest,
      pae: hash(encodePae(PAYLOAD_TYPE, payload)),
      signature: encodeBase64(signature),
    })),
  };
}

function institutionKey(label: string, { privateKey, spki, keyId }: TestKey): object {
  return { label, secret: secretOf(privateKey), spki, keyId };
}

function commitmentVectors(): object[] {
  const salt = createHash('sha256').update('golden salt').digest();
  return (['signer', 'samples', 'legal-name', 'reason'] as const).map((purpose) => ({
    purpose,
    salt: salt.toString('hex'),
    value: '홍길동 1,234',
    commitment: commit(purpose, salt, '홍길동 1,234'),
  }));
}

function possessionVector(institution: keyof typeof KEY_LABELS): object {
  const key = testKey(KEY_LABELS[institution]);
  const message = textOf(possessionMessage(ORIGIN, institution, key.keyId));
  return { key: KEY_LABELS[institution], institution, message, ...key.proven(ORIGIN, institution) };
}

function recordVectors(ledger: NaiveLedger): object {
  const wanted = ['charter', 'contribution', 'endorsement'];
  const chosen = records(ledger).flatMap((record, index) =>
    wanted.splice(0, wanted[0] === record.statement.kind ? 1 : 0).map(() => ({ record, index })),
  );
  return {
    records: chosen.map(({ record, index }) => ({
      index,
      payload: textOf(record.payload),
      keyId: record.keyId,
      signature: encodeBase64(record.signature),
      recordedAt: record.recordedAt,
      account: accountOf(record),
      state: Buffer.from(record.state).toString('hex'),
      record: textOf(record.bytes),
      sizeBytes: record.bytes.length,
      leafHash: Buffer.from(record.leafHash).toString('hex'),
    })),
  };
}

function checkpointVectors(ledger: NaiveLedger): object {
  const text = ledger.checkpointText();
  const timestampSeconds = 1_795_426_200;
  const copy = ledger.fork();
  return {
    warning: WARNING,
    log: noteKey('golden log', logKey),
    witness: noteKey('golden witness', witness),
    sizes: [1, 2, 3, 7, 8, ledger.size].map((size) => ({
      size,
      root: Buffer.from(ledger.root(size)).toString('hex'),
      text: ledger.checkpointText(size),
    })),
    note: copy.publish(),
    cosignature: {
      timestampSeconds,
      message: `cosignature/v1\ntime ${timestampSeconds}\n${text}`,
      note: copy.publish([{ witness, timestampSeconds }]),
    },
  };
}

function noteKey(label: string, { name, vkey, verifier }: TestNoteKey): object {
  const { privateKey, publicKey } = testKey(label);
  const { keyId, type } = verifier;
  return { label, secret: secretOf(privateKey), publicKey: hex(publicKey.point), name, type, keyId, vkey };
}

function bundleVectors(ledger: NaiveLedger): object {
  const contribution = records(ledger).findIndex(({ statement }) => statement.kind === 'contribution');
  return {
    origin: ORIGIN,
    policy: `log ${logKey.vkey}\nwitness w1 ${witness.vkey}\nquorum none\n`,
    records: ledger.records.map(textOf),
    publications: ledger.publications,
    bundles: [0, 1, contribution, ledger.size - 1].map((index) => ({ index, bundle: textOf(ledger.bundle(index)) })),
    later: textOf(ledger.later(ledger.publications[1]?.size ?? 0)),
  };
}

function secretOf(key: TestKey['privateKey']): string {
  return Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url').toString('hex');
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

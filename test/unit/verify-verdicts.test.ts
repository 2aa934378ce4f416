import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ProofBundleDocument } from '../../src/core/generated/documents.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { amendmentBody, institutionBody, keyRevokeBody, modelBody, roleBody, taskBody } from '../_util/bodies.ts';
import { ORIGIN } from '../_util/consortium.ts';
import { forgeRecord, forgeStatement, readJson, rebundle, writeJson } from '../_util/forge.ts';
import { testKey, testLogKey } from '../_util/keys.ts';
import type { NaiveLedger } from '../_util/naive-ledger.ts';
import {
  cosigners,
  type Founded,
  found,
  policyOf,
  SECOND_WITNESS,
  unmet,
  verify,
  WITNESS,
} from '../_util/proven-ledger.ts';

const PHARMA = 'hangang-pharma';
const HOSPITAL = 'namsan-hospital';
const PLATFORM = 'platform';
const LOG_KEY = testLogKey(ORIGIN);
const POLICY = policyOf([LOG_KEY], WITNESS);
const keyOf = (institution: string) => testKey(`${institution} ed25519`);

/** Unmet checks and verdict of a bundle. */
async function outcome(bundle: Uint8Array, policy = POLICY): Promise<string[]> {
  const verification = await verify(bundle, policy);
  return [verification.verdict, ...unmet(verification)];
}

/** What becomes of a bundle of the last record, after a witness cosigned it. */
function ofLast(ledger: NaiveLedger, policy = POLICY): Promise<string[]> {
  ledger.publish(cosigners(ledger.size, WITNESS));
  return outcome(ledger.bundle(ledger.size - 1), policy);
}

/** What becomes of a task of the pharma company after it was tampered with. */
function tampered(
  edit: (ledger: NaiveLedger, index: number) => void,
  editBundle?: (document: ProofBundleDocument) => void,
) {
  const { ledger, bundle, index } = taskOfPharma();
  edit(ledger, index);
  return outcome(rebundle(ledger, bundle, cosigners(1, WITNESS), editBundle));
}

function taskOfPharma(options: { seen?: SignedStatement['statement']['seen'] } = {}) {
  const { consortium, ledger } = found();
  const index = ledger.append(consortium.statement('task', PHARMA, taskBody(), options));
  ledger.publish(cosigners(0, WITNESS));
  return { consortium, ledger, index, bundle: ledger.bundle(index) };
}

const nothing = (): void => {};

describe('I9: CANNOT TELL, where the policy does not know enough', () => {
  const { bundle } = taskOfPharma();

  test.each([
    [
      'a policy for another log',
      policyOf([testLogKey('log.example/other')], WITNESS),
      'checkpoint unknown other-policy',
    ],
    [
      'another key of the log',
      policyOf([testLogKey(ORIGIN, 'impostor')], WITNESS),
      'checkpoint unknown unverified-note',
    ],
    ['a witness that did not cosign', policyOf([LOG_KEY], SECOND_WITNESS), 'witnesses unknown too-few-cosignatures'],
    ['one witness of two', policyOf([LOG_KEY], WITNESS, SECOND_WITNESS), 'witnesses unknown too-few-cosignatures'],
  ])('%s', async (_, policy, expected) => {
    expect(await outcome(bundle, policy)).toEqual(['CANNOT TELL', expected]);
  });

  test('a file that contradicts itself FAILED also for them', async () => {
    const broken = writeJson({ ...readJson<ProofBundleDocument>(bundle), governance: [] });
    const policy = policyOf([testLogKey('log.example/other')], WITNESS);
    expect(await outcome(broken, policy)).toEqual([
      'FAILED',
      'checkpoint unknown other-policy',
      'records failed bundle-records',
    ]);
  });

  test('a cosignature of a kind that this version cannot check', async () => {
    const name = 'pq.example';
    const material = Buffer.alloc(1312, 7);
    const id = Buffer.from(sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(6), material]))).subarray(0, 4);
    const vkey = `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.of(6), material]).toString('base64')}`;
    const { consortium, ledger } = found();
    ledger.append(consortium.statement('task', PHARMA, taskBody()));
    ledger.publish([], [`— ${name} ${Buffer.concat([id, Buffer.alloc(72)]).toString('base64')}\n`]);
    const policy = `log ${LOG_KEY.vkey}\nwitness pq ${vkey}\nquorum pq\n`;
    const bytes = ledger.bundle(ledger.size - 1);
    expect(await outcome(bytes, policy)).toEqual(['CANNOT TELL', 'witnesses unknown unchecked-cosignature']);
  });
});

describe('I9: CANNOT TELL, where a later version made the file', () => {
  test('a later bundle format', async () => {
    const { bundle } = taskOfPharma();
    const later = writeJson({ ...readJson<ProofBundleDocument>(bundle), format: 'ledgerline/proof@v2' });
    expect(await outcome(later)).toEqual(['CANNOT TELL', 'bundle unknown unknown-version']);
  });

  test('a statement kind that this version does not know', async () => {
    const result = await tampered((ledger, index) => {
      forgeStatement(ledger, index, keyOf(PHARMA), (statement) => {
        statement.predicateType = 'urn:ledgerline:v1:hologram';
      });
    });
    expect(result).toEqual(['CANNOT TELL', 'records unknown unknown-kind']);
  });

  test('a later version of the predicates', async () => {
    const result = await tampered((ledger, index) => {
      forgeStatement(ledger, index, keyOf(PHARMA), (statement) => {
        statement.predicateType = 'urn:ledgerline:v2:task';
      });
    });
    expect(result).toEqual(['CANNOT TELL', 'records unknown unknown-version']);
  });

  test('a later version of records', async () => {
    const result = await tampered((ledger, index) => {
      forgeRecord(ledger, index, (record) => {
        Object.assign(record, { v: 2 });
      });
    });
    expect(result).toEqual(['CANNOT TELL', 'records unknown unknown-version']);
  });

  test('a charter under later rules', async () => {
    const result = await tampered((ledger) => {
      forgeStatement(ledger, 0, keyOf(PLATFORM), (statement) => {
        Object.assign(statement.predicate.body, { rules: 2 });
      });
    });
    expect(result).toEqual(['CANNOT TELL', 'records unknown unknown-version']);
  });

  test('an amendment that puts later rules in force', async () => {
    const { consortium, ledger } = found();
    const amendment = consortium.statement('amendment', PHARMA, amendmentBody({ rules: 2 }));
    ledger.appendUnjudged(amendment);
    ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody()));
    expect(await ofLast(ledger)).toEqual(['VERIFIED']);
    ledger.appendUnjudged(consortium.endorsement(HOSPITAL, amendment));
    ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody({ task: 'another' })));
    expect(await ofLast(ledger)).toEqual(['CANNOT TELL', 'events unknown unknown-version']);
  });
});

describe('I9: FAILED, where the file is broken', () => {
  const { bundle } = taskOfPharma();
  const document = readJson<ProofBundleDocument>(bundle);
  const change = (edit: (copy: ProofBundleDocument) => void): Uint8Array => {
    const copy = structuredClone(document);
    edit(copy);
    return writeJson(copy);
  };

  test.each<[string, Uint8Array, string]>([
    ['nothing', Uint8Array.of(), 'bundle failed bad-json'],
    ['no text', Uint8Array.of(0xff, 0x00), 'bundle failed bad-utf8'],
    ['a number', Buffer.from('7'), 'bundle failed schema-violation'],
    ['white space around it', Buffer.concat([bundle, Buffer.from('\n')]), 'bundle failed json-not-canonical'],
    [
      'another order',
      Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(document).toReversed()))),
      'bundle failed json-not-canonical',
    ],
    ['nesting without end', Buffer.from('['.repeat(100_000) + ']'.repeat(100_000)), 'bundle failed json-not-canonical'],
    [
      'another document',
      change((copy) => Object.assign(copy, { format: 'ledgerline/later@v1' })),
      'bundle failed schema-violation',
    ],
    [
      'a field too many',
      change((copy) => Object.assign(copy, { comment: 'trust me' })),
      'bundle failed schema-violation',
    ],
    [
      'an extra line in the proof',
      change((copy) => {
        copy.proof = copy.proof.replace('index ', 'extra AAAA\nindex ');
      }),
      'bundle failed bad-tlog-proof',
    ],
    [
      'another index',
      change((copy) => {
        copy.proof = copy.proof.replace(/^index \d+$/m, 'index 3');
      }),
      'inclusion failed bad-inclusion-proof',
    ],
    [
      'an index outside the tree',
      change((copy) => {
        copy.proof = copy.proof.replace(/^index \d+$/m, 'index 9000');
      }),
      'inclusion failed bad-inclusion-proof',
    ],
    [
      'an event moved',
      change((copy) => {
        for (const each of copy.keys.records) each.index += 1;
      }),
      'inclusion failed bad-inclusion-proof',
    ],
    [
      'a field too many in the path',
      change((copy) => Object.assign(copy.keys.path, { x: 1 })),
      'bundle failed account-path',
    ],
  ])('%s', async (_, bytes, expected) => {
    expect(await outcome(bytes)).toEqual(['FAILED', expected]);
  });

  test.each([
    ['the log', LOG_KEY.name],
    ['a witness of the policy', WITNESS.name],
  ])('a signature of %s that does not verify', async (_, name) => {
    const bytes = change((copy) => {
      const line = copy.proof.split('\n').find((each) => each.startsWith(`— ${name} `)) ?? '';
      const blob = Buffer.from(line.slice(line.lastIndexOf(' ') + 1), 'base64');
      blob[blob.length - 40] = (blob.at(-40) ?? 0) ^ 1;
      copy.proof = copy.proof.replace(line, `— ${name} ${blob.toString('base64')}`);
    });
    expect(await outcome(bytes)).toEqual(['FAILED', 'checkpoint failed bad-note-signature']);
  });
});

describe('I9: FAILED, where the operator signed what contradicts itself', () => {
  const reversed = <T>(items: T[]): T[] => items.toReversed();

  test.each<[string, (document: ProofBundleDocument) => void, string]>([
    [
      'no governance',
      (d) => {
        d.governance = [];
      },
      'records failed bundle-records',
    ],
    [
      'governance that does not begin with the charter',
      (d) => {
        d.governance = d.keys.records;
      },
      'records failed bundle-records',
    ],
    [
      'a record twice',
      (d) => {
        d.governance.push(...d.governance);
      },
      'records failed bundle-records',
    ],
    [
      'the record itself among the events',
      (d) => {
        d.keys.records.push(d.governance[0] as never);
      },
      'records failed bundle-records',
    ],
    [
      'a key event left out',
      (d) => {
        d.keys.records.shift();
      },
      'account failed account-entries',
    ],
    [
      'the last event left out',
      (d) => {
        d.keys.records.pop();
      },
      'account failed account-entries',
    ],
    [
      'all events left out',
      (d) => {
        d.keys.records = [];
      },
      'account failed account-entries',
    ],
    [
      'events in another order',
      (d) => {
        d.keys.records = reversed(d.keys.records);
      },
      'records failed bundle-records',
    ],
  ])('%s', async (_, edit, expected) => {
    expect(await tampered(nothing, edit)).toEqual(['FAILED', expected]);
  });

  test('events of another institution', async () => {
    const { ledger, bundle } = taskOfPharma();
    const other = await tampered(nothing, (document) => {
      document.keys.path = ledger.accountPath(`keys/${HOSPITAL}`, ledger.size - 1) as never;
    });
    expect(other).toEqual(['FAILED', 'account failed account-path']);
    expect(await outcome(bundle)).toEqual(['VERIFIED']);
  });

  test('I5: a state root over fewer records than there are', async () => {
    const { ledger, index } = taskOfPharma();
    const older = index - 3;
    const result = await tampered(
      (tamperedLedger) => {
        forgeRecord(tamperedLedger, index, (record) => {
          record.state = Buffer.from(ledger.accountRoot(older)).toString('hex');
        });
      },
      (document) => {
        document.keys.path = ledger.accountPath(`keys/${PHARMA}`, older) as never;
      },
    );
    expect(result).toEqual(['FAILED', 'account failed account-count']);
  });

  test('a statement for another ledger', async () => {
    const { consortium, ledger } = found();
    ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody(), { ledger: 'log.example/other' }));
    expect(await ofLast(ledger)).toEqual(['FAILED', 'records failed other-ledger']);
  });

  test('a record older than an event before it', async () => {
    const { consortium, ledger } = found();
    ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody()), '2026-11-23T08:00:00.000Z');
    expect(await ofLast(ledger)).toEqual(['FAILED', 'records failed clock-backwards']);
  });

  test("a fork of the author's chain", async () => {
    const { consortium, ledger } = found();
    const revoke = (stray: boolean) =>
      consortium.statement('key', PHARMA, keyRevokeBody(PHARMA, testKey('nobody').keyId), { stray });
    ledger.appendUnjudged(revoke(true));
    ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody()));
    expect(await ofLast(ledger)).toEqual(['FAILED', 'records failed chain']);
  });

  test('an author that saw more records than there were', async () => {
    const { consortium, ledger } = found();
    const seen = { size: ledger.size + 1, root: '00'.repeat(32) };
    ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody(), { seen }));
    expect(await ofLast(ledger)).toEqual(['FAILED', 'records failed seen-unknown']);
  });

  test('an author that saw another log than the cosigned one', async () => {
    const { consortium, ledger } = found();
    const { size } = ledger;
    ledger.publish(cosigners(0, WITNESS));
    const task = (root: Uint8Array, name: string): SignedStatement =>
      consortium.statement('task', PHARMA, taskBody({ task: name }), {
        seen: { size, root: Buffer.from(root).toString('hex') },
      });
    ledger.append(task(ledger.root(size), 'right'));
    expect(await ofLast(ledger)).toEqual(['VERIFIED']);
    const other = found();
    other.ledger.publish(cosigners(0, WITNESS));
    other.ledger.appendUnjudged(task(new Uint8Array(32), 'wrong'));
    expect(await ofLast(other.ledger)).toEqual(['FAILED', 'records failed seen-unknown']);
  });
});

describe('I3: FAILED, where the author might not sign', () => {
  type Case = (founded: Founded) => void;
  const second = testKey('hangang-pharma second');
  const wrongly = (institution: string) => ({ keyId: keyOf(institution).keyId, sign: second.sign });

  test.each<[string, Case, string]>([
    [
      'with a key revoked before',
      ({ consortium, ledger }) => {
        ledger.append(
          consortium.statement('key', PHARMA, {
            institution: PHARMA,
            change: 'enrol',
            key: second.proven(ORIGIN, PHARMA),
          }),
        );
        ledger.append(consortium.statement('key', PHARMA, keyRevokeBody(PHARMA, keyOf(PHARMA).keyId)));
        ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody()));
      },
      'authority failed key-revoked',
    ],
    [
      'with a key that nobody enrolled',
      ({ consortium, ledger }) =>
        ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody(), { key: second })),
      'authority failed key-not-authors',
    ],
    [
      'with the key of another institution',
      ({ consortium, ledger }) =>
        ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody(), { key: keyOf(HOSPITAL) })),
      'authority failed key-not-authors',
    ],
    [
      'but did not: the signature is of another key',
      ({ consortium, ledger }) =>
        ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody(), { key: wrongly(PHARMA) })),
      'signature failed bad-signature',
    ],
    [
      'without the role',
      ({ consortium, ledger }) => ledger.appendUnjudged(consortium.statement('model', PHARMA, modelBody())),
      'authority failed role-missing',
    ],
    [
      'after its role ended',
      ({ consortium, ledger }) => {
        const end = consortium.statement('role', HOSPITAL, roleBody(PHARMA, 'steward', { change: 'end' }));
        ledger.append(end);
        ledger.append(consortium.endorsement('daejeon-institute', end));
        ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody()));
      },
      'authority failed role-missing',
    ],
    [
      'after it left',
      ({ consortium, ledger }) => {
        const signing = { reason: { code: 'left' } };
        const left = institutionBody(PHARMA, { class: 'pharma', status: 'left' });
        const statement = consortium.statement('institution', HOSPITAL, left, { signing });
        ledger.append(statement);
        ledger.append(consortium.endorsement('daejeon-institute', statement));
        ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody()));
      },
      'authority failed author-inactive',
    ],
    [
      'because nobody enrolled it',
      ({ consortium, ledger }) => {
        consortium.useKey('stranger', second);
        ledger.appendUnjudged(consortium.statement('task', 'stranger', taskBody()));
      },
      'authority failed author-unknown',
    ],
    [
      'because the operator has nothing to say past the founding',
      ({ consortium, ledger }) => ledger.appendUnjudged(consortium.statement('task', PLATFORM, taskBody())),
      'authority failed operator-writes',
    ],
    [
      'because there is one charter only',
      ({ consortium, ledger }) => {
        const { statement } = ledger.record(0);
        if (statement.kind !== 'charter') throw new Error('no charter');
        const body = { ...statement.body, operator: PHARMA };
        ledger.appendUnjudged(consortium.statement('charter', PHARMA, body));
      },
      'authority failed charter-first',
    ],
    [
      'for a key event of its own was signed by somebody else',
      ({ consortium, ledger }) => {
        const body = { institution: PHARMA, change: 'enrol' as const, key: second.proven(ORIGIN, PHARMA) };
        ledger.append(consortium.statement('key', PHARMA, body, { key: wrongly(PHARMA) }));
        ledger.append(consortium.statement('task', PHARMA, taskBody()));
      },
      'events failed bad-signature',
    ],
    [
      'for its new key does not prove its possession',
      ({ consortium, ledger }) => {
        const body = { institution: PHARMA, change: 'enrol' as const, key: second.proven(ORIGIN, HOSPITAL) };
        ledger.appendUnjudged(consortium.statement('key', PHARMA, body));
        ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody()));
      },
      'events failed bad-possession',
    ],
    [
      'for a steward that the charter knows did not sign the event',
      ({ consortium, ledger }) => {
        const body = roleBody(PHARMA, 'regulator');
        ledger.append(consortium.statement('role', HOSPITAL, body, { key: wrongly(HOSPITAL) }));
        ledger.append(consortium.statement('task', PHARMA, taskBody()));
      },
      'events failed bad-signature',
    ],
  ])('%s', async (_, act, expected) => {
    const founded = found();
    act(founded);
    expect(await ofLast(founded.ledger)).toEqual(['FAILED', expected]);
  });
});

describe('the founding', () => {
  test('I3: the charter stands for itself, and the operator for what it announced', async () => {
    const { ledger } = found();
    ledger.publish(cosigners(0, WITNESS));
    for (const index of ledger.records.keys()) expect(await outcome(ledger.bundle(index))).toEqual(['VERIFIED']);
    expect(readJson<ProofBundleDocument>(ledger.bundle(0)).governance).toEqual([]);
    expect(readJson<ProofBundleDocument>(ledger.bundle(1)).keys.records).toEqual([]);
  });

  test('a charter signed with a key that it does not list', async () => {
    const { ledger } = found();
    ledger.publish(cosigners(0, WITNESS));
    const template = ledger.bundle(0);
    forgeStatement(ledger, 0, testKey('nobody'), nothing);
    const result = await outcome(rebundle(ledger, template, cosigners(1, WITNESS)));
    expect(result).toEqual(['FAILED', 'events failed charter-operator']);
  });

  test('a founding record out of turn', async () => {
    const { consortium, ledger } = found();
    ledger.truncate(1);
    const early = consortium.statement('role', PLATFORM, roleBody(PHARMA, 'steward'), {
      chain: { sequence: 1, previous: ledger.record(0).digest },
    });
    ledger.appendUnjudged(early);
    expect(await ofLast(ledger)).toEqual(['FAILED', 'authority failed founding']);
  });

  test('somebody else than the operator', async () => {
    const { consortium, ledger } = found();
    ledger.truncate(1);
    ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody()));
    expect(await ofLast(ledger)).toEqual(['FAILED', 'authority failed founding']);
  });
});

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

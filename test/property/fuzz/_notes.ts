/**
 * Notes, keys of notes, trust policies.
 * @module
 */

import { verifySignature } from '../../../src/core/crypto/verify.ts';
import { formatCheckpoint, parseCheckpoint } from '../../../src/core/note/checkpoint.ts';
import { decodeCosignature, encodeCosignature } from '../../../src/core/note/cosignature.ts';
import { formatNote, formatSignatureLine, parseNote, parseSignatureLine } from '../../../src/core/note/note.ts';
import { openNote } from '../../../src/core/note/open.ts';
import { openCheckpoint } from '../../../src/core/note/open-checkpoint.ts';
import { parsePolicy } from '../../../src/core/note/policy.ts';
import { formatTlogProof, parseTlogProof } from '../../../src/core/note/proof.ts';
import { formatVkey, parseVkey } from '../../../src/core/note/vkey.ts';
import { parseBundle } from '../../../src/verify/bundle.ts';
import { formatAddCheckpoint, parseAddCheckpoint } from '../../../src/witness/add-checkpoint.ts';
import { readCosignature, readStaleSize } from '../../../src/witness/client/answer.ts';
import { formatSignRequest, parseSignRequest } from '../../../src/witness/signer/decide.ts';
import { formatKeyList, parseKeyList } from '../../../src/witness/signer/key-list.ts';
import { cosignatureLine, testLogKey, testWitnessKey } from '../../_util/keys.ts';
import { BUNDLE, CHECKPOINT, POLICY, sha256, utf8 } from './_samples.ts';
import { ofBytes, ofText, type Target } from './_target.ts';

const NOTES = [CHECKPOINT.note, CHECKPOINT.cosignature.note, ...BUNDLE.publications.map(({ note }) => note)];
const OF_NOTE = ['bad-note', 'bad-base64', 'bad-utf8'] as const;
const TRUST = parsePolicy(POLICY);

const ANSWERING = testWitnessKey('fuzz.example/witness');
const ASKED = {
  key: ANSWERING.verifier,
  text: CHECKPOINT.sizes[0]?.text ?? '',
  now: 1_795_426_200,
  verify: verifySignature,
};

/** A vkey whose key ID fits its name and key, whatever these are. */
function withKeyId(vkey: string): string {
  const [name = '', , ...rest] = vkey.split('+');
  const preimage = Buffer.concat([Buffer.from(`${name}\n`), Buffer.from(rest.join('+'), 'base64')]);
  return [name, sha256(preimage).subarray(0, 4).toString('hex'), ...rest].join('+');
}

export const NOTE: readonly Target[] = [
  ofBytes({
    parser: 'core/note/note.ts#parseNote',
    samples: NOTES.map(utf8),
    parse: parseNote,
    format: (note) => utf8(formatNote(note)),
    codes: OF_NOTE,
  }),
  ofText({
    parser: 'core/note/note.ts#parseSignatureLine',
    samples: NOTES.map((note) => `${note.trimEnd().split('\n').at(-1)}\n`),
    parse: parseSignatureLine,
    format: formatSignatureLine,
    codes: [...OF_NOTE],
  }),
  ofBytes({
    parser: 'witness/add-checkpoint.ts#parseAddCheckpoint',
    samples: [0, 3, 63].map((count) => {
      const consistency = Array.from({ length: count }, (_, i) => new Uint8Array(32).fill(i));
      return utf8(formatAddCheckpoint({ oldSize: count * 1000, consistency, note: CHECKPOINT.note }));
    }),
    parse: parseAddCheckpoint,
    format: (request) => utf8(formatAddCheckpoint(request)),
    codes: ['bad-add-checkpoint', 'bad-integer', 'bad-base64', 'bad-utf8'],
  }),
  ofText({
    parser: 'witness/signer/decide.ts#parseSignRequest',
    samples: [0, 3, 63].map((count) => {
      const consistency = Array.from({ length: count }, (_, i) => new Uint8Array(32).fill(i));
      return formatSignRequest({ oldSize: count * 1000, consistency, text: CHECKPOINT.sizes[0]?.text ?? '' });
    }),
    parse: parseSignRequest,
    format: formatSignRequest,
    codes: ['bad-sign-request', 'bad-integer', 'bad-base64'],
  }),
  ofText({
    parser: 'witness/signer/key-list.ts#parseKeyList',
    samples: [1, 2, 8].map((count) =>
      formatKeyList(Array.from({ length: count }, (_, i) => testLogKey('fuzz.example/log', `fuzzed key ${i}`).vkey)),
    ),
    parse: parseKeyList,
    format: formatKeyList,
    codes: ['signer-keys', 'bad-vkey', 'bad-base64', 'bad-public-key'],
  }),
  ofBytes({
    parser: 'witness/client/answer.ts#readStaleSize',
    samples: [utf8('0\n'), utf8('9007199254740991\n')],
    parse: readStaleSize,
    codes: [],
  }),
  ofBytes({
    parser: 'witness/client/answer.ts#readCosignature',
    samples: [utf8(cosignatureLine(ANSWERING, ASKED.text, ASKED.now))],
    parse: (bytes) => readCosignature(bytes, ASKED),
    codes: ['bad-witness-answer'],
  }),
  ofText({
    parser: 'core/note/checkpoint.ts#parseCheckpoint',
    samples: [...CHECKPOINT.sizes.map(({ text }) => text), `${CHECKPOINT.sizes[0]?.text}extension\n`],
    parse: (text) => parseCheckpoint(text, { allowExtensions: true }),
    format: formatCheckpoint,
    codes: ['bad-checkpoint', 'bad-integer', 'bad-base64', 'bad-utf8'],
  }),
  ofBytes({
    parser: 'core/note/cosignature.ts#decodeCosignature',
    samples: [encodeCosignature({ timestampSeconds: 1_795_426_200, signature: new Uint8Array(64).fill(7) })],
    parse: decodeCosignature,
    format: encodeCosignature,
    codes: ['bad-cosignature', 'bad-integer'],
  }),
  ofText({
    parser: 'core/note/vkey.ts#parseVkey',
    samples: [
      CHECKPOINT.log.vkey,
      CHECKPOINT.witness.vkey,
      withKeyId(`pq+0+${Buffer.alloc(1313, 6).toString('base64')}`),
    ],
    parse: parseVkey,
    format: formatVkey,
    codes: ['bad-vkey', 'bad-base64', 'bad-public-key', 'bad-utf8'],
    reseal: withKeyId,
    cost: 2,
  }),
  ofBytes({
    parser: 'core/note/policy.ts#parsePolicy',
    samples: [POLICY, BUNDLE.policy, '\n\n# nothing\nlog '.concat(CHECKPOINT.log.vkey, '\nquorum none\n')].map(utf8),
    parse: parsePolicy,
    codes: ['bad-policy', 'bad-utf8'],
    cost: 4,
  }),
  ofBytes({
    parser: 'core/note/proof.ts#parseTlogProof',
    samples: BUNDLE.bundles.map(({ bundle }) => utf8((JSON.parse(bundle) as { proof: string }).proof)),
    parse: parseTlogProof,
    format: (proof) => utf8(formatTlogProof(proof)),
    codes: [...OF_NOTE, 'bad-tlog-proof', 'bad-integer'],
  }),
  ofBytes({
    parser: 'core/note/open.ts#openNote',
    samples: [CHECKPOINT.cosignature.note, parseBundle(utf8(BUNDLE.bundles[0]?.bundle ?? '')).proof.note].map((note) =>
      utf8(typeof note === 'string' ? note : formatNote(note)),
    ),
    parse: (bytes) =>
      openNote(
        parseNote(bytes),
        [...TRUST.logs, ...TRUST.witnesses].map(({ key }) => key),
      ),
    codes: [...OF_NOTE, 'bad-note-signature', 'unverified-note'],
    cost: 8,
  }),
  ofBytes({
    parser: 'core/note/open-checkpoint.ts#openCheckpoint',
    samples: NOTES.map(utf8),
    parse: (bytes) => openCheckpoint(parseNote(bytes), TRUST, () => true),
    codes: [...OF_NOTE, 'bad-note-signature', 'unverified-note', 'bad-checkpoint', 'bad-integer'],
  }),
];

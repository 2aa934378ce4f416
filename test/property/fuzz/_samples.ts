/**
 * Valid input of every format: the golden vectors, and what they are made of.
 * @module
 */
import { createHash } from 'node:crypto';
import { readVectorFile } from '../../_util/vector-files.ts';

interface BundleVectors {
  readonly policy: string;
  readonly records: readonly string[];
  readonly publications: readonly { readonly note: string }[];
  readonly bundles: readonly { readonly index: number; readonly bundle: string }[];
  readonly later: string;
}
interface StatementVectors {
  readonly keys: readonly { readonly spki: string; readonly keyId: string }[];
  readonly commitments: readonly { readonly purpose: string; readonly salt: string; readonly value: string }[];
  readonly statements: readonly { readonly payload: string; readonly signature: string }[];
}
interface AccountVectors {
  readonly records: readonly { readonly subLeaf: string; readonly leaf: string; readonly nodes: readonly string[] }[];
  readonly valid: readonly { readonly path: unknown }[];
}
interface CheckpointVectors {
  readonly note: string;
  readonly sizes: readonly { readonly text: string }[];
  readonly log: { readonly vkey: string };
  readonly witness: { readonly vkey: string };
  readonly cosignature: { readonly note: string };
}
interface SdJwtVectors {
  readonly digests: readonly { readonly disclosure: string; readonly digest: string }[];
}

export const BUNDLE = readVectorFile<BundleVectors>('bundle.json');
export const STATEMENT = readVectorFile<StatementVectors>('statement.json');
export const ACCOUNT = readVectorFile<AccountVectors>('account-tree.json');
export const CHECKPOINT = readVectorFile<CheckpointVectors>('checkpoint.json');
export const SD_JWT = readVectorFile<SdJwtVectors>('disclosure/rfc9901.json');
export const ACCOUNT_STATEMENT = readVectorFile<{ statement: string; policy: string }>('account-statement.json');

export const EVIDENCE = readVectorFile<{ policy: string; vectors: readonly { verdict: string; evidence: string }[] }>(
  'evidence.json',
);

export const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
export const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** Records of every kind. */
export const RECORDS: readonly Uint8Array[] = BUNDLE.records.map(utf8);

/** Items, each after its length in two bytes. */
export function framed(items: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(items.flatMap((item) => [Buffer.from([item.length >> 8, item.length & 255]), item])),
  );
}

/** A safetensors file of these tensors, whose header stands as it is given. */
export function tensorFile(header: object, dataBytes: number): Uint8Array {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, Buffer.alloc(dataBytes, 1)]));
}

export const TENSOR_HEADER = {
  b: { dtype: 'I32', shape: [], data_offsets: [0, 4] },
  w: { dtype: 'F32', shape: [2, 3], data_offsets: [4, 28] },
  z: { dtype: 'BF16', shape: [0, 7], data_offsets: [28, 28] },
  __metadata__: { format: 'pt', note: 'ä' },
};
export const TENSOR_BYTES = 28;

/** A policy with everything in it. */
export const POLICY = [
  '# What we trust.',
  `log ${CHECKPOINT.log.vkey} https://log.example/`,
  `witness one ${CHECKPOINT.witness.vkey}`,
  'group all-of-us all one',
  'quorum all-of-us',
  '',
].join('\n');

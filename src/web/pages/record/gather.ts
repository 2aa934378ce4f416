/**
 * What the page of a record reads: the record, what became of it, and what its digests stand for.
 * @module
 */
import { parseDecimal } from '../../../core/bytes/integers.ts';
import { decodeUtf8 } from '../../../core/bytes/utf8.ts';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { InputError } from '../../../core/error.ts';
import { type Json, parseJson } from '../../../core/json/json.ts';
import { type LedgerRecord, parseRecord } from '../../../core/record/record.ts';
import type { Signing } from '../../../core/statement/statement.ts';
import type { KindName } from '../../../core/statement/validate.ts';
import type { PageRequest } from '../../page.ts';
import type { ExplorerSource } from '../../source.ts';
import { type BodyFacts, factsOfBody } from '../../statements/facts.ts';
import { indexOfStatement, isDigest, resolveReferences } from '../../statements/references.ts';
import { tellRecord } from '../../statements/sentence.ts';
import { type Endorsement, type Marker, readEndorsements, readMarkers } from './markers.ts';

/** A record that cannot be shown, and why. */
export interface DamagedRecord {
  readonly index: number;
  readonly size: number;
  readonly damage: { readonly code: string; readonly message: string };
}

export interface ReadRecord {
  readonly index: number;
  /** Size of the newest published checkpoint. */
  readonly size: number;
  readonly sentence: Sentence;
  readonly digest: string;
  readonly kind: KindName;
  readonly author: string;
  readonly subject: { readonly name: string; readonly sha256: string };
  readonly signing: Signing;
  readonly keyId: string;
  readonly recordedAt: string;
  readonly body: BodyFacts;
  readonly markers: readonly Marker[];
  readonly endorsements: readonly Endorsement[];
  /** The record as it is stored, and its payload, which is what was signed. */
  readonly raw: { readonly record: Json; readonly payload: Json };
}

export type RecordModel = DamagedRecord | ReadRecord;

/** @throws InputError `not-found`, `bad-integer` */
export async function gatherRecord(source: ExplorerSource, { params }: PageRequest): Promise<RecordModel> {
  const id = params['index'] ?? '';
  const index = isDigest(id) ? await indexOfStatement(source, id) : parseDecimal(id, 'index');
  const size = source.sizes.published;
  if (index >= size)
    throw new InputError('not-found', `there is no record ${index}: the published log has ${size} records, from 0 on`);
  try {
    const bytes = await source.record(index);
    if (bytes === undefined) throw new InputError('integrity', `record ${index} is missing`);
    return await describe(source, index, parseRecord(bytes));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { index, size, damage: { code: error.code, message: error.message } };
  }
}

/** A body is JSON by its schema; its type only does not say so. */
function asJson(body: object): Json {
  return body as Json;
}

async function describe(source: ExplorerSource, index: number, record: LedgerRecord): Promise<ReadRecord> {
  const { digest, statement, keyId, recordedAt, bytes, payload } = record;
  const { kind, author, subject, signing, body } = statement;
  const [references, markers, endorsements] = await Promise.all([
    resolveReferences(source, [asJson(body)]),
    readMarkers(source, { digest, index, kind, author, keyId }),
    readEndorsements(source, digest),
  ]);
  return {
    ...{ index, size: source.sizes.published, digest, kind, author, subject, signing, keyId, recordedAt },
    sentence: tellRecord(statement, recordedAt, references),
    body: factsOfBody(asJson(body), references.without(index)),
    markers,
    endorsements,
    raw: {
      record: parseJson(decodeUtf8(bytes), 'record'),
      payload: parseJson(decodeUtf8(payload), 'payload'),
    },
  };
}

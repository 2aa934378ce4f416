/**
 * An institution of the demonstration: a key file, a signer record, a chain, and the same client that a real one uses.
 * @module
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Author } from '../../client/author.ts';
import type { LedgerClient } from '../../client/ledger-client.ts';
import { localTime } from '../../client/local-time.ts';
import { signerCommitment } from '../../client/signer-record.ts';
import type { Bodies } from '../../core/generated/bodies.ts';
import type { EnrolmentRequestDocument } from '../../core/generated/documents.ts';
import type { SignedStatement } from '../../core/record/record.ts';
import type { Signing, Subject } from '../../core/statement/statement.ts';
import type { KindName } from '../../core/statement/validate.ts';
import { writePrivateKeyFile } from '../../node/crypto/key-files.ts';
import { generateKeyPair, type PrivateKey } from '../../node/crypto/keys.ts';
import { createEnrolmentRequest } from '../../node/enrolment.ts';
import { createSignerRecord, signerRecordPath, writeSignerRecord } from '../../node/signer-record.ts';
import { statementSigner } from '../../node/statement-signer.ts';
import type { Institution } from '../cast.ts';

/** What a statement may carry besides its body. */
export interface Extras {
  readonly subject?: Subject;
  readonly meaning?: Signing['meaning'];
  readonly reason?: Signing['reason'];
}

/** A receipt, as the ledger answered it. */
export interface Receipt {
  readonly digest: string;
  readonly index: number;
  readonly bundle: Uint8Array;
}

export class Actor {
  readonly institution: Institution;
  readonly #keyPath: string;
  readonly #authorWith: (key: PrivateKey) => Author;
  #key: PrivateKey;

  private constructor(
    institution: Institution,
    key: PrivateKey,
    keyPath: string,
    authorWith: (key: PrivateKey) => Author,
  ) {
    this.institution = institution;
    this.#key = key;
    this.#keyPath = keyPath;
    this.#authorWith = authorWith;
  }

  /** The key that it signs with. */
  get key(): PrivateKey {
    return this.#key;
  }

  /** From now on it signs with `key`, which the ledger has been told of. The file of the old key goes. */
  async useKey(key: PrivateKey): Promise<void> {
    await rm(this.#keyPath);
    await writePrivateKeyFile(this.#keyPath, key);
    this.#key = key;
  }

  get id(): string {
    return this.institution.id;
  }

  /** Makes the institution's key and signer record in `folder/<id>/`. */
  static async create(institution: Institution, origin: string, folder: string): Promise<Actor> {
    const own = join(folder, institution.id);
    await mkdir(own, { recursive: true, mode: 0o700 });
    const key = generateKeyPair(institution.class === 'hospital' ? 'ecdsa-p256' : 'ed25519');
    const path = join(own, 'key.pem');
    await writePrivateKeyFile(path, key);
    const record = createSignerRecord(`ML lead of ${institution.name.en}`);
    await writeSignerRecord(signerRecordPath(path), record);
    const authorWith = (signing: PrivateKey): Author =>
      new Author({
        institution: institution.id,
        origin,
        signer: statementSigner(signing),
        signerCommitment: signerCommitment(record),
      });
    return new Actor(institution, key, path, authorWith);
  }

  /** The request by which it is enrolled. */
  enrolmentRequest(origin: string): EnrolmentRequestDocument {
    const { id, class: kind, roles } = this.institution;
    return createEnrolmentRequest({ ledger: origin, institution: id, class: kind, roles: [...roles] }, this.key);
  }

  /** Signs the next statement of its chain, as the ledger knows it. */
  sign<K extends KindName>(
    client: LedgerClient,
    kind: K,
    body: Bodies[K],
    extras: Extras = {},
  ): Promise<SignedStatement> {
    return this.signWith(this.#key, client, kind, body, extras);
  }

  /** As {@link Actor.sign}, with another key. */
  async signWith<K extends KindName>(
    key: PrivateKey,
    client: LedgerClient,
    kind: K,
    body: Bodies[K],
    extras: Extras = {},
  ): Promise<SignedStatement> {
    const { chain } = await client.institution(this.id);
    return this.#authorWith(key).sign({ kind, body, chain, signedAt: localTime(Date.now()), ...extras });
  }

  /** Signs, submits and returns the receipt. @throws InputError with the code of the refusal */
  async submit<K extends KindName>(
    client: LedgerClient,
    kind: K,
    body: Bodies[K],
    extras: Extras = {},
  ): Promise<Receipt> {
    const signed = await this.sign(client, kind, body, extras);
    const { index, bundle } = await client.submit(signed);
    return { digest: signed.digest, index, bundle };
  }
}

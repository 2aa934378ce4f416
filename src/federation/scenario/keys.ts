/**
 * Keys in the course of the federation: one is rotated as a matter of routine; one leaves its owner, is revoked, and whoever
 * has it now signs nothing any more.
 * @module
 */
import type { LedgerClient } from '../../client/ledger-client.ts';
import { generateKeyPair } from '../../node/crypto/keys.ts';
import { proveKey } from '../../node/enrolment.ts';
import type { Actor } from './actor.ts';
import { type Caught, caught, refusalOf } from './caught.ts';

/** The actor's key is replaced by a new one. */
export async function rotateKey(client: LedgerClient, actor: Actor, origin: string): Promise<void> {
  const key = generateKeyPair('ed25519');
  const body = { institution: actor.id, change: 'rotate' as const, replaces: actor.key.publicKey.keyId };
  const reason = { code: 'key-rotation' };
  await actor.submit(client, 'key', { ...body, key: proveKey(origin, actor.id, key) }, { reason });
  await actor.useKey(key);
}

/** The actor enrols a second key, revokes the first as compromised, and a thief finds that it is worth nothing. */
export async function revokeKey(client: LedgerClient, actor: Actor, origin: string): Promise<Caught> {
  const [stolen, next] = [actor.key, generateKeyPair('ed25519')];
  const { institution } = { institution: actor.id };
  await actor.submit(client, 'key', { institution, change: 'enrol', key: proveKey(origin, institution, next) });
  await actor.useKey(next);
  const { committed } = await client.ledger();
  const revoked = { institution, change: 'revoke' as const, revokes: stolen.publicKey.keyId };
  await actor.submit(
    client,
    'key',
    { ...revoked, compromisedSince: committed },
    { reason: { code: 'key-compromise' } },
  );
  const forged = await actor.signWith(stolen, client, 'key', {
    institution,
    change: 'enrol',
    key: proveKey(origin, institution, generateKeyPair('ed25519')),
  });
  return caught(0, actor.id, 'revoked-key', await refusalOf(client, forged));
}

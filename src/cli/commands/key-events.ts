/**
 * `key enrol`, `key rotate` and `key revoke`: the keys of an institution in a ledger. An institution looks after its own; stewards
 * revoke a key of another, and enrol one for it (`enrol admit`), by quorum.
 * @module
 */
import type { Command } from 'commander';
import { InputError } from '../../core/error.ts';
import type { KeyBody } from '../../core/generated/bodies.ts';
import { readPrivateKeyFile } from '../../node/crypto/key-files.ts';
import type { PrivateKey } from '../../node/crypto/keys.ts';
import { proveKey } from '../../node/enrolment.ts';
import type { Say, Shell, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { need } from '../inputs.ts';
import { parseIndex } from '../numbers.ts';
import type { Output } from '../output.ts';
import { type AuthorFlags, openParticipant, type Participant, withAuthorFlags } from '../participant.ts';
import { reportRecorded, withProofFlag } from '../recording.ts';

interface EventFlags extends AuthorFlags {
  readonly out?: string;
  readonly reason?: string;
}

interface RevokeFlags extends EventFlags {
  readonly of?: string;
  readonly compromisedSince?: string;
}

/** Defines the three under `key`. */
export function defineKeyEvents(key: Command, { world, run, say }: Shell): void {
  withProofFlag(withAuthorFlags(key.command('enrol'), say), say)
    .argument('<file>', say({ en: 'private key file of the further key', ko: '추가할 키의 개인키 파일' }))
    .description(
      say({
        en: 'enrol a further key of the institution, signed with one that it has',
        ko: '기관이 가진 키로 서명하여 새 키를 추가로 등록합니다',
      }),
    )
    .action((file: string, flags: EventFlags) => run((output) => enrol(output, world, file, flags)));
  withReasonFlag(withProofFlag(withAuthorFlags(key.command('rotate'), say), say), say)
    .argument('<file>', say({ en: 'private key file of the new key', ko: '새 키의 개인키 파일' }))
    .description(
      say({
        en: 'put a new key in the place of the one that signs (--key), which ends with this record',
        ko: '서명하는 키(--key)를 새 키로 교체합니다. 이전 키는 이 기록으로 끝납니다',
      }),
    )
    .action((file: string, flags: EventFlags) => run((output) => rotate(output, world, file, flags)));
  withReasonFlag(withProofFlag(withAuthorFlags(key.command('revoke'), say), say), say)
    .argument(
      '[key id]',
      say({
        en: 'the key that ends; if absent the one that signs (--key), or with --of the only live one',
        ko: '폐기할 키의 식별자. 없으면 서명하는 키(--key), --of가 있으면 하나뿐인 유효한 키',
      }),
    )
    .description(
      say({
        en: 'revoke a key, from this record on; flag one, also one that has ended, as compromised since a record',
        ko: '이 기록부터 키를 폐기하거나, 이미 끝난 키라도 어느 기록부터 유출되었는지 표시합니다',
      }),
    )
    .option(
      '--of <institution>',
      say({
        en: 'as a steward: a key of this institution; other stewards endorse',
        ko: '관리 기관으로서 이 기관의 키를 폐기함. 다른 관리 기관의 보증이 필요함',
      }),
    )
    .option(
      '--compromised-since <index>',
      say({
        en: 'first record from which on what it signed is doubtful',
        ko: '이 키의 서명을 믿을 수 없는 첫 기록의 인덱스',
      }),
    )
    .action((keyId: string | undefined, flags: RevokeFlags) => run((output) => revoke(output, world, keyId, flags)));
}

function withReasonFlag(command: Command, say: Say): Command {
  return command.option(
    '--reason <code>',
    say({ en: 'reason, a word of the charter', ko: '사유. 헌장의 용어집에 있는 말' }),
  );
}

async function enrol(output: Output, world: World, file: string, flags: EventFlags): Promise<ExitCode> {
  const made = await readPrivateKeyFile(file);
  const participant = await openParticipant(flags, world);
  const { institution, origin } = participant;
  const body = { institution, change: 'enrol', key: proveKey(origin, institution, made) } as const;
  return record(output, participant, flags, body);
}

async function rotate(output: Output, world: World, file: string, flags: EventFlags): Promise<ExitCode> {
  const made = await readPrivateKeyFile(file);
  const participant = await openParticipant(flags, world);
  const { institution, origin } = participant;
  const key = proveKey(origin, institution, made);
  const body = { institution, change: 'rotate', key, replaces: (await ownKey(flags, world)).publicKey.keyId } as const;
  return record(output, participant, { reason: 'key-rotation', ...flags }, body);
}

async function revoke(output: Output, world: World, keyId: string | undefined, flags: RevokeFlags): Promise<ExitCode> {
  const participant = await openParticipant(flags, world);
  const { of: institution = participant.institution, compromisedSince } = flags;
  const isOwn = institution === participant.institution;
  const revokes =
    keyId ?? (isOwn ? (await ownKey(flags, world)).publicKey.keyId : await onlyLiveKey(participant, institution));
  const since =
    compromisedSince === undefined ? {} : { compromisedSince: parseIndex(compromisedSince, '--compromised-since') };
  const reason = compromisedSince === undefined ? 'administrative' : 'key-compromise';
  return record(output, participant, { reason, ...flags }, { institution, change: 'revoke', revokes, ...since });
}

async function record(
  output: Output,
  participant: Participant,
  { reason, out }: Pick<EventFlags, 'reason' | 'out'>,
  body: KeyBody,
): Promise<ExitCode> {
  const why = reason === undefined ? {} : { reason: { code: reason } };
  const submitted = await participant.submit({ kind: 'key', body, ...why });
  const waiting = body.institution !== participant.institution && !(await isDone(participant, body));
  const told = output.say({
    en: `${body.institution}: waits for endorsements by other stewards (endorse ${submitted.index})`,
    ko: `${body.institution}: 다른 관리 기관의 보증을 기다립니다 (endorse ${submitted.index})`,
  });
  await reportRecorded(output, submitted, { out, more: { waiting }, text: waiting ? [told] : [] });
  return EXIT.done;
}

/** The key that signs. */
async function ownKey(flags: AuthorFlags, world: World): Promise<PrivateKey> {
  return readPrivateKeyFile(need(flags.key, world, 'LEDGERLINE_KEY', '--key'));
}

/** @throws InputError `usage` where there is a choice, or nothing to choose */
async function onlyLiveKey({ client }: Participant, institution: string): Promise<string> {
  const { keys } = await client.institution(institution);
  const live = Object.entries(keys).flatMap(([keyId, { until }]) => (until === undefined ? [keyId] : []));
  const [only, ...others] = live;
  if (only !== undefined && others.length === 0) return only;
  const told = only === undefined ? 'has no live key' : `has several: ${live.join(', ')}`;
  throw new InputError('usage', `name the key: ${institution} ${told}`);
}

async function isDone({ client }: Participant, body: KeyBody): Promise<boolean> {
  if (body.change !== 'revoke') return true;
  const key = (await client.institution(body.institution)).keys[body.revokes];
  return key?.until !== undefined && key.compromisedSince === body.compromisedSince;
}

/**
 * Trust policies as files (C2SP tlog-policy): all that a verifier must obtain from somebody it trusts.
 *
 *     line    = blanks [ comment / log / witness / group / quorum ] blanks "\n"
 *     comment = "#" anything, to the end of the line
 *     log     = "log" vkey [url]                           key of type 0x01 or 0x06; its name is the log's origin
 *     witness = "witness" name vkey [url]                  key of type 0x04 or 0x06
 *     group   = "group" name ("all" / "any" / k) 1*member  k of n: 1 <= k <= n, canonical decimal
 *     quorum  = "quorum" (name / "none")                   exactly one such line
 *
 * Words are separated by blanks (spaces and tabs). No other control characters. Names are local to the file, opaque, and
 * shared by witnesses and groups; `none` is reserved. A line refers only to names of earlier lines. A name is a member of
 * at most one group, once, so that each witness counts in one way only. No two lines carry the same public key, under
 * whatever name and type.
 *
 * Narrower than the specification: UTF-8 only; at least one log; no key shared by a log and a witness, which would vouch
 * for itself; at most 64 logs, witnesses and groups each.
 *
 * Example:
 *
 *     log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
 *     quorum none
 * @module
 */
import { equalBytes } from '../bytes/bytes.ts';
import { parseDecimal } from '../bytes/integers.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';
import { NO_QUORUM, type PolicyGroup, type PolicyLog, type PolicyWitness, type TrustPolicy } from './trust-policy.ts';
import {
  COSIGNATURE_ED25519,
  COSIGNATURE_ML_DSA_44,
  formatVkey,
  NOTE_ED25519,
  parseVkey,
  type VerifierKey,
} from './vkey.ts';

/** 64 ML-DSA-44 keys take 115 kB. */
const MAX_POLICY_BYTES = 262_144;
const MAX_LINES_A_KIND = 64;

/**
 * Parses a trust policy.
 * @throws InputError `bad-policy`, with the number of the offending line in the message and the first cause kept; `bad-utf8`
 */
export function parsePolicy(input: Uint8Array | string): TrustPolicy {
  const draft: Draft = { logs: [], witnesses: [], groups: [], quorum: undefined, names: new Set(), members: new Set() };
  splitLines(input).forEach((line, index) => {
    const words = line.match(/[^ \t]+/g) ?? [];
    if (words[0] === undefined || words[0].startsWith('#')) return;
    try {
      readLine(draft, words);
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      throw new InputError('bad-policy', `policy line ${index + 1}: ${cause.message}`, { cause });
    }
  });
  const { logs, witnesses, groups, quorum } = draft;
  if (quorum === undefined) refuse('policy: no quorum line');
  if (logs.length === 0) refuse('policy: no log line');
  return { logs, witnesses, groups, quorum };
}

/**
 * The policy as a file: `parsePolicy` gives it back.
 * @throws InputError `bad-policy` when it breaks a rule of the format
 */
export function formatPolicy({ logs, witnesses, groups, quorum }: TrustPolicy): string {
  const lines = [
    ...logs.map(({ key, url }) => ['log', formatVkey(key), url]),
    ...witnesses.map(({ name, key, url }) => ['witness', name, formatVkey(key), url]),
    ...groups.map(({ name, threshold, members }) => ['group', name, formatThreshold(threshold, members), ...members]),
    ['quorum', quorum],
  ].map((words) => words.filter((word) => word !== undefined));
  if (lines.flat().some((word) => !/^[^ \t\n]+$/.test(word))) refuse('policy: a name or URL is empty or has blanks');
  const policy = lines.map((words) => `${words.join(' ')}\n`).join('');
  parsePolicy(policy);
  return policy;
}

interface Draft {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  readonly groups: PolicyGroup[];
  quorum: string | undefined;
  /** Names of witnesses and groups so far. */
  readonly names: Set<string>;
  /** Names that are already a member of a group. */
  readonly members: Set<string>;
}

function splitLines(input: Uint8Array | string): string[] {
  const bytes = typeof input === 'string' ? encodeUtf8(input) : input;
  if (bytes.length > MAX_POLICY_BYTES) refuse(`policy: ${bytes.length} bytes, more than ${MAX_POLICY_BYTES}`);
  const text = typeof input === 'string' ? input : decodeUtf8(input, 'policy');
  if (!text.endsWith('\n')) refuse('policy: the last line is cut off');
  const lines = text.slice(0, -1).split('\n');
  const control = lines.findIndex((line) => encodeUtf8(line).some(isControl));
  if (control >= 0) refuse(`policy line ${control + 1}: control character (a carriage return of Windows, perhaps)`);
  return lines;
}

function isControl(byte: number): boolean {
  return (byte < 0x20 && byte !== 0x09) || byte === 0x7f;
}

function readLine(draft: Draft, [keyword = '', ...words]: readonly string[]): void {
  const read = LINE_READERS.get(keyword);
  if (read === undefined) refuse(`unknown keyword ${JSON.stringify(keyword)}`);
  read(draft, words);
}

function readLog(draft: Draft, [vkey, url, ...rest]: readonly string[]): void {
  if (vkey === undefined || rest.length > 0) refuse('expected: log <vkey> [<url>]');
  const key = readKey(draft, vkey, NOTE_ED25519);
  assertRoom(draft.logs);
  draft.logs.push({ key, url });
}

function readWitness(draft: Draft, [name, vkey, url, ...rest]: readonly string[]): void {
  if (name === undefined || vkey === undefined || rest.length > 0) refuse('expected: witness <name> <vkey> [<url>]');
  const key = readKey(draft, vkey, COSIGNATURE_ED25519);
  assertRoom(draft.witnesses);
  declare(draft, name);
  draft.witnesses.push({ name, key, url });
}

function readGroup(draft: Draft, [name, k, ...members]: readonly string[]): void {
  if (name === undefined || k === undefined || members.length === 0) {
    refuse('expected: group <name> all|any|<k> <member>...');
  }
  for (const member of members) {
    if (!draft.names.has(member)) refuse(`no earlier line defines ${JSON.stringify(member)}`);
    if (draft.members.has(member)) refuse(`${JSON.stringify(member)} is already a member of a group`);
    draft.members.add(member);
  }
  const threshold = parseThreshold(k, members.length);
  assertRoom(draft.groups);
  declare(draft, name);
  draft.groups.push({ name, threshold, members });
}

function readQuorum(draft: Draft, [name, ...rest]: readonly string[]): void {
  if (name === undefined || rest.length > 0) refuse('expected: quorum <name>|none');
  if (draft.quorum !== undefined) refuse('second quorum line');
  if (name !== NO_QUORUM && !draft.names.has(name)) refuse(`no earlier line defines ${JSON.stringify(name)}`);
  draft.quorum = name;
}

const LINE_READERS: ReadonlyMap<string, (draft: Draft, words: readonly string[]) => void> = new Map([
  ['log', readLog],
  ['witness', readWitness],
  ['group', readGroup],
  ['quorum', readQuorum],
]);

function readKey(draft: Draft, vkey: string, ed25519Type: VerifierKey['type']): VerifierKey {
  const key = parseVkey(vkey);
  if (key.type !== ed25519Type && key.type !== COSIGNATURE_ML_DSA_44) {
    refuse(`key ${key.name} is of type ${key.type}; expected ${ed25519Type} or ${COSIGNATURE_ML_DSA_44}`);
  }
  for (const { key: other } of [...draft.logs, ...draft.witnesses]) {
    if (equalBytes(other.material, key.material)) refuse(`key ${key.name} repeats the public key of ${other.name}`);
    if (other.name === key.name && other.keyId === key.keyId) refuse(`two keys named ${key.name} have the same ID`);
  }
  return key;
}

function declare(draft: Draft, name: string): void {
  if (name === NO_QUORUM) refuse(`the name ${NO_QUORUM} is reserved`);
  if (draft.names.has(name)) refuse(`the name ${JSON.stringify(name)} is already taken`);
  draft.names.add(name);
}

function assertRoom(lines: readonly unknown[]): void {
  if (lines.length >= MAX_LINES_A_KIND) refuse(`more than ${MAX_LINES_A_KIND} lines of this kind`);
}

function parseThreshold(k: string, memberCount: number): number {
  if (k === 'all') return memberCount;
  if (k === 'any') return 1;
  const threshold = parseDecimal(k, 'threshold');
  if (threshold < 1 || threshold > memberCount) refuse(`threshold ${threshold} of ${memberCount} members`);
  return threshold;
}

function formatThreshold(threshold: number, members: readonly string[]): string {
  if (threshold === members.length) return 'all';
  return threshold === 1 ? 'any' : String(threshold);
}

function refuse(what: string): never {
  throw new InputError('bad-policy', what);
}

/**
 * The keys of the log over time. The charter names the first; an amendment adds another, and both sign; an amendment retires the
 * old one. A key once retired never comes back, so whoever steals it later can sign nothing new that a reader of the log would
 * take (docs/design/log-key-succession.md).
 * @module
 */
import type { AmendmentBody } from '../generated/bodies.ts';
import { require } from './kind.ts';
import type { LedgerState, RetiredLogKey } from './state.ts';

type LogKeys = Pick<LedgerState, 'logKeys' | 'retiredLogKeys'>;

/** The keys after an amendment that takes effect at `index`. @throws Refusal `log-key-retired`, `log-key-retires` */
export function succeedLogKey(
  { logKeys, retiredLogKeys = [] }: LogKeys,
  { vkey, retires }: NonNullable<AmendmentBody['log']>,
  index: number,
): LogKeys {
  require(!retiredLogKeys.some((retired) => retired.vkey === vkey), 'log-key-retired', () => `${vkey} was retired`);
  const listed = vkey === undefined ? logKeys : [...logKeys.filter((known) => known !== vkey), vkey];
  if (retires === undefined) return { logKeys: listed };
  require(logKeys.includes(retires), 'log-key-retires', () => `${retires} is no key of the log that the charter lists`);
  const left = listed.filter((known) => known !== retires);
  require(left.length > 0, 'log-key-retires', () => `${retires} is the only key of the log`);
  return { logKeys: left, retiredLogKeys: [...retiredLogKeys, { vkey: retires, until: index }] };
}

/**
 * The retirement that a checkpoint of `size` records contradicts, if each of the keys that signed it was retired within those
 * records. Keys that the charter never listed contradict nothing here: they may succeed later.
 * @param signers vkeys whose signatures on the checkpoint verified; at least one
 */
export function findRetired(
  { retiredLogKeys = [] }: LogKeys,
  signers: readonly string[],
  size: number,
): RetiredLogKey | undefined {
  const ended = signers.map((vkey) => retiredLogKeys.find((retired) => retired.vkey === vkey && retired.until < size));
  return ended.every((retired) => retired !== undefined) ? ended[0] : undefined;
}

/**
 * The doctor: measures a machine and a ledger folder, and judges both. It takes no lock, changes nothing of the ledger, and
 * works beside a running server.
 * @module
 */
import { realpath } from 'node:fs/promises';
import { InputError } from '../../core/error.ts';
import type { Clock } from '../../log/ports.ts';
import { type LedgerConfig, readLedgerConfig } from '../ledger-config.ts';
import { createOutgoing } from '../outgoing.ts';
import { compareBackup, judgeBackup } from './backup.ts';
import { judgeDisk, measureSpace, tryScratch } from './disk.ts';
import { type Finding, judged, type Measured, measure } from './finding.ts';
import { judgeRecord } from './judge-record.ts';
import { judgeMachine, measureMachine, startDrift } from './machine.ts';
import { askMirrors, judgeMirrors } from './mirrors.ts';
import { askWitnesses, judgeNetwork } from './network.ts';
import { judgeOwners, measureOwners } from './owners.ts';
import { askPort, judgeProcess, measureLock, type PortFacts, type Served } from './process.ts';
import { measureRecord, type RecordFacts } from './record.ts';

export interface DoctorOptions {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A ledger folder; the machine alone if absent. */
  readonly folder?: string;
  /** A copy of the folder to compare with, or a folder of backups. */
  readonly backup?: string;
  /** Asks the witnesses of the policy and the mirrors of the configuration too; `allow` as for `createOutgoing`. */
  readonly network?: { readonly allow: readonly string[] };
  /** Makes no scratch folder: what it would have shown is unknown then. */
  readonly writesNothing: boolean;
  /** What must be free on the disk if the configuration does not say, bytes. */
  readonly leastFreeBytes: number;
}

/** All checks, in the order in which they are shown. Never throws for the state of the ledger: that is a finding. */
export async function examine(options: DoctorOptions): Promise<Finding[]> {
  const drift = startDrift(options.clock);
  const findings = options.folder === undefined ? [] : await examineFolder(options.folder, options);
  return [...judgeMachine(await measureMachine(options.clock, options.env, drift())), ...findings];
}

async function examineFolder(named: string, options: DoctorOptions): Promise<Finding[]> {
  const real = await measure(() => realpath(named));
  if (!('value' in real)) {
    const remedy = {
      en: 'check the path, or make a ledger with `ledgerline init`',
      ko: '경로를 확인하거나 `ledgerline init`으로 원장을 만드십시오',
    };
    return [{ id: 'folder', state: 'fail', what: { en: real.why, ko: real.why }, remedy }];
  }
  const folder = real.value;
  const config = await measure(() => readLedgerConfig(folder));
  const port: Measured<PortFacts> =
    'value' in config ? await measure(() => askConfigured(config.value)) : { why: config.why };
  const lock = await measure(() => measureLock(folder));
  const record = await measureRecord(folder, config);
  const unixMs = options.clock.now();
  const served: Served = 'value' in port && port.value.answers === 'ledger' ? port.value : {};
  return [
    judgeConfig(config),
    ...judgeDisk(
      process.platform,
      await measure(() => measureSpace(folder)),
      await measure(() => scratch(folder, options)),
      ('value' in config ? config.value.limits?.freeDiskBytes : undefined) ?? options.leastFreeBytes,
    ),
    ...judgeOwners(named, await measure(() => measureOwners(folder))),
    ...judgeProcess(config, lock, port),
    ...judgeRecord(record, 'value' in config && served.origin === config.value.origin ? served : {}, unixMs),
    ...(options.backup === undefined ? [] : await examineBackup(options.backup, folder, record.published, unixMs)),
    ...(options.network === undefined
      ? []
      : await examineNetwork(folder, config, record.policy, options.network.allow)),
  ];
}

async function examineBackup(
  copy: string,
  folder: string,
  published: RecordFacts['published'],
  unixMs: number,
): Promise<Finding[]> {
  const backup = 'value' in published ? await measure(() => compareBackup(copy, folder, published.value)) : published;
  return judgeBackup(backup, published, unixMs);
}

async function examineNetwork(
  folder: string,
  config: Measured<LedgerConfig>,
  policy: RecordFacts['policy'],
  allow: readonly string[],
): Promise<Finding[]> {
  if (!('value' in policy)) return [judged('network', policy, () => ({ state: 'ok', what: { en: '', ko: '' } }))];
  const { outgoing: section, mirrors } = 'value' in config ? config.value : {};
  const outgoing = createOutgoing({ allow: [...allow, ...(section?.allow ?? [])] });
  const witnesses = judgeNetwork(policy.value, await askWitnesses(policy.value, outgoing));
  return [...witnesses, ...judgeMirrors(await askMirrors(mirrors?.urls ?? [], folder, policy.value, outgoing))];
}

function scratch(folder: string, { writesNothing }: DoctorOptions): ReturnType<typeof tryScratch> {
  if (writesNothing) throw new InputError('usage', '--no-write: not tried');
  return tryScratch(folder);
}

async function askConfigured(config: LedgerConfig): Promise<PortFacts> {
  return config.server.port === 0 ? { answers: 'nobody' } : askPort(config);
}

function judgeConfig(config: Measured<LedgerConfig>): Finding {
  if ('value' in config) {
    const { origin, operator } = config.value;
    const what = { en: `${origin}, run by ${operator}`, ko: `${origin}, 운영 기관 ${operator}` };
    return { id: 'configuration', state: 'ok', what };
  }
  const remedy = {
    en: 'correct ledgerline.toml: a start is refused',
    ko: 'ledgerline.toml을 고치십시오. 이대로는 시작이 거절됩니다',
  };
  return { id: 'configuration', state: 'fail', what: { en: config.why, ko: config.why }, remedy };
}

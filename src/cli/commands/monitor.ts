/**
 * `monitor --institution X --ledger URL --trust POLICY`: follows a ledger in the name of an institution and alarms. The
 * alarms are lines on stdout, log lines on stderr, POSTs to a webhook, and the exit code of `--once`.
 * @module
 */
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../core/error.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { addAcknowledged } from '../../node/monitor/acknowledged.ts';
import { Desk } from '../../node/monitor/desk.ts';
import { type Look, Monitor } from '../../node/monitor/monitor.ts';
import { loadState, type MonitorState, newState } from '../../node/monitor/state.ts';
import { Webhook } from '../../node/monitor/webhook.ts';
import { createOutgoing } from '../../node/outgoing.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-codes.ts';
import { collect, need, readTrust } from '../inputs.ts';
import { type MonitorFlags, monitorParts, type Watched } from '../monitor-parts.ts';
import { describeLook } from '../monitor-text.ts';
import { parseCount } from '../numbers.ts';
import type { Output } from '../output.ts';
import { stateFolder, withLedgerFlags } from '../participant.ts';

export const defineMonitor: Define = (command, { world, run, say }) => {
  withLedgerFlags(
    command.option(
      '--institution <id>',
      say({
        en: 'whose records to watch (or LEDGERLINE_INSTITUTION)',
        ko: '지켜볼 기관 (또는 LEDGERLINE_INSTITUTION)',
      }),
    ),
    say,
  )
    .option(
      '--own <path>',
      say({
        en: 'what the institution signed: a folder of proof bundles, or a list of digests; may be repeated; anything else is then an alarm',
        ko: '기관이 서명한 것: 증명 묶음 폴더 또는 다이제스트 목록. 여러 번 쓸 수 있음. 그 밖의 기록은 경보가 됨',
      }),
      collect,
    )
    .option(
      '--own-here',
      say({
        en: 'the institution signs on this machine alone: what its journal does not know is an alarm',
        ko: '기관이 이 기계에서만 서명함: 이 기계의 저널이 모르는 기록은 경보가 됨',
      }),
    )
    .option(
      '--also <url>',
      say({
        en: 'a mirror, or the monitoring address of a witness, whose checkpoint must fit; may be repeated',
        ko: '체크포인트가 맞아야 하는 미러 또는 증인의 감시 주소. 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .option(
      '--max-age <seconds>',
      say({
        en: 'alarm where nothing newer is shown, or a witness is later than this',
        ko: '이보다 새로운 것이 보이지 않거나 증인이 이보다 늦으면 경보',
      }),
    )
    .option(
      '--left-out-after <seconds>',
      say({ en: 'how long a statement that was sent may be under way', ko: '보낸 진술이 기록되기까지 기다리는 시간' }),
      '600',
    )
    .option('--once', say({ en: 'look once, and end with 0, 3, 4 or 7', ko: '한 번만 보고 0, 3, 4, 7 중 하나로 끝냄' }))
    .option('--interval <seconds>', say({ en: 'pause between two looks', ko: '두 확인 사이의 간격' }), '60')
    .option('--webhook <url>', say({ en: 'gets each alarm as a POST of JSON', ko: '경보를 JSON POST로 받을 주소' }))
    .option(
      '--allow-address <subnet>',
      say({
        en: 'address or subnet that is not public and may be reached by the webhook; may be repeated',
        ko: '웹훅이 접속해도 되는 비공인 주소 또는 서브넷. 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .option(
      '--state <dir>',
      say({
        en: 'where the monitor remembers; in the state of the user if absent',
        ko: '기억을 둘 폴더. 없으면 사용자 상태 폴더',
      }),
    )
    .option(
      '--acknowledge <id>',
      say({
        en: 'an alarm that is dealt with: nothing is looked at; may be repeated',
        ko: '처리한 경보. 원장은 보지 않음. 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .action((flags: MonitorFlags) => run((output) => monitor(output, world, flags)));
};

async function monitor(output: Output, world: World, flags: MonitorFlags): Promise<ExitCode> {
  const institution = need(flags.institution, world, 'LEDGERLINE_INSTITUTION', '--institution');
  if (!/^[a-z0-9-]{1,64}$/.test(institution)) throw new InputError('usage', `${institution} is no institution id`);
  const policy = parsePolicy(await readTrust(flags.trust, world));
  const origin = originOf(policy);
  const folder = flags.state ?? join(stateFolder('monitor'), `${origin.replace(/[^a-z0-9.-]/gi, '_')}.${institution}`);
  if (flags.acknowledge !== undefined) {
    const state = await stateOf(folder, origin, institution, world);
    return acknowledge(output, acknowledgedPathIn(folder), state, flags.acknowledge);
  }
  await mkdir(folder, { recursive: true });
  // Two that remember in one place would overwrite what the other has seen.
  const lock = await world.lockFolder(await realpath(folder));
  try {
    const state = await stateOf(folder, origin, institution, world);
    return await watch(output, world, flags, { institution, policy, origin, folder }, state);
  } finally {
    await lock.release();
  }
}

const statePathIn = (folder: string): string => join(folder, 'monitor.json');
const acknowledgedPathIn = (folder: string): string => join(folder, 'acknowledged');

/** @throws InputError `usage` where the folder is that of another institution or ledger, `bad-monitor-state` */
async function stateOf(folder: string, origin: string, institution: string, { clock }: World): Promise<MonitorState> {
  const state = (await loadState(statePathIn(folder))) ?? newState(origin, institution, clock.now());
  if (state.origin === origin && state.institution === institution) return state;
  throw new InputError('usage', `${folder} remembers ${state.institution} at ${state.origin}`);
}

async function watch(
  output: Output,
  world: World,
  flags: MonitorFlags,
  watched: Watched,
  state: MonitorState,
): Promise<ExitCode> {
  const { institution, origin, folder } = watched;
  const seconds = parseCount(flags.interval, '--interval');
  const stopped = new AbortController();
  const { signal } = stopped;
  const parts = await monitorParts(flags, world, watched, signal);
  const desk = new Desk(
    {
      monitor: new Monitor(parts),
      statePath: statePathIn(folder),
      acknowledgedPath: acknowledgedPathIn(folder),
      webhook: webhookOf(flags, world, origin, institution),
      tell: (look) => describeLook(output, look, world.clock.now(), { isOnce: flags.once === true }),
      tellFailure: (message) => output.progress(`webhook: ${message}`),
    },
    state,
  );
  if (flags.once === true) return exitCodeOfLook(await desk.once());
  void world.untilStopped().then(() => stopped.abort());
  await desk.run(seconds * 1000, signal);
  return EXIT.done;
}

/** A monitor watches one log; a policy for its key before and after a succession names it twice. */
function originOf({ logs }: TrustPolicy): string {
  const [origin, ...others] = new Set(logs.map(({ key }) => key.name));
  if (origin !== undefined && others.length === 0) return origin;
  throw new InputError('usage', 'the trust policy names several logs; a monitor needs one that names the log to watch');
}

function webhookOf(
  { webhook, allowAddress = [] }: MonitorFlags,
  world: World,
  origin: string,
  institution: string,
): Webhook | undefined {
  if (webhook === undefined) return undefined;
  const outgoing = createOutgoing({ allow: allowAddress });
  return new Webhook({ url: webhook, outgoing, origin, institution, now: () => world.clock.monotonic() });
}

async function acknowledge(
  output: Output,
  path: string,
  { told }: MonitorState,
  ids: readonly string[],
): Promise<ExitCode> {
  const alarms = ids.map((id) => {
    const alarm = told.get(id);
    if (alarm === undefined) throw new InputError('not-found', `there is no alarm ${id}`);
    return alarm;
  });
  for (const alarm of alarms) await addAcknowledged(path, alarm);
  output.result({ ok: true, acknowledged: ids }, ids.join('\n'));
  return EXIT.done;
}

/** What stands and was not acknowledged decides, whether it is new or not. */
function exitCodeOfLook({ state, unreached }: Look): ExitCode {
  const standing = [...state.told.values()].filter(({ isAcknowledged }) => !isAcknowledged);
  if (standing.some(({ level }) => level === 'alarm')) return EXIT.failed;
  if (unreached !== undefined)
    return exitCodeOf(unreached.code) === EXIT.notPermitted ? EXIT.notPermitted : EXIT.unreachable;
  return standing.some(({ level }) => level === 'doubt') ? EXIT.cannotTell : EXIT.done;
}

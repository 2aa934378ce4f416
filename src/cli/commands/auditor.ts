/**
 * `auditor init DIR --name NAME --log VKEY --url URL` and `auditor serve DIR`: a witness that replays every new record before it
 * cosigns. Its cosignature means that the rules held.
 * @module
 */
import { join } from 'node:path';
import { InputError } from '../../core/error.ts';
import { type AuditedLog, openAuditor } from '../../node/auditor/auditor.ts';
import { createOutgoing } from '../../node/outgoing.ts';
import type { ConfiguredLog } from '../../node/witness-config.ts';
import type { Define } from '../command.ts';
import { collect, readToken } from '../inputs.ts';
import {
  type Examiner,
  initWitness,
  serveWitness,
  type WitnessInitFlags,
  type WitnessServeFlags,
  witnessFlags,
} from '../witness.ts';

interface AuditorServeFlags extends WitnessServeFlags {
  readonly allowAddress?: readonly string[];
}

export const defineAuditor: Define = (auditor, shell) => {
  const { world, run, say } = shell;
  const { init, serve } = witnessFlags(auditor, shell);
  init
    .description(
      say({
        en: 'make a key of its own and a configuration, and print the vkey that the log needs',
        ko: '전용 키와 설정을 만들고, 로그 운영자에게 줄 vkey를 출력합니다',
      }),
    )
    .requiredOption(
      '--log <vkey>',
      say({
        en: 'key of the log to audit; may be repeated, with its later keys',
        ko: '감사할 로그의 키. 나중 키까지 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .requiredOption('--url <url>', say({ en: 'where the records of the log are read', ko: '로그의 기록을 읽을 주소' }))
    .action((dir: string, flags: WitnessInitFlags) => run((output) => initWitness(output, 'auditor', dir, flags)));
  serve
    .description(
      say({
        en: 'replay every new record, and cosign the checkpoint only if all rules held, until Ctrl-C',
        ko: '새 기록을 모두 재생하고 모든 규칙이 지켜졌을 때만 체크포인트에 공동 서명합니다. Ctrl-C로 멈춥니다',
      }),
    )
    .option(
      '--allow-address <subnet>',
      say({
        en: 'address or subnet that is not public and may be read from, besides those in the configuration; may be repeated',
        ko: '설정에 더해, 공인 주소가 아니어도 읽어 올 수 있는 주소나 서브넷. 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .action((dir: string, flags: AuditorServeFlags) =>
      run((output) => serveWitness(output, world, 'auditor', dir, flags, examinerWith(flags.allowAddress ?? []))),
    );
};

function examinerWith(allowed: readonly string[]): Examiner {
  return async ({ dir, config: { logs, audit }, states, logger, clock }) =>
    openAuditor({
      logs: await Promise.all(logs.map(readable)),
      folder: join(dir, 'copy'),
      states,
      outgoing: createOutgoing({ allow: [...audit.allowAddress, ...allowed] }),
      waitMs: audit.waitMs,
      now: () => clock.now(),
      report: (level, what, message) => logger[level](what, message),
    });
}

/** A log with the token that reads it. */
async function readable({ origin, keys, url, tokenFile }: ConfiguredLog): Promise<AuditedLog> {
  if (url === undefined) throw new InputError('bad-config', `log ${origin} has no url`);
  return { origin, keys, url, ...(tokenFile === undefined ? {} : { readingToken: await readToken(tokenFile) }) };
}

/**
 * `witness init DIR --name NAME` and `witness serve DIR`: a witness of any log that speaks C2SP tlog-witness.
 * @module
 */
import type { Define } from '../command.ts';
import { collect } from '../inputs.ts';
import { initWitness, serveWitness, type WitnessInitFlags, type WitnessServeFlags, witnessFlags } from '../witness.ts';

export const defineWitness: Define = (witness, shell) => {
  const { world, run, say } = shell;
  const { init, serve } = witnessFlags(witness, shell);
  init
    .description(
      say({
        en: 'make a key and a configuration, and print the vkey that the logs need',
        ko: '키와 설정을 만들고, 로그 운영자에게 줄 vkey를 출력합니다',
      }),
    )
    .option(
      '--log <vkey>',
      say({ en: 'key of a log to watch; may be repeated', ko: '지켜볼 로그의 키. 여러 번 쓸 수 있음' }),
      collect,
    )
    .action((dir: string, flags: WitnessInitFlags) => run((output) => initWitness(output, 'witness', dir, flags)));
  serve
    .description(
      say({
        en: 'cosign checkpoints that are consistent with the last one cosigned, until Ctrl-C',
        ko: '마지막으로 공동 서명한 것과 일관된 체크포인트에 공동 서명합니다. Ctrl-C로 멈춥니다',
      }),
    )
    .action((dir: string, flags: WitnessServeFlags) =>
      run((output) => serveWitness(output, world, 'witness', dir, flags)),
    );
};

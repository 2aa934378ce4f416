/**
 * What commands share that record one statement: the proof that they keep, what they print.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Submitted } from '../client/ledger-client.ts';
import type { Say } from './command.ts';
import type { Output } from './output.ts';

/** Adds `--out`. */
export function withProofFlag(command: Command, say: Say): Command {
  return command.option(
    '--out <file>',
    say({
      en: 'where the proof bundle goes; not kept if absent, prove fetches it any time',
      ko: '증명 묶음을 저장할 파일. 없으면 저장하지 않음. prove로 언제든 받을 수 있음',
    }),
  );
}

/** Keeps the proof where one is wanted, and prints where the statement stands, with what the command adds. */
export async function reportRecorded(
  output: Output,
  { index, digest, bundle }: Submitted,
  {
    out,
    more = {},
    text = [],
  }: { readonly out?: string | undefined; readonly more?: object; readonly text?: readonly string[] } = {},
): Promise<void> {
  if (out !== undefined) await writeFile(out, bundle);
  const proof = out === undefined ? {} : { proof: out };
  output.result({ ok: true, index, id: digest, ...proof, ...more }, [`${index}  ${digest}`, ...text].join('\n'));
}

/**
 * A progress bar on stderr; nothing where that is no terminal or `--json` is set.
 * @module
 */
import { Presets, SingleBar } from 'cli-progress';
import type { Output } from './output.ts';

export interface ProgressBar {
  update(done: number, total: number): void;
  stop(): void;
}

export function progressBar(output: Output, title: string): ProgressBar {
  if (output.json || output.stderr.isTTY !== true) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar(
    { format: `  ${title} {bar} {percentage}%`, clearOnComplete: true, hideCursor: true },
    Presets.shades_grey,
  );
  let running = false;
  return {
    update: (done, total) => {
      if (!running) bar.start(total, 0);
      running = true;
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

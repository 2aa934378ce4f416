/**
 * `reindex DIR`: throws the index away and rebuilds it from entries, tiles and published checkpoints (I10).
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import type { Define } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { recoverFolder } from '../folder-ledger.ts';

export const defineReindex: Define = (command, { world, run, say }) => {
  command
    .argument('<dir>', say({ en: 'ledger folder, not being served', ko: '서비스 중이 아닌 원장 폴더' }))
    .action((dir: string) =>
      run(async (output) => {
        const stores = await world.openStores(dir, { create: false });
        try {
          await stores.index.clear();
          // Recovery replays every record that the index lacks; the clock plays no part in that.
          const { end } = await recoverFolder(dir, { stores, clock: world.clock });
          const { head } = end;
          output.result(
            { ok: true, size: head.size, root: encodeHex(head.root), state: encodeHex(head.state) },
            output.say({ en: `Indexed ${head.size} records.`, ko: `기록 ${head.size}건을 색인했습니다.` }),
          );
        } finally {
          await stores.close();
        }
        return EXIT.done;
      }),
    );
};

/**
 * `hydrate DIR --from PLACE --trust POLICY`: brings a ledger folder that lags, such as yesterday's backup, up to what was published.
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import { type Hydrated, hydrateLedger } from '../../log/hydrate.ts';
import { createSignatureCheck } from '../../log/signatures.ts';
import { createNodeVerifier } from '../../node/crypto/provider.ts';
import { readLedgerConfig } from '../../node/ledger-config.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { openFlagged, openTrust, type PlaceFlags, withPlaceFlags } from '../place-flags.ts';
import { progressBar } from '../progress-bar.ts';

interface HydrateFlags extends PlaceFlags {
  readonly from: string;
}

/** Institution keys: more than a consortium ever has. */
const MAX_KEYS = 4096;

export const defineHydrate: Define = (command, { world, run, say }) => {
  withPlaceFlags(command, say)
    .argument('<dir>', say({ en: 'ledger folder, not being served', ko: '서비스 중이 아닌 원장 폴더' }))
    .requiredOption(
      '--from <place>',
      say({
        en: 'address or folder of a mirror, or of any copy of the newer public files',
        ko: '미러, 또는 더 새로운 공개 파일이 있는 주소나 폴더',
      }),
    )
    .action((dir: string, flags: HydrateFlags) => run((output) => hydrate(output, world, dir, flags)));
};

async function hydrate(output: Output, world: World, dir: string, flags: HydrateFlags): Promise<ExitCode> {
  const { origin } = await readLedgerConfig(dir);
  const trust = await openTrust(flags.trust, world);
  const files = await openFlagged(flags.from, flags);
  // A folder that holds only its configuration and its keys is brought up from the first record on.
  const { close, ...stores } = await world.openStores(dir, { create: true });
  const bar = progressBar(output, output.say({ en: 'hydrating', ko: '되살리는 중' }));
  try {
    const checkSignature = createSignatureCheck(createNodeVerifier({ maxKeys: MAX_KEYS }).verify);
    const onProgress = (records: number, size: number): void => bar.update(records, size);
    const done = await hydrateLedger({ ...trust, ...stores, origin, files, checkSignature, onProgress });
    bar.stop();
    tell(output, dir, done);
    return EXIT.done;
  } catch (error) {
    bar.stop();
    throw error instanceof InputError ? explain(error) : error;
  } finally {
    await close();
  }
}

/** What was committed here and is not part of what was published cannot be kept beside it. */
function explain(error: InputError): InputError {
  if (error.code !== 'checkpoint-inconsistent') return error;
  const hint =
    'if this folder was served after it was restored, restore the backup once more and hydrate that; else the key of the ledger has signed two histories';
  return new InputError(error.code, `${error.message}; ${hint}`, { cause: error });
}

function tell(output: Output, dir: string, { before, size, root, notes, unpublished }: Hydrated): void {
  const own =
    unpublished === 0
      ? { en: '', ko: '' }
      : {
          en: `\n  ${unpublished} records beyond that were committed here and never published; they stay.`,
          ko: `\n  그 뒤의 기록 ${unpublished}건은 여기서 확정되었으나 발행되지 않았으며, 그대로 둡니다.`,
        };
  output.result(
    { ok: true, before, size, records: size - before, notes, unpublished, root: encodeHex(root) },
    output.say({
      en: `${dir}: ${size - before} records and ${notes} published checkpoints taken in; ${size} records, root ${encodeHex(root)}.${own.en}
  What had been accepted or committed, but never published, exists nowhere else: nobody had a receipt for it.`,
      ko: `${dir}: 기록 ${size - before}건과 발행된 체크포인트 ${notes}개를 받아들였습니다. 기록 ${size}건, 루트 ${encodeHex(root)}.${own.ko}
  접수되거나 확정되었지만 발행되지 않은 것은 다른 어디에도 없습니다. 그에 대한 영수증을 받은 기관도 없습니다.`,
    }),
  );
}

/**
 * `evidence fork|record|omission`: writes a file that shows a third party, who has nothing but it and the trust policy, what
 * a ledger did. What it cannot show it does not write.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { LedgerClient } from '../../client/ledger-client.ts';
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';
import { MAX_NOTE_BYTES } from '../../core/note/note.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { openFolderFiles } from '../../node/audit/folder-files.ts';
import { createNodeVerifier } from '../../node/crypto/provider.ts';
import { CHECKPOINT_PATH } from '../../verify/audit/pinned-files.ts';
import {
  forkEvidence,
  type LogNote,
  omissionEvidence,
  openLogNote,
  ruleEvidence,
  type StaticFiles,
} from '../../verify/evidence-file/assemble.ts';
import { encodeEvidenceFile, type LedgerEvidence } from '../../verify/evidence-file/document.ts';
import { renderEvidence } from '../../verify/evidence-file/text.ts';
import { verifyEvidence } from '../../verify/evidence-file/verify-evidence.ts';
import type { Define, Say, World } from '../command.ts';
import { type ExitCode, exitCodeOfVerdict } from '../exit-codes.ts';
import { need, readEvidence, readNamed, readToken, readTrust } from '../inputs.ts';
import { parseSize } from '../numbers.ts';
import type { Output } from '../output.ts';

interface EvidenceFlags {
  readonly ledger?: string;
  readonly trust?: string;
  readonly readingTokenFile?: string;
  readonly checkpoint?: string;
  readonly out?: string;
}

const NOTE: Sentence = { en: 'file with a signed checkpoint', ko: '서명된 체크포인트 파일' };

export const defineEvidence: Define = (command, { world, run, say }) => {
  withEvidenceFlags(command.command('fork'), say)
    .description(say({ en: 'two checkpoints that no one log can have', ko: '한 로그가 가질 수 없는 두 체크포인트' }))
    .argument('<noteA>', say(NOTE))
    .argument('<noteB>', say(NOTE))
    .action((a: string, b: string, flags: EvidenceFlags) =>
      run((output) =>
        make(output, world, flags, 'fork.evidence.json', async (policy) => {
          const [first, second] = [await readNote(a, policy), await readNote(b, policy)];
          const place = flags.ledger ?? world.env['LEDGERLINE_LEDGER'] ?? '';
          const files = place === '' ? undefined : await openPlace(place, flags);
          return forkEvidence(first, second, files);
        }),
      ),
    );
  withEvidenceFlags(command.command('record'), say)
    .description(say({ en: 'a record that breaks a rule of the ledger', ko: '원장의 규칙을 어긴 기록' }))
    .argument('<index>', say({ en: 'index of the record', ko: '기록의 인덱스' }))
    .action((word: string, flags: EvidenceFlags) =>
      run((output) => {
        const index = parseSize(word);
        return make(output, world, flags, `record-${index}.evidence.json`, async (policy) => {
          const files = await openLedger(flags, world);
          const verifier = createNodeVerifier({ maxKeys: 4096 });
          return ruleEvidence(files, await currentNote(files, flags, policy), index, verifier.verify);
        });
      }),
    );
  withEvidenceFlags(command.command('omission'), say)
    .description(
      say({ en: 'a record that was taken out although it has a receipt', ko: '영수증이 있는데도 빠진 기록' }),
    )
    .argument('<bundle>', say({ en: 'proof bundle of the record', ko: '기록의 증명 묶음' }))
    .action((bundle: string, flags: EvidenceFlags) =>
      run((output) =>
        make(output, world, flags, 'omission.evidence.json', async (policy) => {
          const files = await openLedger(flags, world);
          return omissionEvidence(await readEvidence(bundle), files, await currentNote(files, flags, policy), policy);
        }),
      ),
    );
};

function withEvidenceFlags(command: Command, say: Say): Command {
  return command
    .option(
      '--ledger <place>',
      say({
        en: 'folder or address that shows the tree (or LEDGERLINE_LEDGER); for fork, the larger one',
        ko: '트리를 보여 주는 폴더 또는 주소 (또는 LEDGERLINE_LEDGER). fork에서는 더 큰 트리',
      }),
    )
    .option(
      '--trust <file>',
      say({ en: 'trust policy (or LEDGERLINE_TRUST)', ko: '신뢰 정책 (또는 LEDGERLINE_TRUST)' }),
    )
    .option('--reading-token-file <file>', say({ en: 'file with the reading token', ko: '읽기 토큰이 든 파일' }))
    .option(
      '--checkpoint <file>',
      say({
        en: 'checkpoint of that tree; the newest that the place shows if absent',
        ko: '그 트리의 체크포인트. 없으면 그곳이 보여 주는 최신 체크포인트',
      }),
    )
    .option('--out <file>', say({ en: 'where the evidence goes', ko: '증거를 저장할 파일' }));
}

/** Makes evidence, judges it as the third party would, and writes it; nothing is overwritten. */
async function make(
  output: Output,
  world: World,
  flags: EvidenceFlags,
  name: string,
  assemble: (policy: TrustPolicy) => Promise<LedgerEvidence>,
): Promise<ExitCode> {
  const trust = await readTrust(flags.trust, world);
  const bytes = encodeEvidenceFile(await assemble(parsePolicy(trust)));
  const verifier = createNodeVerifier({ maxKeys: 4096 });
  const verification = await verifyEvidence(bytes, trust, { verifySignature: verifier.verify });
  const out = flags.out ?? name;
  try {
    await writeFile(out, bytes, { flag: 'wx', flush: true });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw new InputError('file-exists', `${out} is there already`, { cause });
  }
  const { verdict } = verification;
  output.result(
    { ok: verdict === 'VERIFIED', out, ...verification },
    `${renderEvidence(verification, output.language)}\n${out}`,
  );
  return exitCodeOfVerdict(verdict);
}

async function readNote(path: string, policy: TrustPolicy): Promise<LogNote> {
  return openLogNote(await readNamed(path, MAX_NOTE_BYTES), policy);
}

async function currentNote(files: StaticFiles, { checkpoint }: EvidenceFlags, policy: TrustPolicy): Promise<LogNote> {
  if (checkpoint !== undefined) return readNote(checkpoint, policy);
  const bytes = await files.read(CHECKPOINT_PATH);
  if (bytes === undefined) throw new InputError('nothing-published', 'there is no checkpoint');
  return openLogNote(bytes, policy);
}

async function openLedger(flags: EvidenceFlags, world: World): Promise<StaticFiles> {
  return openPlace(need(flags.ledger, world, 'LEDGERLINE_LEDGER', '--ledger'), flags);
}

/** Without a memory of checkpoints: evidence is about ledgers that contradict it. */
async function openPlace(place: string, { readingTokenFile }: EvidenceFlags): Promise<StaticFiles> {
  if (!/^https?:\/\//.test(place)) return openFolderFiles(place);
  const token = readingTokenFile === undefined ? {} : { readingToken: await readToken(readingTokenFile) };
  const client = new LedgerClient({ url: place, ...token });
  return { read: (path) => client.file(path) };
}

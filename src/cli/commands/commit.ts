/**
 * `commit MODEL --round NAME`: fixes an update before anybody can see another. Only a digest over it and a secret nonce becomes
 * public; `contribute` reveals it after the deadline of the commitments.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { formatCommitmentFile } from '../../client/commitment-file.ts';
import { commitDraft } from '../../client/drafts.ts';
import { digestTensorSet } from '../../node/tensor-set-digest.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { keepCommitment, submitKeeping } from '../kept-files.ts';
import type { Output } from '../output.ts';
import { type AuthorFlags, openParticipant, withAuthorFlags } from '../participant.ts';
import { progressBar } from '../progress-bar.ts';
import { withOwnUpdate } from '../update-flags.ts';

interface CommitFlags extends AuthorFlags {
  readonly round: string;
}

export const defineCommit: Define = (command, { world, run, say }) => {
  withOwnUpdate(withAuthorFlags(command, say), say).action((model: string, flags: CommitFlags) =>
    run((output) => commit(output, world, model, flags)),
  );
};

async function commit(output: Output, world: World, model: string, flags: CommitFlags): Promise<ExitCode> {
  const participant = await openParticipant(flags, world);
  const { institution, origin, client } = participant;
  const round = (await client.round(flags.round)).id;
  const bar = progressBar(output, output.say({ en: 'hashing', ko: '해시 계산' }));
  const { sha256: update } = await digestTensorSet(model, { onProgress: bar.update }).finally(() => bar.stop());
  const { draft, kept: opened } = commitDraft({ id: round }, { origin, institution, update }, randomBytes(32));
  const signed = await participant.sign(draft);
  const { digest } = signed;
  const kept = await keepCommitment(model, digest, formatCommitmentFile(opened(digest)));
  const { index, bundle } = await submitKeeping(output, client, signed, kept);
  const proof = kept.replace(/commitment\.json$/, 'commit.proof.json');
  await writeFile(proof, bundle);
  output.result(
    { ok: true, index, id: digest, commitment: kept, proof },
    output.say({
      en: `Committed as number ${index}: ${digest}\n  commitment  ${kept}  (keep, and keep secret: contribute reveals it)\n  proof       ${proof}`,
      ko: `${index}번으로 확약했습니다: ${digest}\n  확약    ${kept}  (비밀로 보관: contribute가 공개할 때 필요)\n  증명    ${proof}`,
    }),
  );
  return EXIT.done;
}

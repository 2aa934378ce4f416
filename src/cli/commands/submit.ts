/**
 * `sign FILE` and `submit FILE`: raw statements. `sign` turns `{kind, body, …}` into an envelope; `submit` hands an envelope in.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { formatEnvelope, parseEnvelope } from '../../core/record/record.ts';
import { parseJson } from '../../core/statement/json.ts';
import type { Signing, Subject } from '../../core/statement/statement.ts';
import { isKindName, type KindName, validateBody } from '../../core/statement/validate.ts';
import type { Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import {
  type AuthorFlags,
  type LedgerFlags,
  openClient,
  openParticipant,
  readNamed,
  withAuthorFlags,
  withLedgerFlags,
} from '../participant.ts';

/** What a draft file holds. */
interface DraftFile {
  readonly kind: string;
  readonly body: unknown;
  readonly meaning?: Signing['meaning'];
  readonly reason?: Signing['reason'];
  readonly subject?: Subject;
}

export const registerSign: Register = (program, world, run) => {
  withAuthorFlags(program.command('sign'))
    .argument('<file>', 'draft: {"kind", "body"} and, where needed, "meaning", "reason", "subject"')
    .description('sign the next statement of the institution without submitting it')
    .option('--out <file>', 'where the envelope goes; stdout if absent')
    .action((file: string, flags: AuthorFlags & { readonly out?: string }) =>
      run(async (output) => {
        const participant = await openParticipant(flags, world);
        const signed = await participant.sign(parseDraft(decodeUtf8(await readNamed(file), file), file));
        const envelope = formatEnvelope(signed);
        if (flags.out === undefined) output.result(envelope, JSON.stringify(envelope));
        else {
          await writeFile(flags.out, `${JSON.stringify(envelope)}\n`, { flag: 'wx' });
          output.result({ digest: signed.digest, out: flags.out }, signed.digest);
        }
        return EXIT.done;
      }),
    );
};

export const registerSubmit: Register = (program, world, run) => {
  withLedgerFlags(program.command('submit'))
    .argument('<file>', 'envelope made by sign')
    .description('submit a signed statement and keep its proof bundle')
    .option('--out <file>', 'where the proof bundle goes', '')
    .action((file: string, flags: LedgerFlags & { readonly out: string }) =>
      run(async (output) => {
        const signed = parseEnvelope(parseJson(decodeUtf8(await readNamed(file), file), file));
        const client = await openClient(flags, world);
        const { index, digest, created, bundle } = await client.submit(signed);
        const out = flags.out === '' ? `${file.replace(/\.json$/, '')}.proof.json` : flags.out;
        await writeFile(out, bundle);
        output.result({ index, digest, created, proof: out }, `${index}  ${digest}  ${out}`);
        return EXIT.done;
      }),
    );
};

function parseDraft(text: string, file: string) {
  const draft = parseJson(text, file) as unknown as DraftFile;
  if (typeof draft !== 'object' || draft === null || typeof draft.kind !== 'string' || !isKindName(draft.kind)) {
    throw new InputError('usage', `${file} must hold {"kind": one of ours, "body": …}`);
  }
  const kind: KindName = draft.kind;
  const { meaning, reason, subject } = draft;
  return {
    kind,
    body: validateBody(kind, draft.body),
    ...(meaning === undefined ? {} : { meaning }),
    ...(reason === undefined ? {} : { reason }),
    ...(subject === undefined ? {} : { subject }),
  };
}

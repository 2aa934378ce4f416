/**
 * `sign FILE` and `submit FILE`: raw statements. `sign` turns `{kind, body, …}` into an envelope; `submit` hands an envelope in.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { parseJson, parseWrittenJson } from '../../core/json/json.ts';
import { formatEnvelope, parseEnvelope } from '../../core/record/record.ts';
import type { Signing, Subject } from '../../core/statement/statement.ts';
import { isKindName, type KindName, validateBody } from '../../core/statement/validate.ts';
import type { Define } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { readNamed } from '../inputs.ts';
import {
  type AuthorFlags,
  type LedgerFlags,
  openClient,
  openParticipant,
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

export const defineSign: Define = (command, { world, run, say }) => {
  withAuthorFlags(command, say)
    .argument(
      '<file>',
      say({
        en: 'draft: {"kind", "body"} and, where needed, "meaning", "reason", "subject"',
        ko: '초안: {"kind", "body"}와, 필요하면 "meaning", "reason", "subject"',
      }),
    )
    .option(
      '--out <file>',
      say({ en: 'where the envelope goes; stdout if absent', ko: '봉투를 저장할 파일. 없으면 표준 출력' }),
    )
    .action((file: string, flags: AuthorFlags & { readonly out?: string }) =>
      run(async (output) => {
        const participant = await openParticipant(flags, world);
        const signed = await participant.sign(parseDraft(decodeUtf8(await readNamed(file), file), file));
        const envelope = formatEnvelope(signed);
        if (flags.out === undefined) output.document(JSON.stringify(envelope));
        else {
          await writeFile(flags.out, `${JSON.stringify(envelope)}\n`, { flag: 'wx' });
          output.result({ digest: signed.digest, out: flags.out }, signed.digest);
        }
        return EXIT.done;
      }),
    );
};

export const defineSubmit: Define = (command, { world, run, say }) => {
  withLedgerFlags(command, say)
    .argument('<file>', say({ en: 'envelope made by sign', ko: 'sign으로 만든 봉투' }))
    .option(
      '--out <file>',
      say({
        en: 'where the proof bundle goes; beside the envelope, as NAME.proof.json, if absent',
        ko: '증명 묶음을 저장할 파일. 없으면 봉투 옆의 이름.proof.json',
      }),
    )
    .action((file: string, flags: LedgerFlags & { readonly out?: string }) =>
      run(async (output) => {
        const signed = parseEnvelope(parseJson(decodeUtf8(await readNamed(file), file), file));
        const client = await openClient(flags, world);
        const { index, digest, created, bundle } = await client.submit(signed);
        const out = flags.out ?? `${file.replace(/\.json$/, '')}.proof.json`;
        await writeFile(out, bundle);
        output.result({ index, digest, created, proof: out }, `${index}  ${digest}  ${out}`);
        return EXIT.done;
      }),
    );
};

const DRAFT_MEMBERS = ['kind', 'body', 'meaning', 'reason', 'subject'];

/** Only the body is checked here; signing checks the whole statement. @throws InputError `usage`, `schema-violation` */
export function parseDraft(text: string, file: string) {
  const { kind, body, meaning, reason, subject, ...rest } = Object(parseWrittenJson(text, file)) as Partial<DraftFile>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    throw new InputError('usage', `${file}: ${unknown} is none of ${DRAFT_MEMBERS.join(', ')}`);
  if (typeof kind !== 'string' || !isKindName(kind))
    throw new InputError('usage', `${file} must hold {"kind": one of ours, "body": …}`);
  const name: KindName = kind;
  return {
    kind: name,
    body: validateBody(name, body),
    ...(meaning === undefined ? {} : { meaning }),
    ...(reason === undefined ? {} : { reason }),
    ...(subject === undefined ? {} : { subject }),
  };
}

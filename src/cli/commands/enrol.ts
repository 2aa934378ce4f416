/**
 * `enrol request`, `enrol admit` and `endorse`: how an institution joins, and how stewards agree.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import type { InstitutionAnswer } from '../../client/answers.ts';
import { InputError } from '../../core/error.ts';
import type { EnrolmentRequestDocument } from '../../core/generated/documents.ts';
import { parseRecord } from '../../core/record/record.ts';
import { accountOf } from '../../core/rules/apply.ts';
import type { InstitutionClass, Role } from '../../core/rules/state.ts';
import { validateDocument } from '../../core/statement/validate.ts';
import { readPrivateKeyFile } from '../../node/crypto/key-files.ts';
import { createEnrolmentRequest, readEnrolmentRequest } from '../../node/enrolment.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { collect, need } from '../inputs.ts';
import type { Output } from '../output.ts';
import {
  type AuthorFlags,
  openParticipant,
  type Participant,
  withAuthorFlags,
  withIdentityFlags,
} from '../participant.ts';

interface RequestFlags {
  readonly origin: string;
  readonly as?: string;
  readonly key?: string;
  readonly class: string;
  readonly role?: readonly string[];
  readonly out?: string;
}

const CLASSES = 'pharma, biotech, hospital, research-institute, university, regulator, secretariat, pool';

export const defineEnrol: Define = (enrol, { world, run, say }) => {
  withIdentityFlags(enrol.command('request'), say)
    .description(
      say({
        en: 'make the request that stewards, or a founding operator, need; it carries no secret',
        ko: '관리 기관이나 설립 운영자에게 낼 등록 요청을 만듭니다. 비밀은 담기지 않습니다',
      }),
    )
    .requiredOption('--origin <name>', say({ en: 'name of the log', ko: '로그의 이름' }))
    .requiredOption('--class <class>', CLASSES)
    .option(
      '--role <role>',
      say({ en: 'role asked for; may be repeated', ko: '원하는 역할. 여러 번 쓸 수 있음' }),
      collect,
    )
    .option(
      '--out <file>',
      say({ en: 'where the request goes; stdout if absent', ko: '요청을 저장할 파일. 없으면 표준 출력' }),
    )
    .action((flags: RequestFlags) => run((output) => request(output, world, flags)));
  withAuthorFlags(enrol.command('admit'), say)
    .argument('<request>', say({ en: 'enrolment request', ko: '등록 요청 파일' }))
    .description(
      say({
        en: 'as a steward: record institution, key and roles; where a quorum is asked, others endorse and it is run again',
        ko: '관리 기관으로서 기관, 키, 역할을 기록합니다. 정족수가 필요하면 다른 기관이 보증한 뒤 다시 실행합니다',
      }),
    )
    .action((file: string, flags: AuthorFlags) => run((output) => admit(output, world, file, flags)));
};

async function request(output: Output, world: World, flags: RequestFlags): Promise<ExitCode> {
  const institution = need(flags.as, world, 'LEDGERLINE_INSTITUTION', '--as');
  const key = await readPrivateKeyFile(need(flags.key, world, 'LEDGERLINE_KEY', '--key'));
  const options = {
    ledger: flags.origin,
    institution,
    class: flags.class as InstitutionClass,
    roles: (flags.role ?? []) as Role[],
  };
  const text = JSON.stringify(validateDocument('enrolment-request', createEnrolmentRequest(options, key)), null, 2);
  if (flags.out === undefined) output.document(text);
  else {
    await writeFile(flags.out, `${text}\n`, { flag: 'wx' });
    output.result({ institution, keyId: key.publicKey.keyId, out: flags.out }, flags.out);
  }
  return EXIT.done;
}

/** A record that an admission made. */
interface Step {
  readonly kind: string;
  readonly id: string;
  readonly index: number;
}

async function admit(output: Output, world: World, file: string, flags: AuthorFlags): Promise<ExitCode> {
  const wanted = await readEnrolmentRequest(file);
  const { institution } = wanted;
  const steward = await openParticipant(flags, world);
  const recorded = await recordMissing(steward, wanted);
  const waiting = !isAdmitted(wanted, await find(steward, institution));
  const lines = recorded.map(({ kind, id, index }) => `${String(index).padStart(6)}  ${id}  ${kind}`);
  const conclusion = waiting
    ? output.say({
        en: `${institution} waits for endorsements by other stewards; then run this again`,
        ko: `${institution} 기관은 다른 관리 기관의 보증을 기다립니다. 그 뒤 다시 실행하십시오`,
      })
    : output.say({ en: `${institution} is admitted`, ko: `${institution} 기관이 등록되었습니다` });
  output.result({ institution, recorded, waiting }, [...lines, conclusion].join('\n'));
  return EXIT.done;
}

/** Records what the institution lacks: itself first, and once it is there its key and its roles. */
async function recordMissing(
  steward: Participant,
  { institution, class: kind, key, roles }: EnrolmentRequestDocument,
): Promise<Step[]> {
  const steps: Step[] = [];
  const record = async (made: ReturnType<Participant['submit']>, name: string): Promise<void> => {
    const { digest: id, index } = await made;
    steps.push({ kind: name, id, index });
  };
  const known = await find(steward, institution);
  if (known === undefined) {
    const body = { institution, class: kind, status: 'active' } as const;
    await record(steward.submit({ kind: 'institution', body }), 'institution');
  }
  const present = known ?? (await find(steward, institution));
  if (present === undefined) return steps;
  if (!hasKey(present, key.spki)) {
    await record(steward.submit({ kind: 'key', body: { institution, change: 'enrol', key } }), 'key');
  }
  for (const role of roles.filter((each) => present.roles[each] === undefined)) {
    await record(steward.submit({ kind: 'role', body: { institution, role, change: 'grant' } }), `role ${role}`);
  }
  return steps;
}

function isAdmitted({ key, roles }: EnrolmentRequestDocument, found: InstitutionAnswer | undefined): boolean {
  return found !== undefined && hasKey(found, key.spki) && roles.every((role) => found.roles[role] !== undefined);
}

function hasKey({ keys }: InstitutionAnswer, wanted: string): boolean {
  return Object.values(keys).some(({ spki }) => spki === wanted);
}

/** The institution as the ledger has it now. */
async function find({ client }: Participant, institution: string): Promise<InstitutionAnswer | undefined> {
  try {
    return await client.institution(institution);
  } catch (error) {
    if (error instanceof InputError && error.code === 'not-found') return undefined;
    throw error;
  }
}

export const defineEndorse: Define = (command, { world, run, say }) => {
  withAuthorFlags(command, say)
    .argument('<id>', say({ en: 'statement digest or index of the record', ko: '진술 다이제스트 또는 기록의 인덱스' }))
    .option(
      '--review',
      say({ en: 'say that it was reviewed, without approving', ko: '승인하지 않고 검토했다고만 밝힘' }),
    )
    .action((id: string, flags: AuthorFlags & { readonly review?: true }) =>
      run(async (output) => {
        const participant = await openParticipant(flags, world);
        const { index } = await participant.client.statement(id);
        const subject = parseRecord(await participant.client.record(index));
        const meaning = flags.review === true ? 'review' : 'approval';
        const body = { subject: subject.digest, account: accountOf(subject), meaning } as const;
        const submitted = await participant.submit({ kind: 'endorsement', body, meaning });
        output.result(
          { index: submitted.index, id: submitted.digest, subject: subject.digest },
          `${submitted.index}  ${submitted.digest}`,
        );
        return EXIT.done;
      }),
    );
};

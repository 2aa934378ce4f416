/**
 * `enrol request`, `enrol admit` and `endorse`: how an institution joins, and how stewards agree.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { InputError } from '../../core/error.ts';
import { parseRecord } from '../../core/record/record.ts';
import { accountOf } from '../../core/rules/apply.ts';
import type { InstitutionClass, Role } from '../../core/rules/state.ts';
import { validateDocument } from '../../core/statement/validate.ts';
import { readPrivateKeyFile } from '../../node/crypto/key-files.ts';
import { createEnrolmentRequest, readEnrolmentRequest } from '../../node/enrolment.ts';
import type { Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { type AuthorFlags, need, openParticipant, withAuthorFlags } from '../participant.ts';

interface RequestFlags {
  readonly origin: string;
  readonly as?: string;
  readonly key?: string;
  readonly class: string;
  readonly role: readonly string[];
  readonly out?: string;
}

export const registerEnrol: Register = (program, world, run) => {
  const enrol = program.command('enrol').description('join a ledger');
  enrol
    .command('request')
    .description('make the request that stewards, or a founding operator, need; it carries no secret')
    .requiredOption('--origin <name>', 'name of the log')
    .requiredOption(
      '--class <class>',
      'pharma, biotech, hospital, research-institute, university, regulator, secretariat, pool',
    )
    .option('--as <institution>', 'institution id (or LEDGERLINE_INSTITUTION)')
    .option('--key <file>', 'private key (or LEDGERLINE_KEY)')
    .option(
      '--role <role>',
      'role asked for; may be repeated',
      (role, roles: readonly string[]) => [...roles, role],
      [],
    )
    .option('--out <file>', 'where the request goes; stdout if absent')
    .action((flags: RequestFlags) =>
      run(async (output) => {
        const institution = need(flags.as, world, 'LEDGERLINE_INSTITUTION', '--as');
        const key = await readPrivateKeyFile(need(flags.key, world, 'LEDGERLINE_KEY', '--key'));
        const options = {
          ledger: flags.origin,
          institution,
          class: flags.class as InstitutionClass,
          roles: flags.role as Role[],
        };
        const request = validateDocument('enrolment-request', createEnrolmentRequest(options, key));
        const text = JSON.stringify(request, null, 2);
        if (flags.out === undefined) output.stdout.write(`${text}\n`);
        else {
          await writeFile(flags.out, `${text}\n`, { flag: 'wx' });
          output.result({ institution, keyId: key.publicKey.keyId, out: flags.out }, flags.out);
        }
        return EXIT.done;
      }),
    );
  withAuthorFlags(enrol.command('admit'))
    .argument('<request>', 'enrolment request')
    .description(
      'as a steward: record institution, key and roles; where a quorum is asked, others endorse and it is run again',
    )
    .action((file: string, flags: AuthorFlags) =>
      run(async (output) => {
        const { institution, class: kind, key, roles } = await readEnrolmentRequest(file);
        const steward = await openParticipant(flags, world);
        const known = await steward.client.institution(institution).catch(absent);
        const done: { kind: string; id: string; index: number }[] = [];
        const record = async (made: Promise<{ digest: string; index: number }>, name: string): Promise<void> => {
          const { digest, index } = await made;
          done.push({ kind: name, id: digest, index });
        };
        if (known === undefined)
          await record(
            steward.submit({ kind: 'institution', body: { institution, class: kind, status: 'active' } }),
            'institution',
          );
        const present = known ?? (await steward.client.institution(institution).catch(absent));
        if (present !== undefined) {
          const enrolled = Object.values(present.keys).some(({ spki }) => spki === key.spki);
          if (!enrolled)
            await record(steward.submit({ kind: 'key', body: { institution, change: 'enrol', key } }), 'key');
          for (const role of roles.filter((wanted) => present.roles[wanted] === undefined)) {
            await record(
              steward.submit({ kind: 'role', body: { institution, role, change: 'grant' } }),
              `role ${role}`,
            );
          }
        }
        const waiting = present === undefined;
        output.result(
          { institution, recorded: done, waiting },
          [
            ...done.map(({ kind: name, id, index }) => `${String(index).padStart(6)}  ${id}  ${name}`),
            ...(waiting
              ? [
                  output.say({
                    en: 'waits for endorsements; then run this again for key and roles',
                    ko: '보증을 기다립니다. 그 뒤 키와 역할을 위해 다시 실행하십시오',
                  }),
                ]
              : []),
          ].join('\n'),
        );
        return EXIT.done;
      }),
    );
};

export const registerEndorse: Register = (program, world, run) => {
  withAuthorFlags(program.command('endorse'))
    .argument('<id>', 'statement digest or index of the record')
    .description('stand behind a statement of another institution')
    .option('--review', 'say that it was reviewed, without approving', false)
    .action((id: string, flags: AuthorFlags & { readonly review: boolean }) =>
      run(async (output) => {
        const participant = await openParticipant(flags, world);
        const { index } = await participant.client.statement(id);
        const subject = parseRecord(await participant.client.record(index));
        const meaning = flags.review ? 'review' : 'approval';
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

function absent(error: unknown): undefined {
  if (error instanceof InputError && error.code === 'not-found') return undefined;
  throw error;
}

/**
 * `report KIND [PLACE] --out FILE`: a report from the public files of a ledger, replayed under a trust policy. The same files, policy
 * and scope give the same bytes on any day.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { InputError } from '../../core/error.ts';
import { openFolderFiles } from '../../node/audit/folder-files.ts';
import { createNodeVerifier } from '../../node/crypto/provider.ts';
import { type GatheredReport, gatherReport, type ReportRequest } from '../../report/files/gather.ts';
import { formatOf, renderReport } from '../../report/files/render.ts';
import { encodeReport, reportDigest, reportId } from '../../report/model/document.ts';
import { parseBound, REPORT_FORMS, type ReportForm, type ReportScope } from '../../report/model/scope.ts';
import { inspectionPackage } from '../../server/explorer/inspection-package.ts';
import type { LedgerFiles } from '../../verify/audit/ledger-files.ts';
import { verifyEvidence } from '../../verify/evidence-file/verify-evidence.ts';
import type { Define, Say, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { need, readEvidence, readTrust } from '../inputs.ts';
import type { Output } from '../output.ts';
import { type AuthorFlags, openClient, openParticipant, withIdentityFlags } from '../participant.ts';
import { progressBar } from '../progress-bar.ts';
import { REPORT_FLAGS } from '../report-text.ts';
import { installedVerifier, installedVersion, verifierPage } from '../version.ts';
import { oneOf } from '../words.ts';

interface ReportFlags extends AuthorFlags {
  readonly out: string;
  readonly from?: string;
  readonly to?: string;
  readonly of?: string;
  readonly institution?: string;
  readonly model?: string;
  readonly evidence?: string;
  readonly table?: string;
  readonly record?: true;
}

/** Institution keys and log keys: more than a consortium ever has. */
const MAX_KEYS = 4096;

export const defineReport: Define = (command, { world, run, say }) => {
  withReportFlags(command, say).action((kind: string, place: string | undefined, flags: ReportFlags) =>
    run((output) => makeReport(output, world, { kind, place, flags })),
  );
};

function withReportFlags(command: Command, say: Say): Command {
  command
    .argument('<kind>', say(REPORT_FLAGS.kind))
    .argument('[place]', say(REPORT_FLAGS.place))
    .requiredOption('--out <file>', say(REPORT_FLAGS.out))
    .option('--trust <policy>', say(REPORT_FLAGS.trust))
    .option('--from <bound>', say(REPORT_FLAGS.from))
    .option('--to <bound>', say(REPORT_FLAGS.to))
    .option('--of <record>', say(REPORT_FLAGS.of))
    .option('--institution <id>', say(REPORT_FLAGS.institution))
    .option('--model <name>', say(REPORT_FLAGS.model))
    .option('--evidence <file>', say(REPORT_FLAGS.evidence))
    .option('--table <id>', say(REPORT_FLAGS.table))
    .option('--reading-token-file <file>', say(REPORT_FLAGS.token))
    .option('--record', say(REPORT_FLAGS.record))
    .option('--ledger <url>', say({ en: 'address that --record submits to', ko: '--record로 제출할 원장 주소' }));
  return withIdentityFlags(command, say);
}

interface Order {
  readonly kind: string;
  readonly place: string | undefined;
  readonly flags: ReportFlags;
}

async function makeReport(output: Output, world: World, { kind, place, flags }: Order): Promise<ExitCode> {
  const scope = scopeOf(kind, flags);
  const format = formatOf(flags.out);
  if (format === 'zip' && scope.form !== 'inspection')
    throw new InputError('usage', 'a .zip is the package of an inspection');
  const where = need(place, world, 'LEDGERLINE_LEDGER', 'a ledger folder or an address');
  const report = await gather(output, world, { where, scope, flags });
  output.progress(output.say({ en: `writing ${flags.out}`, ko: `${flags.out} 작성 중` }));
  const bytes =
    format === 'zip'
      ? await inspectionPackage(report, output.language, await verifierPage())
      : await renderReport(report, format, output.language, flags.table);
  await writeFile(flags.out, bytes, { flag: 'wx' });
  return finish(output, world, { report, where, flags, format, bytes: bytes.length });
}

/** @throws InputError `usage` where a subject is missing, or one is named that the kind does not have */
function scopeOf(kind: string, flags: ReportFlags): ReportScope {
  const form = oneOf(kind, REPORT_FORMS, 'the kind of a report');
  const subjects: Readonly<Partial<Record<ReportForm, 'of' | 'institution' | 'model' | 'evidence'>>> = {
    certificate: 'of',
    credit: 'institution',
    dossier: 'model',
    inspection: 'institution',
    incident: 'evidence',
  };
  const own = subjects[form];
  const others = (['of', 'institution', 'model', 'evidence'] as const).filter((name) => name !== own);
  const stray = others.find((name) => flags[name] !== undefined);
  if (stray !== undefined) throw new InputError('usage', `--${stray} does not go with ${form}`);
  const subject = own === undefined || own === 'evidence' ? undefined : flags[own];
  if (own !== undefined && form !== 'inspection' && flags[own] === undefined)
    throw new InputError('usage', `${form} needs --${own}`);
  return {
    form,
    ...(subject === undefined ? {} : { subject }),
    ...(flags.from === undefined ? {} : { from: parseBound(flags.from, 'from') }),
    ...(flags.to === undefined ? {} : { to: parseBound(flags.to, 'to') }),
  };
}

interface Gathering {
  readonly where: string;
  readonly scope: ReportScope;
  readonly flags: ReportFlags;
}

async function gather(output: Output, world: World, { where, scope, flags }: Gathering): Promise<GatheredReport> {
  const policy = await readTrust(flags.trust, world);
  const files = await openFiles(where, flags, world);
  const verifier = createNodeVerifier({ maxKeys: MAX_KEYS });
  const bar = progressBar(output, output.say({ en: 'replaying', ko: '재생 중' }));
  const request: ReportRequest = {
    files,
    policy,
    scope,
    extras: { version: await installedVersion(), ...(await installedVerifier()), ...(await evidenceOf(flags, policy)) },
    verifyNote: (key, message, signature) => verifier.verifySync(key, message, signature),
    audit: { verifySignature: verifier.verify, onProgress: ({ records, size }) => bar.update(records, size) },
  };
  return gatherReport(request).finally(() => bar.stop());
}

async function openFiles(where: string, flags: ReportFlags, world: World): Promise<LedgerFiles> {
  if (!/^https?:\/\//.test(where)) return openFolderFiles(where);
  const client = await openClient({ ...flags, ledger: where }, world);
  await client.checkpoint();
  return { read: (path) => client.file(path) };
}

async function evidenceOf(
  { evidence }: ReportFlags,
  policy: Uint8Array,
): Promise<Pick<ReportRequest['extras'], 'evidence'>> {
  if (evidence === undefined) return {};
  const bytes = await readEvidence(evidence);
  const { verify: verifySignature } = createNodeVerifier({ maxKeys: MAX_KEYS });
  return { evidence: { bytes, verification: await verifyEvidence(bytes, policy, { verifySignature }) } };
}

interface Made {
  readonly report: GatheredReport;
  readonly where: string;
  readonly flags: ReportFlags;
  readonly format: string;
  readonly bytes: number;
}

/** Says what was made, and puts it on record where that is asked for. */
async function finish(output: Output, world: World, { report, where, flags, format, bytes }: Made): Promise<ExitCode> {
  const { document } = report;
  const { form } = document.content;
  const digest = reportDigest(encodeReport(document));
  const id = reportId(form, digest);
  const { verdict } = document.integrity;
  const recorded = flags.record === true ? await putOnRecord(world, { report, where, flags }) : undefined;
  const place = recorded === undefined ? {} : { recorded: { index: recorded.index, id: recorded.digest } };
  const result = {
    ok: true,
    report: id,
    digest,
    verdict,
    size: document.checkpoint.size,
    format,
    bytes,
    out: flags.out,
  };
  const lines = [
    `${flags.out}  ${id}`,
    `  SHA-256 ${digest}`,
    output.say({
      en: `  integrity ${verdict}, checkpoint of ${document.checkpoint.size} records`,
      ko: `  무결성 ${verdict}, 기록 ${document.checkpoint.size}건의 체크포인트`,
    }),
    ...(recorded === undefined
      ? []
      : [output.say({ en: `  on record as #${recorded.index}`, ko: `  원장에 ${recorded.index}번으로 기록됨` })]),
  ];
  output.result({ ...result, ...place }, lines.join('\n'));
  return EXIT.done;
}

/** The scope stands in the report, whose digest goes on record. */
async function putOnRecord(
  world: World,
  { report, where, flags }: Pick<Made, 'report' | 'where' | 'flags'>,
): Promise<{ readonly index: number; readonly digest: string }> {
  const { document } = report;
  const { form } = document.content;
  const bytes = encodeReport(document);
  const digest = reportDigest(bytes);
  const ledger = flags.ledger ?? (/^https?:\/\//.test(where) ? where : undefined);
  const participant = await openParticipant({ ...flags, ...(ledger === undefined ? {} : { ledger }) }, world);
  const name = reportId(form, digest);
  return participant.submit({
    kind: 'report',
    body: { report: name, form, size: document.checkpoint.size },
    subject: { name: 'report', sha256: digest },
  });
}

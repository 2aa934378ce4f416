/**
 * Which codes a statement of a kind can be refused with, read from the code itself: the reducer of the kind is bundled
 * alone, which drops every function that it cannot reach, and what is left is searched for the codes that it raises.
 *
 * That shows which codes are reachable in principle. Where what comes before makes one impossible, {@link IMPOSSIBLE} says
 * why.
 * @module
 */
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { type ErrorCode, isErrorCode } from '../../src/core/catalogue/catalogue.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { ROOT } from './root.ts';

const CORE = fileURLToPath(new URL('src/core/', ROOT));

/** `require(…, code, () =>`, `found(…)`, `new Refusal(code, …)` and `new InputError(code, …)`, as esbuild prints them. */
const RAISES = /,\s*"([a-z][a-z0-9-]*)",\s*\(\) =>|new (?:Refusal|InputError)\d*\(\s*"([a-z][a-z0-9-]*)"/g;

const BY_SCHEMA = 'the schema has refused it already';
const BY_LEDGER = 'computed from an instant of the ledger';
const BY_RECORD = 'what it names was checked when that was recorded';
const BY_RULES = 'the rules before it leave no such input';

/** Codes that no statement of the kind can bring about, and why; `*` for every kind. */
export const IMPOSSIBLE: Readonly<Record<string, string>> = {
  '* bad-hex': BY_SCHEMA,
  '* bad-base64': BY_SCHEMA,
  '* bad-utf8': BY_SCHEMA,
  '* json-not-canonical': BY_SCHEMA,
  '* bad-credit-input': BY_RULES,
  'claim bad-time': BY_LEDGER,
  'award bad-time': BY_LEDGER,
  'dispute bad-time': BY_LEDGER,
  'key bad-time': BY_LEDGER,
  'round-close bad-time': BY_LEDGER,
  'contribution-decision round-unknown': BY_RECORD,
  'withdrawal round-unknown': BY_RECORD,
  'round-close model-unknown': BY_RECORD,
  'award policy-unknown': BY_RECORD,
  'dispute policy-unknown': BY_RECORD,
  'resolution policy-unknown': BY_RECORD,
  'resolution window-unknown': BY_RECORD,
  'resolution disputed-unknown': BY_RECORD,
  'resolution award-unknown': BY_RECORD,
};

/** Modules whose codes belong elsewhere: those of the kinds to the kinds, those of quorums to the endorsement. */
function without(pattern: RegExp): Plugin {
  return {
    name: 'without',
    setup: ({ onLoad }) => {
      onLoad({ filter: pattern }, () => ({ contents: 'module.exports = {}', loader: 'js' }));
    },
  };
}

async function codesOf(contents: string, left: RegExp): Promise<ErrorCode[]> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: `${CORE}rules`, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    charset: 'utf8',
    logLevel: 'error',
    plugins: [without(left)],
  });
  return raisedIn(outputFiles[0]?.text ?? '');
}

function raisedIn(code: string): ErrorCode[] {
  const words = [...code.matchAll(RAISES)].map(([, first, second]) => first ?? second ?? '');
  return [...new Set(words)].filter(isErrorCode).sort();
}

/** The codes that the reducer of a kind can reach, impossible ones included, ascending. */
export function reachableCodes(kind: KindName): Promise<ErrorCode[]> {
  // An endorsement also counts towards a quorum.
  const more = kind === 'endorsement' ? `export { countApproval } from './quorum.ts';` : '';
  return codesOf(`export * from './kinds/${kind}.ts';${more}`, /(rules\/(book|reason)|statement\/statement)\.ts$/);
}

/** The codes of a kind's own rules, ascending. */
export async function refusalsOf(kind: KindName): Promise<ErrorCode[]> {
  const codes = await reachableCodes(kind);
  return codes.filter((code) => [`* ${code}`, `${kind} ${code}`].every((entry) => IMPOSSIBLE[entry] === undefined));
}

/** The codes of what `apply` asks of every statement, ascending. That of a charter's own key is the charter's. */
export async function commonRefusals(): Promise<ErrorCode[]> {
  const codes = await codesOf(`export * from './apply.ts';`, /rules\/(kinds\/[a-z-]+|quorum)\.ts$/);
  return codes.filter((code) => IMPOSSIBLE[`* ${code}`] === undefined && code !== 'charter-operator');
}

/** The codes of reading an envelope, and of checking its signature with the key that the rules name, ascending. */
export async function formRefusals(): Promise<ErrorCode[]> {
  const codes = await codesOf(`export { parseEnvelope, encodeRecord } from '../record/record.ts';`, /^$/);
  return [...codes, 'bad-signature' as const].sort();
}

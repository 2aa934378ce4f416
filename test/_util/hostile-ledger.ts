/**
 * A ledger in which every text that a stranger may choose is an attack on whoever shows it: markup, formulas, names of members of
 * every JavaScript object, text that runs the other way. What the schemas do not admit cannot stand in a record: `OPEN_FIELDS` of
 * test/unit/hostile-fields.test.ts holds which fields are left.
 * @module
 */
import { Ledger } from '../../src/log/ledger.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { modelBody, taskBody, tensors, VOCABULARIES } from './bodies.ts';
import type { Consortium } from './consortium.ts';
import { algorithmBody, datasetBody, preparationBody, reportBody, withdrawalBody } from './credit-bodies.ts';
import { creditLedger } from './credit-history.ts';
import { AGGREGATOR, creditConsortium, HOSPITAL, PHARMA } from './credit-scenario.ts';
import { engineParts, tickingClock } from './engine.ts';
import { testWitnessKey } from './keys.ts';
import type { NaiveLedger } from './naive-ledger.ts';
import { naiveFiles } from './stored-ledger.ts';

/** Printable ASCII without blanks and "+": all that a name of a key admits. Runs as a formula, or as markup, or as a template. */
export const ORIGIN_PAYLOAD =
  '=HYPERLINK("http://evil.example","x")\'"><script>alert(1)</script><img/src=x/onerror=alert(2)>{{7*7}}\u0024{7*7}javascript:alert(3)';

/** Names of witnesses may be of any script: they come with a note, and were not signed by the log. */
export const WITNESS_PAYLOADS = [
  '@SUM(1)"><svg/onload=alert(4)>',
  '-1\u202etxt.exe\u200b\u2066<b>x</b>',
  `javascript:alert(5)//${'w'.repeat(200)}`,
] as const;

/** Institutions may begin with "-", which a spreadsheet takes for a formula. Ascending. */
export const INSTITUTION_PAYLOADS = ['-2-cmd-calc', 'constructor'] as const;

/** Codes and ids are small letters, digits and "-": names that every object has, and very long words. */
const CODES = ['constructor', 'javascript', 'script', 'null', 'undefined-1', '0', `${'w'.repeat(63)}x`] as const;

export interface HostileLedger {
  readonly naive: NaiveLedger;
  readonly consortium: Consortium;
  readonly policy: string;
}

export function hostileLedger(): HostileLedger {
  const partners = [...INSTITUTION_PAYLOADS];
  const words = <K extends 'endpoints' | 'metrics' | 'units' | 'reasons' | 'formats'>(name: K) => [
    ...VOCABULARIES[name],
    ...CODES,
  ];
  const vocabularies = {
    bands: [...VOCABULARIES.bands, ...CODES.map((code, i) => ({ code, weight: 1, atLeast: 20_000 + i }))],
    ...{ endpoints: words('endpoints'), metrics: words('metrics'), units: words('units') },
    ...{ reasons: words('reasons'), formats: words('formats') },
  };
  const consortium = creditConsortium(4, { origin: ORIGIN_PAYLOAD, partners, charter: { vocabularies } });
  const naive = creditLedger(consortium, { contributors: 4, partners });
  addNames(naive, consortium);
  const witnesses = WITNESS_PAYLOADS.map((name) => testWitnessKey(name));
  naive.publish(witnesses.map((witness, i) => ({ witness, timestampSeconds: COSIGNED_AT + i })));
  return { naive, consortium, policy: `log ${consortium.logKey.vkey}\nquorum none\n` };
}

const COSIGNED_AT = Date.UTC(2026, 10, 23, 12, 5) / 1000;

/** Things that are called like an attack, each with every code that it may carry. */
function addNames(naive: NaiveLedger, consortium: Consortium): void {
  const [first, second] = INSTITUTION_PAYLOADS;
  for (const [i, code] of CODES.entries()) {
    const preparation = preparationBody({ preparation: code, format: code });
    const prepared = consortium.statement('preparation', PHARMA, preparation);
    const task = taskBody({ task: code, endpoint: code, unit: code, metric: code });
    const tasks = [{ task: code, band: code, samples: tensors(code).tensorSet, quorum: 'met' as const }];
    const dataset = consortium.statement('dataset', first, datasetBody(`d-${i}`, prepared.digest, { tasks }));
    const model = modelBody({ model: code, tasks: [code], weights: tensors(`weights ${code}`) });
    const subject = { name: 'report', sha256: tensors(`report ${code}`).tensorSet };
    naive.appendAll([
      prepared,
      consortium.statement('task', PHARMA, task),
      dataset,
      consortium.statement('dataset', second, datasetBody(code, prepared.digest, { tasks })),
      consortium.statement('model', AGGREGATOR, model),
      consortium.statement('algorithm', HOSPITAL, algorithmBody({ algorithm: code })),
      consortium.statement('report', PHARMA, reportBody(code), { subject }),
      consortium.statement('withdrawal', first, withdrawalBody(dataset.digest), { signing: { reason: { code } } }),
    ]);
  }
}

/** The same ledger, running over memory. */
export async function openHostileEngine({ naive, consortium }: HostileLedger): Promise<Ledger> {
  const store = createMemoryStore();
  const files = naiveFiles(naive);
  const tiles = [...files].filter(([path]) => path.startsWith('tile/'));
  await store.objects.put(tiles.map(([path, bytes]) => ({ path, bytes })));
  await store.head.compareAndSwap(undefined, files.get('head') ?? new Uint8Array());
  for (const [ordinal, { note }] of naive.publications.entries()) {
    await store.checkpoints.append(ordinal, Buffer.from(note));
  }
  return Ledger.open(engineParts(consortium, { store, clock: tickingClock(1, COSIGNED_AT * 1000) }));
}

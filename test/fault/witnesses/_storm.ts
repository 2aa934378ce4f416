/**
 * A ledger whose witnesses come and go, lie, and lose answers, while it is restarted: real HTTP, seeded.
 * @module
 */
import type { SignedStatement } from '../../../src/core/record/record.ts';
import type { Lie, TestWitness } from '../../_util/witness-server.ts';
import { startWitnessed, until, type Witnessed, type WitnessedOptions } from '../../http/_witnesses.ts';
import { auditAfterFault, running } from '../_audit.ts';
import { memoryFiles } from '../_files.ts';
import type { Random } from '../_random.ts';
import { followNotes, submitTold, Told } from '../_told.ts';

/** A ledger, and what was told of it. */
export interface Storm {
  readonly witnessed: Witnessed;
  readonly told: Told;
  /** Signs the next statement and submits it now and after every restart, until it is released. */
  submit(): void;
  restart(): Promise<void>;
  /** Everybody honest and awake; everything that was submitted is released; then the audit. Closes all. */
  finish(): Promise<void>;
}

/** The witness decides and remembers, and its answer never comes. */
const loseAnswer: Lie = ({ path }, response) => {
  if (!path.endsWith('/add-checkpoint')) return undefined;
  const { socket } = response;
  response.end = (() => void socket?.destroy()) as unknown as typeof response.end;
  return undefined;
};
const loseRequest: Lie = (_, response) => {
  response.socket?.destroy();
  return true;
};
const answerRubbish: Lie = (_, response) => {
  response.end('— rubbish AAAA\n');
  return true;
};
const claimMore: Lie = ({ path }, response) => {
  if (!path.endsWith('/add-checkpoint')) return undefined;
  response.writeHead(409).end('1000000\n');
  return true;
};
const stall: Lie = () => true;

const WEATHER: readonly (Lie | undefined)[] = [
  ...[undefined, undefined, undefined, loseAnswer, loseAnswer, loseRequest, answerRubbish, claimMore, stall],
];

/** Gives each witness a mood of its own. */
export function shuffle({ witnesses }: Witnessed, random: Random): void {
  for (const witness of witnesses) witness.lie = random.pick(WEATHER);
}

export async function startStorm(options: WitnessedOptions = {}): Promise<Storm> {
  const witnessed = await startWitnessed({ timeoutMs: 200, graceMs: 20, ...options });
  const told = new Told();
  const pending: SignedStatement[] = [];
  let submissions: Promise<unknown>[] = [];
  const send = (signed: SignedStatement): void => {
    submissions.push(
      submitTold(witnessed.ledger, told, signed).then((outcome) => {
        if (outcome === 'released') pending.splice(pending.indexOf(signed), 1);
        else if (outcome !== 'no answer') throw new Error(`refused: ${outcome}`);
      }),
    );
  };
  const restart = async (): Promise<void> => {
    tellSigned(witnessed.witnesses, told);
    await witnessed.restart();
    await Promise.all(submissions);
    submissions = [];
    followNotes(witnessed.ledger, told);
    for (const signed of pending) send(signed);
  };
  followNotes(witnessed.ledger, told);
  return {
    ...{ witnessed, told, restart },
    submit: () => {
      const signed = witnessed.sign();
      pending.push(signed);
      send(signed);
    },
    finish: async () => {
      for (const witness of witnessed.witnesses) witness.lie = undefined;
      await restart();
      await Promise.all(submissions);
      await until(() => pending.length === 0);
      tellSigned(witnessed.witnesses, told);
      await auditNow({ witnessed, told });
      await witnessed.close();
    },
  };
}

/** The audit, of a ledger that is at rest and running. */
export async function auditNow({ witnessed, told }: Pick<Storm, 'witnessed' | 'told'>): Promise<void> {
  const { policy, parts, ledger } = witnessed;
  await auditAfterFault({ files: await memoryFiles(parts.store), policy, told, ...running(ledger) });
}

/** Whatever the ledger signed and showed to anybody. */
function tellSigned(witnesses: readonly TestWitness[], told: Told): void {
  for (const { asked } of witnesses) {
    for (const body of asked.splice(0)) told.signedNote(body.slice(body.indexOf('\n\n') + 2));
  }
}

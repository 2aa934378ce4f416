/**
 * The page on rotating keys, run as its readers would run it, one after the other on one consortium: a member, a thief's victim, the
 * stewards, the operator. Between its blocks stands what the page says in words.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { type Block, blocksOf, missingLines, runBlocks } from '../_util/doc-session.ts';

const HAS_SHELL = ['bash', 'curl'].every((name) => spawnSync(name, ['--version']).error === undefined);
if (!HAS_SHELL) console.warn('SKIPPED: docs/how-to/rotate-keys.md needs bash and curl');

const PAGE = 'how-to/rotate-keys.md';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

const glue = (command: string): Block => ({ command, shows: [] });

/** Two stewards with a quorum of both, a hospital, and the ledger at work. */
const CONSORTIUM = glue(`request() {
  ledgerline key new "$1.pem" --signer "$1"
  ledgerline enrol request --origin log.example/consortium --class "$2" --as "$1" --key "$1.pem" --role "$3" --out "$1.enrol.json"
}
request secretariat secretariat steward
request second pharma steward
request snuh hospital contributor
ledgerline init ledger --origin log.example/consortium --quorum 2 --founder secretariat.enrol.json --founder second.enrol.json --founder snuh.enrol.json
export LEDGERLINE_LEDGER=http://127.0.0.1:8440 LEDGERLINE_TRUST=$PWD/ledger/trust.policy LEDGERLINE_SIGNER=tester
start() {
  ledgerline serve ledger --port 8440 --log-level warn >> serve.log 2>&1 &
  SERVER=$!
  until ledgerline status > /dev/null 2>&1; do sleep 0.1; done
}
stop() { kill "$SERVER"; wait "$SERVER"; }
newest() { echo $(($(curl --silent --fail http://127.0.0.1:8440/checkpoint | sed -n 2p) - 1)); }
keyid() { ledgerline key show "$1" | sed -n '1s, .*,,p'; }
start
`);
/** One `log` line for each key. */
const POLICY_OF_BOTH = `VKEY=$(grep -o '"vkey": *"[^"]*"' next.json | cut -d'"' -f4)
{ echo "log $VKEY"; cat ledger/trust.policy; } > both.policy
export LEDGERLINE_TRUST=$PWD/both.policy
`;
/** What a reader puts into the commands. */
const FILLED: readonly [string, string][] = [
  ['INDEX', '$(newest)'],
  ['KEYID', '"$(keyid snuh-2027.pem)"'],
  ['4711', '8'],
];

test('the Korean page has the same commands', () => {
  expect(blocksOf(`ko/${PAGE}`)).toEqual(blocksOf(PAGE));
});

test.skipIf(!HAS_SHELL)(`docs/${PAGE}: every command does what the page says`, async () => {
  const blocks = blocksOf(PAGE).map(({ command, shows }) => ({
    command: FILLED.reduce((text, [word, value]) => text.replaceAll(word, value), command),
    shows,
  }));
  const [spare, rotate, stolen, lost, another, next, agree, retire, finish, withSigner, ...rest] = blocks;
  if (finish === undefined || rest.length > 0) throw new Error(`${blocks.length} blocks`);
  // What a signer does instead, step by step: test/operations/cli-signer-rotation.
  expect(withSigner?.command).toMatch(/^ledgerline signer next/);
  const named = { spare, rotate, stolen, lost, another, next, agree, retire, finish } as Record<string, Block>;
  const session: [string, Block][] = [
    ['consortium', CONSORTIUM],
    ...['spare', 'rotate', 'stolen', 'lost', 'another', 'next'].map((name): [string, Block] => [name, block(name)]),
    ['reads the key', glue('stop\nstart\n')],
    ['agree', block('agree')],
    ['both', glue('curl --silent http://127.0.0.1:8440/checkpoint\n')],
    ['policies', glue(POLICY_OF_BOTH)],
    ['retire', block('retire')],
    ['as before', glue(block('agree').command.replaceAll('next.', 'retire.'))],
    ['stop', glue('stop\n')],
    ['finish', block('finish')],
    ['again', glue('start\nledgerline endorse 0 --review --as snuh --key snuh-new.pem\n')],
    ['judged', glue('ledgerline audit ledger\ncurl --silent http://127.0.0.1:8440/checkpoint\n')],
  ];
  function block(name: string): Block {
    return named[name] as Block;
  }
  const printed = await runBlocks(
    desk,
    session.map(([, each]) => each),
  );
  const said = new Map(session.map(([name], i) => [name, printed[i] ?? '']));
  expect(session.flatMap(([name, each]) => missingLines(each, said.get(name) ?? ''))).toEqual([]);
  // Both keys sign, then the new one alone; the thief's time is told; the retired key stands where the page says.
  const signatures = (name: string): number => said.get(name)?.match(/^— log\.example/gm)?.length ?? 0;
  expect([signatures('both'), signatures('judged')]).toEqual([2, 1]);
  expect(said.get('judged')).toMatch(/^VERIFIED: /m);
  expect(said.get('judged')).toContain('key-compromised');
  expect(existsSync(desk.path('ledger/keys/log-next.pem'))).toBe(false);
  expect(readdirSync(desk.path('ledger/keys')).filter((name) => /^log-retired-[0-9a-f]+\.pem$/.test(name)).length).toBe(
    1,
  );
});

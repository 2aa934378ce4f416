/**
 * Commands on pages that no test runs in whole: each exists, takes the flags that the page gives it, and has those that it needs.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { blocksOf, docPath } from '../../_util/doc-session.ts';
import { runHere } from './_program.ts';

const PAGES = ['how-to/run-a-credit-round.md'];

/** The words of every command of a page; what stands in quotes is one word, redirections are none. */
function commandsOf(page: string): string[][] {
  const lines = blocksOf(page).flatMap(({ command }) => command.split('\n'));
  return lines
    .filter((line) => line.startsWith('ledgerline '))
    .map((line) => line.replace(/ > .*$/, '').match(/"[^"]*"|\S+/g) ?? [])
    .map(([, ...words]) => words.map((word) => word.replace(/^"\$[A-Z]+"$/, 'a'.repeat(64)).replaceAll('"', '')));
}

test.each(PAGES)('%s', async (page) => {
  const commands = commandsOf(page);
  expect(commands.length).toBe(readFileSync(docPath(page), 'utf8').match(/^ledgerline /gm)?.length);
  for (const words of commands) {
    // Nothing can be opened here: whatever is wrong with the words themselves is found before.
    const { code, stderr } = await runHere(words);
    expect([2, 5, 7], `${words.join(' ')}: ${stderr}`).toContain(code);
    expect(stderr, words.join(' ')).not.toMatch(
      /unknown option|unknown command|required option|missing required|too many|choices/,
    );
  }
});

test('a flag that does not exist is found', async () => {
  const { stderr } = await runHere(['claim', '--everything']);
  expect(stderr).toMatch(/unknown option/);
});

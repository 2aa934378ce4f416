/**
 * `docs/reference/cli.md` and its Korean twin are the help pages of the programme, word for word. After a change of the
 * help: `npx vitest run test/unit/cli/reference.test.ts -u`.
 */
import { expect, test } from 'vitest';
import { COMMANDS } from '../../../src/cli/command-list.ts';
import { runHere } from './_program.ts';

const HEADS = {
  en: `# Command line

The help pages of \`ledgerline\`, as \`ledgerline help COMMAND\` prints them. A test keeps this page equal to the programme.

Data goes to stdout, progress and messages to stderr. With \`--json\` stdout is exactly one JSON document; an error is
\`{"ok": false, "code", "message"}\`, and \`code\` never changes its meaning. Scripts branch on exit code or \`code\`, never on a text.
`,
  ko: `# 명령줄

\`ledgerline help 명령\`이 출력하는 도움말입니다. 이 문서가 프로그램과 같은지는 테스트가 확인합니다.

데이터는 표준 출력으로, 진행 상황과 메시지는 표준 오류로 나갑니다. \`--json\`을 쓰면 표준 출력은 정확히 JSON 문서 하나입니다. 오류는
\`{"ok": false, "code", "message"}\`이며 \`code\`의 뜻은 바뀌지 않습니다. 스크립트는 종료 코드나 \`code\`로 분기하고, 문장으로 분기하지 마십시오.
`,
} as const;

const page = async (language: 'en' | 'ko', ...words: string[]): Promise<string> => {
  const { code, stdout } = await runHere([...words, '--help', '--lang', language]);
  expect(code, words.join(' ')).toBe(0);
  return stdout.trimEnd();
};

/** The commands, each followed by those below it, as its page lists them. */
async function commandNames(): Promise<string[][]> {
  const names: string[][] = [];
  for (const { name } of COMMANDS) {
    names.push([name]);
    const [, below = ''] = (await page('en', name)).split('\nCommands:\n');
    for (const [, nested = ''] of below
      .split('\n\n', 1)
      .join('')
      .matchAll(/^ {2}([a-z-]+)/gm))
      names.push([name, nested]);
  }
  return names;
}

test.each([
  ['en', 'docs/reference/cli.md'],
  ['ko', 'docs/ko/reference/cli.md'],
] as const)('%s: %s', async (language, path) => {
  const section = (words: readonly string[], text: string): string =>
    `\n## ${['ledgerline', ...words].join(' ')}\n\n\`\`\`\n${text}\n\`\`\`\n`;
  const sections = [section([], await page(language))];
  for (const words of await commandNames()) {
    // Global options and exit codes stand on the first page.
    const [own = ''] = (await page(language, ...words)).split(/\n\n(?:Global Options|공통 옵션):\n/);
    sections.push(section(words, own));
  }
  expect(sections.length).toBeGreaterThan(19);
  const root = new URL('../../../', import.meta.url).pathname;
  await expect([HEADS[language], ...sections].join('')).toMatchFileSnapshot(root + path);
});

/**
 * Units, Dockerfile, compose file and the page about them: one set of commands, which the command line knows, and nothing left
 * open that can be closed.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  blockLines,
  callIn,
  composeServices,
  execForm,
  headCommands,
  PAGES,
  parseDockerfile,
  parseUnit,
  textOf,
  UNITS,
} from '../_util/deployment.ts';
import { ROOT } from '../arch/_source.ts';
import { runHere } from './cli/_program.ts';

const stages = parseDockerfile(textOf('Dockerfile'));
const [build = [], image = []] = stages;
const services = composeServices();
const execStart = (unit: string): string => parseUnit(textOf(unit))['Service']?.['ExecStart']?.join('; ') ?? '';

describe('every call of ledgerline', () => {
  const calls: [place: string, words: readonly string[]][] = [
    ...UNITS.map((unit): [string, string[]] => [unit, callIn(execStart(unit)) ?? []]),
    ['Dockerfile', execForm(image, 'CMD')],
    ...Object.entries(services).map(([name, { command }]): [string, readonly string[]] => [`compose ${name}`, command]),
    ...PAGES.flatMap((page) =>
      [
        ...blockLines(textOf(page), ['sh', 'console']),
        ...(textOf(page).match(/`[^`\n]+`/g) ?? []).map((code) => code.slice(1, -1)),
      ]
        .map((line): [string, string[] | undefined] => [page, callIn(line)])
        .filter((call): call is [string, string[]] => call[1] !== undefined),
    ),
  ];

  test('is seen', () => {
    expect(calls.length).toBeGreaterThan(18);
    expect(calls.filter(([, words]) => words.length === 0)).toEqual([]);
  });

  test.each(calls)('%s: %j', async (_, words) => {
    const [name = ''] = words;
    if (name.startsWith('-')) return expect(words).toEqual(['--version']);
    const path = words.slice(0, ['witness', 'auditor', 'signer'].includes(name) ? 2 : 1);
    const { code, stdout } = await runHere([...path, '--help']);
    expect(code).toBe(0);
    const known = new Set(stdout.match(/--[a-z][a-z-]*/g));
    expect(words.filter((word) => word.startsWith('--') && !known.has(word))).toEqual([]);
  });
});

describe('the page', () => {
  test('has the same commands in both languages', () => {
    const [english, korean] = PAGES.map((page) => blockLines(textOf(page), ['sh', 'console']));
    expect(korean).toEqual(english);
  });

  test.each(PAGES)('%s shows the commands of Dockerfile and compose.yaml, word for word', (page) => {
    const shown = blockLines(textOf(page), ['console']);
    const commands = [...headCommands(textOf('Dockerfile')), ...headCommands(textOf('compose.yaml'))];
    expect(commands.length).toBe(6);
    expect(commands.filter((command) => !shown.includes(command))).toEqual([]);
  });

  test.each(PAGES)('%s installs where the units look, and makes their user and folder', (page) => {
    const text = textOf(page);
    const [unit] = UNITS;
    const [program = '', , folder = ''] = execStart(unit).split(' ');
    const { User: [user] = [], ReadWritePaths: paths = [] } = parseUnit(textOf(unit))['Service'] ?? {};
    expect(text).toContain(`npm install --prefix ${program.replace('/node_modules/.bin/ledgerline', '')} --omit=dev`);
    expect(text).toContain(`${program} doctor ${folder}\n`);
    expect(text).toContain(`useradd --system --home-dir ${folder} --shell /usr/sbin/nologin ${user}\n`);
    expect(text).toContain(`install --directory --owner=${user} --group=${user} --mode=0700 ${folder}\n`);
    expect(paths).toEqual([folder]);
    const { version, name } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
      version: string;
      name: string;
    };
    expect(text).toContain(` ${name}-${version}.tgz\n`);
  });
});

describe('units', () => {
  test.each(PAGES)('%s names each, with its folder, its file of settings and its socket', (page) => {
    const text = textOf(page);
    for (const unit of UNITS) {
      const { Service: service = {} } = parseUnit(textOf(unit));
      const [socket = ''] = /\/run\/\S+/.exec(execStart(unit)) ?? [];
      for (const name of [unit, ...(service['ReadWritePaths'] ?? []), ...(service['EnvironmentFile'] ?? []), socket])
        expect(text).toContain(name);
    }
  });

  test.each(UNITS)('%s: a user of its own, one folder to write, nothing to gain, time to end in order', (path) => {
    const { Unit: unit = {}, Service: service = {} } = parseUnit(textOf(path));
    const [, ...words] = execStart(path).split(' ');
    expect(service['User']).toEqual(service['Group']);
    expect(service['User']).not.toContain('root');
    expect(service['ReadWritePaths']).toEqual([words.at(-1)]);
    expect(service['ReadWritePaths']).toEqual([`/var/lib/${service['StateDirectory']?.[0]}`]);
    expect(service).toMatchObject({
      Type: ['exec'],
      UMask: ['0077'],
      ProtectSystem: ['strict'],
      NoNewPrivileges: ['yes'],
      PrivateTmp: ['yes'],
      CapabilityBoundingSet: [''],
      SystemCallFilter: ['@system-service', '~@privileged'],
      Restart: ['on-failure'],
    });
    expect(unit).toMatchObject({ StartLimitIntervalSec: ['600'], StartLimitBurst: ['5'] });
    // The server gives requests 30 s.
    expect(Number(service['TimeoutStopSec']?.[0])).toBeGreaterThanOrEqual(45);
  });
});

describe('Dockerfile', () => {
  test('the image has what the package has, and production dependencies alone', () => {
    const copied = image
      .filter(({ name }) => name === 'COPY')
      .flatMap(({ rest }) =>
        rest
          .replace(/^--from=\w+ /, '')
          .split(' ')
          .slice(0, -1),
      )
      .map((source) => source.replace('/app/', ''));
    const { files } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { files: string[] };
    /** For people, and for other ways to deploy. */
    const unneeded = ['deploy', 'docs', 'CHANGELOG.md', 'SECURITY.md'];
    const needed = [...files.filter((name) => !unneeded.includes(name)), 'LICENSE', 'package.json', 'node_modules'];
    expect(copied.sort()).toEqual(needed.sort());
    expect(build.map(({ rest }) => rest).join('\n')).toContain('npm run build && npm prune --omit=dev');
  });

  test('what the stages copy is in the build context', () => {
    const allowed =
      textOf('.dockerignore')
        .match(/^!.*$/gm)
        ?.map((line) => line.slice(1)) ?? [];
    const fromContext = stages
      .flat()
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(fromContext.length).toBeGreaterThan(8);
    expect(fromContext.filter((source) => !allowed.includes(source))).toEqual([]);
  });

  test('one pinned line of Node, as long as package.json allows it; no root, no shell', () => {
    const bases = stages.map(([from]) => from?.rest.replace(/ AS \w+$/, ''));
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:2[2468]-\w+-slim$/);
    const user = image.findLast(({ name }) => name === 'USER')?.rest ?? '';
    expect(user).toMatch(/^[1-9][0-9]*:[1-9][0-9]*$/);
    for (const name of ['ENTRYPOINT', 'CMD', 'HEALTHCHECK'])
      expect(execForm(image, name).join(' ')).not.toMatch(/\bsh\b/);
    const after = image.slice(image.findIndex(({ name }) => name === 'USER') + 1);
    expect(after.map(({ name }) => name)).toEqual([
      'VOLUME',
      'EXPOSE',
      'HEALTHCHECK',
      'STOPSIGNAL',
      'ENTRYPOINT',
      'CMD',
    ]);
  });
});

describe('compose.yaml', () => {
  test('the ledger runs as the image says, and the witness in a container and a volume of its own', () => {
    expect(Object.keys(services)).toEqual(['ledger', 'witness']);
    const { ledger, witness } = services;
    expect(ledger?.command).toEqual(execForm(image, 'CMD'));
    expect(ledger?.['volumes']).toEqual(['ledger:/data']);
    expect(witness?.['volumes']).toEqual(['witness:/data']);
    expect(witness?.['profiles']).toEqual(['witness']);
  });

  test.each(Object.entries(services))('%s: read-only, without capabilities, on loopback', (_, service) => {
    expect(service).toMatchObject({
      image: 'ledgerline',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      stop_grace_period: '60s',
      tmpfs: [expect.stringMatching(/^\/tmp:.*noexec/)],
    });
    expect(service['ports']).toEqual([expect.stringMatching(/^127\.0\.0\.1:(\d+):\1$/)]);
    const [, port] = /--port (\d+)/.exec(service.command.join(' ')) ?? [];
    expect(String(service['ports'])).toMatch(`:${port}`);
  });
});

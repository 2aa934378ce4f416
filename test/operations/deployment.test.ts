/**
 * What deploys a ledger, tried for real as far as this machine can: systemd judges the units, the container's command runs with
 * its rights, and the package is packed, installed without development dependencies, and used.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { execForm, parseDockerfile, textOf, UNITS } from '../_util/deployment.ts';
import { blocksOf, missingLines, runBlocks } from '../_util/doc-session.ts';
import { ROOT } from '../arch/_source.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

const has = (command: string): boolean => spawnSync(command, ['--version']).error === undefined;
const can = (command: string, isThere = has(command)): boolean => {
  if (!isThere) console.warn(`SKIPPED: ${command} is not on this machine`);
  return isThere;
};

describe.skipIf(!can('systemd-analyze'))('systemd', () => {
  test.each(UNITS)('finds no fault in %s, and little that is exposed', (path) => {
    const unit = desk.path(basename(path));
    // What the package installs is not here: any programme that exists will do for the path.
    writeFileSync(unit, textOf(path).replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
    expect({ status, printed: stdout + stderr }).toEqual({ status: 0, printed: '' });
    const { stdout: exposure } = spawnSync('systemd-analyze', ['security', '--offline=yes', unit], {
      encoding: 'utf8',
    });
    const [, level] = /Overall exposure level .*: ([0-9.]+)/.exec(exposure) ?? [];
    expect(Number(level)).toBeLessThan(2);
  });
});

describe('the command of the container', () => {
  const [, image = []] = parseDockerfile(textOf('Dockerfile'));
  const NOBODY = 65_534;
  const isRoot = process.getuid?.() === 0;

  /** The image's words, with this machine's paths for those of the image. */
  function onThisMachine(words: readonly string[], port: number): string[] {
    const paths: Record<string, string> = {
      node: process.execPath,
      '/app/dist/cli/main.js': desk.main,
      '/data': desk.path('data'),
    };
    return words.map((word) => paths[word] ?? word.replaceAll('8440', String(port)));
  }

  /** No rights, no way to get any, and nothing that can be written but the volume. */
  const CONTAINED = [
    'unshare',
    ['--mount', 'sh', '-c'],
    'mount --bind "$DATA" "$DATA" && mount -o remount,ro,bind / && exec setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@"',
  ] as const;
  const isContained = can('unshare as root', isRoot && has('unshare') && has('setpriv') && canContain());

  function canContain(): boolean {
    const [command, words, script] = CONTAINED;
    const env = { ...process.env, DATA: dirname(process.execPath) };
    return spawnSync(command, [...words, script, 'sh', process.execPath, '--version'], { env }).status === 0;
  }

  test('serves with a read-only root, as nobody and without capabilities; HEALTHCHECK tells; SIGTERM ends it with 0', async () => {
    await desk.ok(['init', 'data', '--origin', 'log.example/name', '--public']);
    chmodSync(desk.folder, 0o755);
    const port = await freePort();
    const served = onThisMachine([...execForm(image, 'ENTRYPOINT'), ...execForm(image, 'CMD')], port);
    const [healthy = '', ...how] = onThisMachine(execForm(image, 'HEALTHCHECK'), port);
    expect(spawnSync(healthy, how).status).toBe(1); // nobody there
    if (isContained)
      for (const path of ['', ...readdirSync(desk.path('data'), { recursive: true, encoding: 'utf8' })])
        chownSync(desk.path('data', path), NOBODY, NOBODY);
    const [command, words, script] = CONTAINED;
    const [program = '', ...rest] = isContained ? [command, ...words, script, 'sh', ...served] : served;
    const child = spawn(program, rest, {
      env: { ...desk.env, DATA: desk.path('data') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    const said = new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        if (printed.includes('Serving')) resolve();
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
      child.once('close', (code) => reject(new Error(`ended with ${code}: ${printed}`)));
    });
    await said;
    expect(spawnSync(healthy, how).status).toBe(0);
    if (isContained) {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      expect(status).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
      expect(status).toMatch(/^CapBnd:\t0+$/m);
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
      expect(readFileSync(`/proc/${child.pid}/mountinfo`, 'utf8')).toMatch(/ \/ \/ ro[, ]/);
    }
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    expect((await desk.json(['audit', 'data', '--trust', 'data/trust.policy'])).value).toMatchObject({
      verdict: 'VERIFIED',
    });
  });
});

describe.skipIf(!can('npm') || !can('tar'))('the package', () => {
  let main: string;

  /** Packs a copy of the sources, whose build is then no other test's business, and unpacks it as npm would install it. */
  beforeAll(() => {
    const sources = desk.path('sources');
    for (const name of [
      'src',
      'schemas',
      'scripts',
      'docs',
      'deploy',
      'package.json',
      'tsconfig.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'SECURITY.md',
    ])
      cpSync(join(ROOT, name), join(sources, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(sources, 'node_modules'));
    run('npm', ['pack', '--silent', '--offline', '--pack-destination', desk.folder], sources);
    const [tarball = ''] = readdirSync(desk.folder).filter((name) => name.endsWith('.tgz'));
    const installed = desk.path('prefix', 'node_modules', 'ledgerline');
    mkdirSync(installed, { recursive: true });
    run('tar', ['-xzf', desk.path(tarball), '--strip-components=1', '-C', installed], desk.folder);
    // `npm install --omit=dev` without a registry: the production dependencies that this machine has.
    for (const name of productionPackages()) {
      const target = desk.path('prefix', name);
      mkdirSync(dirname(target), { recursive: true });
      symlinkSync(join(ROOT, name), target);
    }
    main = join(installed, 'dist', 'cli', 'main.js');
  });

  function run(command: string, words: readonly string[], cwd: string): void {
    const { status, stderr, stdout } = spawnSync(command, words, { cwd, encoding: 'utf8', env: process.env });
    if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stdout}${stderr}`);
  }

  /** Paths of packages at the top of node_modules that production needs; nested ones come with them. */
  function productionPackages(): string[] {
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { readonly dev?: boolean; readonly devOptional?: boolean; readonly optional?: boolean }>;
    };
    const names = Object.entries(packages).filter(
      ([path, { dev }]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && dev !== true,
    );
    return names
      .map(([path]) => path)
      .filter((path) => statSync(join(ROOT, path), { throwIfNoEntry: false }) !== undefined);
  }

  /** The installed programme, which finds no package but those of production. */
  function ledgerline(...words: string[]) {
    return spawnSync(process.execPath, ['--preserve-symlinks', main, ...words], {
      cwd: desk.folder,
      env: desk.env,
      encoding: 'utf8',
    });
  }

  test('has what it must, and nothing of the workshop', () => {
    const installed = desk.path('prefix', 'node_modules', 'ledgerline');
    expect(readdirSync(installed).sort()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'SECURITY.md',
        'deploy',
        'dist',
        'docs',
        'package.json',
        'schemas',
      ].sort(),
    );
    expect(readdirSync(join(installed, 'deploy')).sort()).toEqual(UNITS.map((path) => basename(path)).sort());
  });

  test('tells its version, and that its files are those of the build; one that was changed, it names', () => {
    expect(ledgerline('--version')).toMatchObject({ status: 0, stdout: '0.1.0\n' });
    const files = (): { state: string; what: string } => {
      const { checks } = JSON.parse(ledgerline('doctor', '--iq', '--json').stdout) as {
        checks: { id: string; state: string; what: string }[];
      };
      return checks.find(({ id }) => id === 'files') ?? { state: '', what: '' };
    };
    expect(files()).toMatchObject({ state: 'ok' });
    writeFileSync(join(dirname(main), 'extra.js'), '');
    expect(files()).toMatchObject({ state: 'fail', what: expect.stringContaining('dist/cli/extra.js (added)') });
  });

  test('founds a ledger and audits it with production dependencies alone', () => {
    expect(ledgerline('init', 'packed', '--origin', 'log.example/packed')).toMatchObject({ status: 0 });
    expect(ledgerline('audit', 'packed', '--trust', 'packed/trust.policy')).toMatchObject({ status: 0 });
    expect(ledgerline('doctor', '--json').stdout).toContain('dependencies as pinned');
  });
});

const HAS_SHELL = can('bash');
test.skipIf(!HAS_SHELL)(
  'docs/how-to/deploy.md: every command that needs no root does what the page shows',
  async () => {
    const blocks = blocksOf('how-to/deploy.md');
    expect(blocks.length).toBe(2);
    const printed = await runBlocks(desk, blocks);
    expect(blocks.map((block, i) => missingLines(block, printed[i] ?? ''))).toEqual([[], []]);
    expect(readFileSync(desk.path('iq.txt'), 'utf8')).toMatch(/^Installation qualification\n/);
  },
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

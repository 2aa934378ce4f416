/**
 * What surrounds the log in a real folder: the lock, the policy that is handed out, links where files and folders belong, and
 * permissions that keep the server out. A start refuses by name or serves; nothing that was told is lost; and once it is put
 * right, everything goes on.
 */

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isErrorCode } from '../../../src/core/catalogue/catalogue.ts';
import { InputError } from '../../../src/core/error.ts';
import { auditFolder } from '../../../src/node/audit/audit-folder.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { Desk } from '../../_util/cli.ts';
import { foundAndServe } from '../../_util/cli-consortium.ts';
import { DEPTH } from '../_depth.ts';
import { FaultTally } from '../_table.ts';
import { type Harm, recordTask, tryHarm } from './_harm.ts';
import { flipsOf, tearsOf } from './_places.ts';

installNodePrimitives();

/** A user that owns nothing but the folder. Only root can become it. */
const NOBODY = 65_534;

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
  const serving = await foundAndServe(desk);
  await recordTask(desk);
  await serving.stop();
});
afterAll(() => desk?.close());

const policy = (): Uint8Array => readFileSync(desk.path('ledger', 'trust.policy'));

describe('I2: lock/', () => {
  const HARMS: readonly Harm[] = [
    { title: 'is gone', spoil: (path) => rmSync(path('lock'), { recursive: true }) },
    { title: 'is empty', spoil: (path) => emptyFolder(path('lock')) },
    { title: 'has lost its CURRENT', spoil: (path) => rmSync(path('lock', 'CURRENT')) },
    { title: 'has an empty CURRENT', spoil: (path) => truncateSync(path('lock', 'CURRENT'), 0) },
    {
      title: 'has a CURRENT that leads nowhere',
      spoil: (path) => writeFileSync(path('lock', 'CURRENT'), 'MANIFEST-999999\n'),
    },
    { title: 'has torn manifests', spoil: (path) => each(path('lock'), /^MANIFEST/, (file) => truncateSync(file, 10)) },
    {
      title: 'is full of garbage',
      spoil: (path) => each(path('lock'), /^(?!LOCK$)/, (file) => writeFileSync(file, 'garbage')),
    },
    {
      title: 'is a file',
      spoil: (path) => {
        rmSync(path('lock'), { recursive: true });
        writeFileSync(path('lock'), '');
      },
      repair: (path) => rmSync(path('lock')),
    },
    {
      title: 'has a folder for its LOCK',
      spoil: (path) => {
        rmSync(path('lock', 'LOCK'));
        mkdirSync(path('lock', 'LOCK'));
      },
      repair: (path) => rmSync(path('lock'), { recursive: true }),
    },
  ];

  it('damaged, is made anew or refused by name', async ({ task }) => {
    const tally = new FaultTally('damaged lock');
    for (const harm of HARMS) await tally.try(`lock/ ${harm.title}`, () => tryHarm(desk, harm));
    tally.report(task);
  });

  it('made anew, still lets one process in and no second', async () => {
    cpSync(desk.path('ledger'), desk.path('locked'), { recursive: true });
    each(desk.path('locked', 'lock'), /^(?!LOCK$)/, (file) => writeFileSync(file, 'garbage'));
    const serving = await desk.serve('locked');
    expect((await desk.run(['serve', 'locked', '--port', '0'])).code).toBe(8);
    expect((await desk.run(['reindex', 'locked'])).code).toBe(8);
    expect((await serving.stop()).code).toBe(0);
  });
});

function emptyFolder(folder: string): void {
  each(folder, /./, (file) => rmSync(file, { recursive: true }));
}

function each(folder: string, names: RegExp, change: (file: string) => void): void {
  for (const name of readdirSync(folder)) if (names.test(name)) change(join(folder, name));
}

describe('I9: trust.policy', () => {
  it('torn or flipped vouches for nothing', async ({ task }) => {
    const tally = new FaultTally('torn or flipped: trust.policy');
    const bytes = policy();
    const copies = [
      ...tearsOf(bytes, false).map((length) => bytes.subarray(0, length)),
      ...[...flipsOf(bytes, 200)].map((flip) => flip.bytes),
    ];
    for (const [i, copy] of copies.entries())
      await tally.try(`trust.policy, copy ${i}`, async () => {
        const verdict = await auditFolder(desk.path('ledger'), copy).then(
          (report) => report.verdict,
          (error: unknown) => {
            if (error instanceof InputError && isErrorCode(error.code)) return error.code;
            throw error;
          },
        );
        if (verdict === 'VERIFIED') throw new Error('VERIFIED under another policy');
        return true;
      });
    tally.report(task);
  });
});

/** Files and folders of a ledger, each of which is spoiled in turn. */
const PLACES = [
  'head',
  'checkpoint',
  'checkpoints',
  'checkpoints/000',
  'tile',
  'tile/0',
  'tile/entries',
  'staging',
  'index',
  'lock',
  'keys',
  'keys/log.pem',
  'ledgerline.toml',
];

describe('I2: links where files and folders belong', () => {
  /** What is behind the link belongs to the ledger as before: it is moved back, if the link is still there. */
  const putBack = (name: string) => (path: (...names: string[]) => string) => {
    if (lstatSync(path(name), { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
    rmSync(path(name));
    renameSync(path('elsewhere'), path(name));
  };

  it('to the thing itself lose nothing', async ({ task }) => {
    const tally = new FaultTally('link where a file or folder belongs');
    for (const name of PLACES) {
      const spoil: Harm['spoil'] = (path) => {
        renameSync(path(name), path('elsewhere'));
        symlinkSync(path('elsewhere'), path(name));
      };
      await tally.try(`${name} is a link`, () => tryHarm(desk, { title: name, spoil, repair: putBack(name) }));
    }
    tally.report(task);
  });

  it('that lead nowhere, or in a circle, lose nothing', async ({ task }) => {
    const tally = new FaultTally('link that leads nowhere');
    for (const name of PLACES) {
      const circle = DEPTH > 1 || name === 'head' || name === 'tile' ? [name.split('/').at(-1) ?? name] : [];
      for (const target of ['nowhere', ...circle]) {
        const spoil: Harm['spoil'] = (path) => {
          renameSync(path(name), path('elsewhere'));
          symlinkSync(target, path(name));
        };
        const repair: Harm['repair'] = (path) => {
          rmSync(path(name), { recursive: true, force: true });
          renameSync(path('elsewhere'), path(name));
        };
        await tally.try(`${name} leads to ${target}`, () => tryHarm(desk, { title: name, spoil, repair }));
      }
    }
    tally.report(task);
  });
});

const canBeNobody = (main: string): boolean =>
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, [main, '--version'], { uid: NOBODY, gid: NOBODY }).status === 0;

describe('I2: permissions that keep the server out', () => {
  /** Where a server writes after its start. */
  const WRITTEN = new Set(['.', 'checkpoints', 'staging', 'tile/entries']);

  it('refused by name, or served as far as they let it; nothing is lost', async ({ task, skip }) => {
    if (!canBeNobody(desk.main)) {
      console.warn('SKIPPED: wrong permissions need root, and sources that others may read');
      skip();
    }
    chmodSync(desk.folder, 0o755);
    const tally = new FaultTally('wrong permissions');
    for (const name of ['.', ...PLACES, 'lock/LOCK', 'keys/operator.pem']) {
      for (const lost of DEPTH > 1 || WRITTEN.has(name) ? [0o222, 0o777] : [0o777]) {
        let mode = 0;
        const spoil: Harm['spoil'] = (path) => {
          mode = lstatSync(path(name)).mode % 0o1000;
          chmodSync(path(name), mode - (mode & lost));
        };
        const repair: Harm['repair'] = (path) => chmodSync(path(name), mode);
        await tally.try(`${name} without ${lost.toString(8)}`, () =>
          tryHarm(desk, { title: name, spoil, repair }, NOBODY),
        );
      }
    }
    tally.report(task);
  });
});

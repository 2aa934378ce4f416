/**
 * A damaged tile under a server that runs: what rests on it is an error with a stable code, all else is served, and new
 * records are signed as if nothing had happened, over the right root.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Ledger } from '../../../src/log/ledger.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { listen } from '../../../src/server/listen.ts';
import { createServer } from '../../../src/server/server.ts';
import { manualClock } from '../../_util/credit-scenario.ts';
import { engineParts } from '../../_util/engine.ts';
import { mapFiles } from '../../_util/stored-ledger.ts';
import { auditAfterFault, running } from '../_audit.ts';
import { reportFault } from '../_table.ts';
import { submitTold } from '../_told.ts';
import { SimulatedFolder } from './_folder.ts';
import { copyOf, makeVictim, nextTasks, START_MS, type Victim } from './_victim.ts';

installNodePrimitives();

let victim: Victim;
beforeAll(async () => {
  victim = await makeVictim([250, 300, 3]);
});

/** The ledger of `folder`, served on a socket. */
async function serve(folder: SimulatedFolder) {
  const parts = { ...engineParts(victim.consortium, { clock: manualClock(START_MS) }), ...(await folder.open()) };
  const ledger = await Ledger.open(parts);
  const { url, close } = await listen(createServer({ ledger }), { host: '127.0.0.1', port: 0 });
  const ask = async (path: string): Promise<{ status: number; code: unknown }> => {
    const response = await fetch(`${url}${path}`);
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const body = (isJson ? await response.json() : await response.arrayBuffer()) as { readonly code?: unknown };
    return { status: response.status, code: body.code };
  };
  return { ledger, ask, [Symbol.asyncDispose]: () => close().then(() => ledger.close()) };
}

describe('I2, I10: a damaged object under a running server', () => {
  it.for([
    ['tile/0/000', '/tile/0/000', '/tile/0/001'],
    ['tile/entries/000', '/tile/entries/000', '/tile/entries/001'],
  ] as const)(
    '%s: 500 integrity where it is read, all else is served',
    async ([path, damagedPath, soundPath], { task }) => {
      const original = victim.files.get(path) ?? new Uint8Array();
      const damaged = original.map((byte, i) => (i === 70 ? byte ^ 1 : byte));
      const folder = await SimulatedFolder.of(victim.files, victim.index);
      folder.write(path, damaged);
      const told = copyOf(victim.told);
      await using server = await serve(folder);

      expect(await server.ask(damagedPath)).toEqual({ status: 500, code: 'integrity' });
      expect(await server.ask('/api/v1/records/9')).toEqual({ status: 500, code: 'integrity' });
      for (const sound of [soundPath, '/tile/0/002.p/3', '/tile/entries/002.p/3', '/api/v1/records/400', '/checkpoint'])
        expect([sound, (await server.ask(sound)).status]).toEqual([sound, 200]);
      for (const signed of nextTasks(victim.consortium.fork(), 2, 'after'))
        await submitTold(server.ledger, told, signed);
      expect((await folder.files()).get(path)).toEqual(damaged);

      folder.write(path, original);
      expect((await server.ask(damagedPath)).status).toBe(200);
      expect((await server.ask('/api/v1/records/9')).status).toBe(200);
      const files = mapFiles(await folder.files());
      await auditAfterFault({ files, policy: victim.policy, told, ...running(server.ledger) });
      reportFault(task, { fault: 'damaged object under a server', tries: 1, detected: 1, lost: 0 });
    },
  );
});

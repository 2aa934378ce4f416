/**
 * The witnesses of a policy, asked side by side: enough of them for the quorum make a publication. The others are waited for a moment,
 * if they answered the last time; a dead or lying one costs nothing but its own cosignature.
 * @module
 */
import type { VerifySignature } from '../../core/crypto/public-key.ts';
import { InputError } from '../../core/error.ts';
import { evaluateQuorum, type TrustPolicy } from '../../core/note/trust-policy.ts';
import type { Clock, CosignRequest, WitnessGroup, WitnessReport } from '../../log/ports.ts';
import { type Ask, RemoteWitness } from './remote-witness.ts';

export interface WitnessGroupParts {
  /** Names the log's keys, the witnesses with their addresses, and the quorum. Witnesses without an address are never asked. */
  readonly policy: TrustPolicy;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly verify: VerifySignature;
  /** Longest wait for one answer; a publication that lacks its quorum waits so long. */
  readonly timeoutMs: number;
  /** How long a quorum that is met waits for the other witnesses. */
  readonly graceMs: number;
  /** Resolves after the time given; for tests. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** A witness, and how it did. */
interface Member {
  readonly witness: RemoteWitness;
  isBusy: boolean;
  failures: number;
  failure: InputError | undefined;
  cosignedAt: number | undefined;
  /** Clock's monotonic time before which it is asked only if it is needed. */
  restUntil: number;
}

/** A failing witness that is not needed rests for a second, then two, up to this. */
const LONGEST_REST_MS = 16_000;

/** @throws InputError `bad-policy` where the addresses of the policy cannot give its quorum */
export function createRemoteWitnesses(parts: WitnessGroupParts): WitnessGroup {
  return new RemoteWitnesses(parts);
}

class RemoteWitnesses implements WitnessGroup {
  readonly #parts: WitnessGroupParts;
  readonly #members: readonly Member[];
  /** What one of them showed after the others had made the quorum: it stops the next publication. */
  #fork: InputError | undefined;

  constructor(parts: WitnessGroupParts) {
    this.#parts = parts;
    const logKeys = parts.policy.logs.map(({ key }) => key);
    this.#members = parts.policy.witnesses.flatMap(({ url, ...witness }) => {
      if (url === undefined) return [];
      const remote = new RemoteWitness({ ...parts, logKeys, witness: { ...witness, url } });
      return [
        {
          ...{ witness: remote, isBusy: false, failures: 0, restUntil: Number.NEGATIVE_INFINITY },
          ...{ failure: undefined, cosignedAt: undefined },
        },
      ];
    });
    if (!this.#isQuorum(new Set(this.#members.map(({ witness }) => witness.name))))
      throw new InputError('bad-policy', 'policy: the witnesses that have an address cannot meet its quorum');
  }

  async cosign(request: CosignRequest): Promise<string[]> {
    const lines = await this.#gather(request, (names) => this.#isQuorum(names));
    return this.#members.flatMap(({ witness }) => lines.get(witness.name) ?? []);
  }

  /**
   * Every quorum has a member among those that confirm: whatever this ledger once published with one, they would know
   * better. With k of n, that takes n - k + 1.
   */
  async confirm(request: CosignRequest): Promise<void> {
    const all = this.#parts.policy.witnesses.map(({ name }) => name);
    await this.#gather(
      request,
      (names) => !this.#needsQuorum || !this.#isQuorum(new Set(all.filter((name) => !names.has(name)))),
    );
  }

  reports(): WitnessReport[] {
    return this.#members.map(({ witness: { name, size }, failure, cosignedAt }) => ({
      ...{ name, size },
      ...(cosignedAt === undefined ? {} : { cosignedAt }),
      ...(failure === undefined ? {} : { failure: { code: failure.code, message: failure.message } }),
    }));
  }

  get #needsQuorum(): boolean {
    return !this.#isQuorum(new Set());
  }

  #isQuorum(names: ReadonlySet<string>): boolean {
    return evaluateQuorum(this.#parts.policy, names);
  }

  /**
   * Asks, and returns the cosignature lines by name once `isEnough`, and a moment later for the rest.
   * @throws InputError `quorum-missing` when all have answered and it is not enough; `fork-refused`, also where it was shown before
   */
  #gather(
    request: CosignRequest,
    isEnough: (names: ReadonlySet<string>) => boolean,
  ): Promise<ReadonlyMap<string, string>> {
    if (this.#fork !== undefined) return Promise.reject(this.#fork);
    const asked = this.#choose(isEnough);
    const shared = shareProofs(request);
    const lines = new Map<string, string>();
    const { graceMs, sleep = pause } = this.#parts;
    return new Promise((resolve, reject) => {
      let isGraced = false;
      const check = (): void => {
        if (!isEnough(new Set(lines.keys())) || isGraced) return;
        isGraced = true;
        if (lines.size === asked.length) resolve(lines);
        else void sleep(graceMs).then(() => resolve(lines));
      };
      const answers = asked.map(async (member) => {
        try {
          lines.set(member.witness.name, await this.#ask(member, shared));
          check();
        } catch (error) {
          if (!(error instanceof InputError)) return reject(error);
          if (error.code !== 'fork-refused') return;
          this.#fork ??= error;
          reject(error);
        }
      });
      check();
      void Promise.all(answers).then(() => {
        if (isEnough(new Set(lines.keys()))) resolve(lines);
        else reject(this.#missing(lines));
      });
    });
  }

  /** Those that are not resting, or all, if those would not be enough; but nobody who still has the last question. */
  #choose(isEnough: (names: ReadonlySet<string>) => boolean): readonly Member[] {
    const free = this.#members.filter(({ isBusy }) => !isBusy);
    const now = this.#parts.clock.monotonic();
    const awake = free.filter(({ restUntil }) => restUntil <= now);
    return isEnough(new Set(awake.map(({ witness }) => witness.name))) ? awake : free;
  }

  async #ask(member: Member, request: CosignRequest): Promise<string> {
    const { clock } = this.#parts;
    member.isBusy = true;
    try {
      const line = await member.witness.cosign(request);
      Object.assign(member, { failures: 0, failure: undefined, cosignedAt: clock.now() });
      member.restUntil = Number.NEGATIVE_INFINITY;
      return line;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      member.failure = error;
      member.restUntil = clock.monotonic() + Math.min(LONGEST_REST_MS, 1000 * 2 ** member.failures++);
      throw error;
    } finally {
      member.isBusy = false;
    }
  }

  #missing(lines: ReadonlyMap<string, string>): InputError {
    const why = this.#members
      .filter(({ witness }) => !lines.has(witness.name))
      .map(({ witness: { name }, failure }) => `${name}: ${failure?.message ?? 'has not answered yet'}`);
    return new InputError('quorum-missing', `too few witnesses cosigned (${lines.size}): ${why.join('; ')}`);
  }
}

/** Witnesses that stand at the same size share one consistency proof. */
function shareProofs(request: CosignRequest): CosignRequest {
  const proofs = new Map<number, Promise<Uint8Array[]>>();
  return {
    ...request,
    consistency: (oldSize) => {
      const proof = proofs.get(oldSize) ?? request.consistency(oldSize);
      proofs.set(oldSize, proof);
      return proof;
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

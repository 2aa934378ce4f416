/**
 * A judge for mirrors that replay: the rule book over the records of the copy itself, before their checkpoint is committed.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { ObjectStore } from '../../log/ports.ts';
import { type Followed, Follower } from '../../verify/follow/follower.ts';
import type { SignatureBackend } from '../../verify/signatures.ts';

/**
 * Rejects with `ledger-unsound` where the records up to the checkpoint break a rule, now or at any call before. The first call
 * replays the whole copy.
 */
export function createRuleJudge(
  objects: Pick<ObjectStore, 'get'>,
  verifySignature: SignatureBackend,
): (checkpoint: Followed) => Promise<void> {
  const follower = new Follower({ files: { read: (path) => objects.get(path) }, verifySignature });
  return async (checkpoint) => {
    await follower.follow(checkpoint);
    const [problem] = follower.problems;
    if (problem === undefined) return;
    const where = problem.index === undefined ? '' : `record ${problem.index}: `;
    throw new InputError('ledger-unsound', `${where}${problem.message} (${problem.code})`);
  };
}

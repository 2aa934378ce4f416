/**
 * Artefacts are new in the whole log: neither the same weights nor the same file come twice.
 * @module
 */
import { require } from './kind.ts';
import { STATE, type StateChange, type StateKey, set, type View } from './state.ts';

/** The keys to read for an artefact with these two digests. */
export function artefactKeys(tensorSet: string, file: string): StateKey[] {
  return [STATE.artefact(tensorSet), STATE.artefact(file)];
}

/** Claims both digests for the statement `digest`. @throws Refusal `digest-reused` */
export function claimArtefact(view: View, tensorSet: string, file: string, digest: string): StateChange[] {
  for (const each of [tensorSet, file]) {
    const earlier = view.get(STATE.artefact(each));
    require(earlier === undefined, 'digest-reused', () => `${each} came already with statement ${earlier}`);
  }
  return [set(STATE.artefact(tensorSet), digest), set(STATE.artefact(file), digest)];
}

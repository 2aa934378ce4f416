/**
 * Names that authors choose, each new in the whole log for its kind and never reused.
 * @module
 */
import { require } from './kind.ts';
import { STATE, type StateChange, set, type View } from './state.ts';

/** Takes the name for the statement `digest`. @throws Refusal `name-taken` */
export function takeName(view: View, kind: string, id: string, digest: string): StateChange {
  require(view.get(STATE.name(kind, id)) === undefined, 'name-taken', () => `there is already a ${kind} ${id}`);
  return set(STATE.name(kind, id), digest);
}

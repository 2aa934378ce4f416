/**
 * What the page of an institution reads.
 * @module
 */
import { type InstitutionState, STATE } from '../../../core/rules/state.ts';
import type { PageRequest } from '../../page.ts';
import { nameIn } from '../../reading/keyset.ts';
import { one } from '../../reading/placed.ts';
import type { ExplorerSource } from '../../source.ts';
import { type Account, readAccount } from './account.ts';

export interface InstitutionModel {
  readonly id: string;
  readonly state: InstitutionState;
  readonly account: Account;
}

export async function gatherInstitution(source: ExplorerSource, request: PageRequest): Promise<InstitutionModel> {
  const id = nameIn(request.params, 'id');
  const [state, account] = await Promise.all([
    one(source, STATE.institution(id), `institution ${id}`),
    readAccount(source, id, request),
  ]);
  return { id, state, account };
}

/**
 * What a round is played with.
 * @module
 */
import type { LedgerClient } from '../../client/ledger-client.ts';
import type { ContributionBody } from '../../core/generated/bodies.ts';
import type { FederationData } from '../dataset/prepare.ts';
import type { LinearModel } from '../learning/model.ts';
import type { Actor } from './actor.ts';
import type { Artefact, DemoFiles } from './files.ts';

/** The global model as it goes from round to round. */
export interface Lineage {
  readonly model: LinearModel;
  /** Tensor-set digest of its newest file. */
  readonly head: string;
  /** Tensor-set digest of the model before, which a straggler still trains from. */
  readonly previous?: string;
}

export interface RoundParts {
  readonly client: LedgerClient;
  readonly files: DemoFiles;
  readonly data: FederationData;
  readonly aggregator: Actor;
  readonly members: readonly Actor[];
  /** Enrolled without the role of a contributor. */
  readonly roleless: Actor;
  readonly seed: string;
}

/** A contribution as a member made it. */
export interface Made {
  readonly member: Actor;
  readonly body: ContributionBody;
  readonly artefact: Artefact;
  readonly delta: LinearModel;
}

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
import type { Pace } from './pace.ts';

/** The global model as it goes from round to round. */
export interface Lineage {
  readonly model: LinearModel;
  /** Tensor-set digest of its newest file. */
  readonly head: string;
  /** Tensor-set digest of the model before, which a straggler still trains from. */
  readonly previous?: string;
  /** The last global step, and its file. */
  readonly step?: { readonly delta: LinearModel; readonly artefact: Artefact };
}

/** What the rounds refer to. */
export interface Terms {
  readonly algorithm: string;
  readonly policy: string;
  readonly plan: string;
  /** Statement digest of each contributor's dataset, by institution. */
  readonly datasets: ReadonlyMap<string, string>;
}

export interface RoundParts {
  readonly client: LedgerClient;
  readonly origin: string;
  readonly files: DemoFiles;
  readonly data: FederationData;
  readonly aggregator: Actor;
  readonly evaluator: Actor;
  /** The six that train. */
  readonly members: readonly Actor[];
  readonly copycat: Actor;
  readonly rider: Actor;
  /** Enrolled without the role of a contributor. */
  readonly roleless: Actor;
  readonly terms: Terms;
  readonly pace: Pace;
  readonly seed: string;
}

/** An update before it is committed to. */
export interface Made {
  readonly member: Actor;
  readonly delta: LinearModel;
  readonly artefact: Artefact;
  /** Rows trained on, or claimed. */
  readonly samples: number;
}

/** An update that its institution has committed to. */
export interface Committed extends Made {
  /** What reveals it. */
  readonly body: ContributionBody;
}

/** A contribution that stands in the log. */
export interface Revealed extends Committed {
  readonly digest: string;
}

/**
 * A whole small history of a consortium: founding, a round of training, a new institution by quorum, a rotated key, an
 * amended charter, a second round. Every kind occurs, and most transitions.
 * @module
 */
import type { SignedStatement } from '../../src/core/record/record.ts';
import {
  acceptedBody,
  aggregationBody,
  amendmentBody,
  contributionBody,
  institutionBody,
  keyEnrolBody,
  keyRevokeBody,
  keyRotateBody,
  modelBody,
  roleBody,
  roundAbortedBody,
  roundCompletedBody,
  roundOpenBody,
  taskBody,
  tensors,
} from './bodies.ts';
import type { Consortium } from './consortium.ts';
import { testKey } from './keys.ts';

const [INSTITUTE, PHARMA, HOSPITAL, BIOTECH] = [
  'daejeon-institute',
  'hangang-pharma',
  'namsan-hospital',
  'seorak-biotech',
] as const;

/** The statements of the history in the order in which the rules accept them. Requires the default founders. */
export function sampleHistory(consortium: Consortium): SignedStatement[] {
  return [...consortium.founding(), ...firstRound(consortium), ...changes(consortium), ...secondRound(consortium)];
}

/** Task, model, and a completed round with two contributions, both accepted. */
export function firstRound(consortium: Consortium): SignedStatement[] {
  const task = consortium.statement('task', PHARMA, taskBody());
  const model = consortium.statement('model', INSTITUTE, modelBody());
  const open = consortium.statement('round-open', INSTITUTE, roundOpenBody());
  const pharma = consortium.statement('contribution', PHARMA, contributionBody(open.digest, 'pharma 1'));
  const hospital = consortium.statement(
    'contribution',
    HOSPITAL,
    contributionBody(open.digest, 'hospital 1', { band: 'small' }),
  );
  const decisions = [pharma, hospital].map((signed) =>
    consortium.statement('contribution-decision', INSTITUTE, acceptedBody(signed.digest, signed.statement.author)),
  );
  const parts = [
    { contribution: pharma.digest, weight: 3 },
    { contribution: hospital.digest, weight: 1 },
  ];
  const aggregation = consortium.statement('aggregation', INSTITUTE, aggregationBody(open.digest, parts, 'model 1'));
  const close = consortium.statement('round-close', INSTITUTE, roundCompletedBody(open.digest, aggregation.digest, 2));
  return [task, model, open, pharma, hospital, ...decisions, aggregation, close];
}

/** A biotech joins by quorum, the hospital rotates its key, the charter is amended, a review is recorded. */
export function changes(consortium: Consortium): SignedStatement[] {
  const { origin } = consortium;
  const approved = (signed: SignedStatement, by: string): SignedStatement[] => [
    signed,
    consortium.endorsement(by, signed),
  ];
  const firstKey = testKey(`${BIOTECH} 1`);
  const joined = [
    ...approved(consortium.statement('institution', INSTITUTE, institutionBody(BIOTECH)), PHARMA),
    ...approved(consortium.statement('key', PHARMA, keyEnrolBody(origin, BIOTECH, firstKey)), HOSPITAL),
    ...approved(consortium.statement('role', HOSPITAL, roleBody(BIOTECH, 'contributor')), INSTITUTE),
  ];
  consortium.useKey(BIOTECH, firstKey);

  const [oldKey, newKey] = [testKey(`${HOSPITAL} 1`, 'ecdsa-p384'), testKey(`${HOSPITAL} 2`)];
  const rotated = consortium.statement('key', HOSPITAL, keyRotateBody(origin, HOSPITAL, newKey, oldKey.keyId));
  consortium.useKey(HOSPITAL, newKey);

  const second = testKey(`${BIOTECH} 2`, 'ecdsa-p256');
  const own = [
    consortium.statement('key', BIOTECH, keyEnrolBody(origin, BIOTECH, second)),
    consortium.statement('key', BIOTECH, keyRevokeBody(BIOTECH, firstKey.keyId), { key: second }),
  ];
  consortium.useKey(BIOTECH, second);

  const amendment = consortium.statement('amendment', HOSPITAL, amendmentBody());
  const review = consortium.endorsement(BIOTECH, amendment, 'review');
  const approval = consortium.endorsement(PHARMA, amendment);
  const ended = consortium.statement('role', INSTITUTE, roleBody(HOSPITAL, 'contributor', { change: 'end' }));
  return [...joined, rotated, ...own, amendment, review, approval, ended, consortium.endorsement(PHARMA, ended)];
}

/** A round with the biotech that its aggregator aborts. */
export function secondRound(consortium: Consortium): SignedStatement[] {
  const parent = tensors('model 1').tensorSet;
  const open = consortium.statement(
    'round-open',
    INSTITUTE,
    roundOpenBody({ round: 'round-2', number: 2, parent, invited: [PHARMA, BIOTECH] }),
  );
  const biotech = consortium.statement(
    'contribution',
    BIOTECH,
    contributionBody(open.digest, 'biotech 2', { parent, band: 'large' }),
  );
  const abort = consortium.statement('round-close', INSTITUTE, roundAbortedBody(open.digest, 1));
  return [open, biotech, abort];
}

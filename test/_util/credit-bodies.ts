/**
 * Bodies of the kinds of preparation, credit-bearing rounds, evaluation, credit and correction, with sensible defaults, for
 * tests to override. They fit the vocabularies of `bodies.ts`; a whole history of them is in `credit-scenario.ts`.
 * @module
 */
import { encodeTable } from '../../src/core/credit/utility-table.ts';
import type {
  AlgorithmBody,
  AwardFinalBody,
  ClaimBody,
  ContributionAcceptedBody,
  ContributionBody,
  ContributionCommitBody,
  CorrectionBody,
  CreditBody,
  CreditPolicyBody,
  DatasetBody,
  DisputeBody,
  DisputeResponseBody,
  ErasureBody,
  EvaluationPlanBody,
  PreparationBody,
  RefusalsBody,
  ReportBody,
  RoundOpenBody,
  SettlementBody,
  TransferBody,
  UtilityTableBody,
  WithdrawalBody,
} from '../../src/core/generated/bodies.ts';
import { commitUpdate } from '../../src/core/statement/update-commitment.ts';
import { acceptedBody, contributionBody, digestOf, roundOpenBody, tensors } from './bodies.ts';

export function preparationBody(overrides: Partial<PreparationBody> = {}): PreparationBody {
  return {
    preparation: 'prep-1',
    format: 'k-melloddy-4-6',
    pipeline: digestOf('pipeline'),
    parameters: digestOf('pipeline parameters'),
    referenceSet: digestOf('reference set'),
    expected: digestOf('reference result'),
    ...overrides,
  };
}

/** A dataset prepared by `preparation` (a statement digest) and of its expected reference result. */
export function datasetBody(dataset: string, preparation: string, overrides: Partial<DatasetBody> = {}): DatasetBody {
  return {
    dataset,
    preparation,
    reference: preparationBody().expected,
    content: digestOf(`${dataset} content`),
    tasks: [{ task: 'herg-10um', band: 'large', samples: digestOf(`${dataset} samples`), quorum: 'met' }],
    quality: { reproducibilityPpm: 950_000, censoredPpm: 20_000, unconvertedPpm: 0, unmappedPpm: 1_000 },
    legalBasis: 'contract',
    riskTier: 'none',
    retainUntil: '2036-12-31T00:00:00.000Z',
    ...overrides,
  };
}

export function algorithmBody(overrides: Partial<AlgorithmBody> = {}): AlgorithmBody {
  return {
    algorithm: 'trunk-1',
    code: digestOf('training code'),
    hyperparameters: digestOf('hyper-parameters'),
    cut: 'none',
    mechanism: 'none',
    ...overrides,
  };
}

/** A composite policy with a window of one round and an odd budget, so that rounding shows. */
export function creditPolicyBody(overrides: Partial<CreditPolicyBody> = {}): CreditPolicyBody {
  return {
    policy: 'policy-1',
    components: [
      { method: 'shapley-exact', basisPoints: 6000 },
      { method: 'samples', basisPoints: 4000 },
    ],
    budget: '1000001',
    window: { rounds: 1, seconds: 86_400 },
    fallback: 'equal',
    groupCapBasisPoints: 10_000,
    quality: 'ignored',
    reputation: { withheldBasisPoints: 2500, floorBasisPoints: 5000 },
    limits: { normMinMicro: 1, normMaxMicro: 1_000_000_000, cosineMaxPpm: 990_000, stepCosineMaxPpm: 990_000 },
    deadlines: { award: 60, dispute: 1, respond: 1, resolve: 1, final: 60, settle: 60 },
    ...overrides,
  };
}

export function evaluationPlanBody(
  evaluators: readonly string[],
  overrides: Partial<EvaluationPlanBody> = {},
): EvaluationPlanBody {
  return {
    plan: 'plan-1',
    model: 'safety-net',
    evaluators: [...evaluators],
    testSet: digestOf('test set'),
    split: 'scaffold',
    metric: 'auroc',
    scheme: 'exact',
    form: 'open',
    ...overrides,
  };
}

/** A round that bears credit. `contributeBy` and later deadlines are those of `roundOpenBody` unless overridden. */
export function creditRoundBody(
  credit: NonNullable<RoundOpenBody['credit']>,
  overrides: Partial<RoundOpenBody> = {},
): RoundOpenBody {
  return roundOpenBody({ credit, ...overrides });
}

/** The nonce of the update named `label`. */
export function nonceOf(label: string): string {
  return digestOf(`${label} nonce`);
}

/** `institution` commits to the update named `label`. */
export function contributionCommitBody(
  origin: string,
  institution: string,
  round: string,
  label: string,
): ContributionCommitBody {
  const update = tensors(label).tensorSet;
  return { round, commitment: commitUpdate({ origin, institution, round, update, nonce: nonceOf(label) }) };
}

/** Reveals the update named `label`, which the statement `commit` committed to. */
export function revealBody(
  round: string,
  label: string,
  commit: string,
  datasets: readonly string[],
  overrides: Partial<ContributionBody> = {},
): ContributionBody {
  return contributionBody(round, label, { commit, nonce: nonceOf(label), datasets: [...datasets], ...overrides });
}

/** Accepted, and measured as unlike `nearest`, another contribution of the round. */
export function comparedBody(
  contribution: string,
  institution: string,
  nearest: string,
  measured: Partial<ContributionAcceptedBody['measured']> = {},
): ContributionAcceptedBody {
  return acceptedBody(contribution, institution, {
    nearest: { contribution: nearest, cosinePpm: 100_000 },
    ...measured,
  });
}

/** An open report on all coalitions: `table[mask]`, bit i being player i. Players ascending by digest. */
export function utilityReportBody(
  round: string,
  plan: string,
  players: readonly string[],
  table: readonly number[],
  overrides: Partial<UtilityTableBody> = {},
): UtilityTableBody {
  return {
    round,
    plan,
    players: [...players],
    form: 'open',
    part: 1,
    parts: 1,
    empty: table[0] ?? 0,
    grand: table.at(-1) ?? 0,
    table: encodeTable(table),
    ...overrides,
  };
}

export function awardFinalBody(award: string): AwardFinalBody {
  return { award };
}

export function disputeBody(
  award: string,
  about: string,
  respondent: string,
  overrides: Partial<DisputeBody> = {},
): DisputeBody {
  return {
    award,
    about,
    respondent,
    grounds: 'copied',
    evidence: [digestOf('evidence')],
    remedy: 'exclude-contribution',
    ...overrides,
  };
}

export function disputeResponseBody(
  dispute: string,
  position: DisputeResponseBody['position'] = 'contests',
): DisputeResponseBody {
  return { dispute, position, evidence: [] };
}

export function creditBody(source: string, line: number, beneficiary: string, amount: string): CreditBody {
  return { source, line, beneficiary, amount };
}

export function claimBody(credit: string, amount: string, overrides: Partial<ClaimBody> = {}): ClaimBody {
  return { credit, amount, ...overrides };
}

export function settlementBody(
  claim: string,
  institution: string,
  overrides: Partial<SettlementBody> = {},
): SettlementBody {
  return { claim, institution, form: 'compute', reference: digestOf('invoice'), ...overrides };
}

export function transferBody(credit: string, beneficiary: string, amount: string): TransferBody {
  return { credit, beneficiary, amount };
}

export function correctionBody(supersedes: string, replacement: string): CorrectionBody {
  return { supersedes, replacement };
}

export function withdrawalBody(subject: string): WithdrawalBody {
  return { subject };
}

export function erasureBody(subjects: readonly string[], overrides: Partial<ErasureBody> = {}): ErasureBody {
  return { erasure: 'erasure-1', subjects: [...subjects], openings: ['samples'], ...overrides };
}

/** The report file is named by `digestOf(report)`: `{ name: 'report', sha256: digestOf(report) }` is its subject. */
export function reportBody(report: string, overrides: Partial<ReportBody> = {}): ReportBody {
  return { report, form: 'period', size: 1, ...overrides };
}

export function refusalsBody(refused: RefusalsBody['refused'], omitted = 0): RefusalsBody {
  return { first: refused[0]?.statement ?? '', refused: [...refused], omitted };
}

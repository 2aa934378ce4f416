/**
 * The account of an institution, as far as a page reads it: records newest first, credits with what is left of them, claims and
 * transfers among its newest records, disputes it is a party of. What is beyond the bounds is in the account statement.
 * @module
 */
import { parseDecimal } from '../../../core/bytes/integers.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { ClaimState, CreditState, DisputeState } from '../../../core/rules/state-credit.ts';
import { isOfKind } from '../../../verify/account/lookup.ts';
import type { PlacedRecord } from '../../../verify/evidence.ts';
import type { PageRequest } from '../../page.ts';
import { PAGE_ROWS, pageUnder } from '../../reading/keyset.ts';
import { placesOf, recordAt } from '../../reading/placed.ts';
import type { ExplorerSource } from '../../source.ts';

/** The newest records in which claims, transfers and disputes are looked for. */
export const MOST_SCANNED = 256;
/** Credits that are added up. */
export const MOST_CREDITS = 1024;
/** Awards that can still be disputed. */
const MOST_OPEN = 64;

export interface AccountRecord {
  /** Position in the account, from 0. */
  readonly sequence: number;
  readonly index: number;
  /** Absent where the record is damaged. */
  readonly kind?: string;
  readonly author?: string;
  readonly recordedAt?: string;
}

export interface AccountCredit {
  readonly id: string;
  readonly index: number;
  readonly state: CreditState;
}

export interface AccountClaim {
  readonly id: string;
  readonly index: number;
  readonly state: ClaimState;
}

export interface AccountTransfer {
  readonly index: number;
  readonly credit: string;
  readonly beneficiary: string;
  readonly amount: string;
}

export interface AccountDispute {
  readonly id: string;
  readonly index: number;
  readonly state: DisputeState;
}

/** Micro-credits, decimal strings. */
export interface Balance {
  readonly credited: string;
  readonly spent: string;
  /** True where there are more credits than were added up. */
  readonly isPartial: boolean;
}

export interface Account {
  /** How many records the account has. */
  readonly count: number;
  readonly records: readonly AccountRecord[];
  /** Where the page of older records ends; absent on the last. */
  readonly olderBefore?: number;
  readonly balance: Balance;
  readonly credits: readonly AccountCredit[];
  readonly nextCredit?: string;
  readonly claims: readonly AccountClaim[];
  readonly transfers: readonly AccountTransfer[];
  readonly disputes: readonly AccountDispute[];
  /** True where older records were not looked through. */
  readonly isCut: boolean;
}

/** @throws InputError `bad-integer`, `bad-request` */
export async function readAccount(source: ExplorerSource, id: string, { query }: PageRequest): Promise<Account> {
  const [{ count }, creditPage, balance] = await Promise.all([
    source.account(id, 0, 0),
    pageUnder(source, creditPrefix(id), query, 'credits'),
    addUp(source, id),
  ]);
  const end = Math.min(count, query['records'] === undefined ? count : parseDecimal(query['records'], 'records'));
  const start = Math.max(0, end - PAGE_ROWS);
  const [records, own, credits] = await Promise.all([
    readRecords(source, id, start, end),
    newestRecords(source, id),
    readCredits(
      source,
      creditPage.entries.map(({ value }) => String(value)),
    ),
  ]);
  const [claims, disputes] = await Promise.all([readClaims(source, own), readDisputes(source, id, own)]);
  return {
    count,
    records: records.map(describeRecord).reverse(),
    ...(start > 0 ? { olderBefore: start } : {}),
    balance,
    credits,
    ...(creditPage.next === undefined ? {} : { nextCredit: creditPage.next }),
    claims,
    transfers: own.flatMap((record) =>
      isOfKind(record, 'transfer') ? [{ index: record.index, ...record.statement.body }] : [],
    ),
    disputes,
    isCut: count > MOST_SCANNED,
  };
}

function creditPrefix(id: string): string {
  return STATE.creditOf(id, 0).slice(0, -16);
}

/** The newest records of an account that can be read, oldest first. */
export async function newestRecords(source: ExplorerSource, id: string): Promise<PlacedRecord[]> {
  const { count } = await source.account(id, 0, 0);
  const found = await readRecords(source, id, Math.max(0, count - MOST_SCANNED), count);
  return found.flatMap(({ record }) => record ?? []);
}

interface Found {
  readonly sequence: number;
  readonly index: number;
  readonly record: PlacedRecord | undefined;
}

async function readRecords(source: ExplorerSource, id: string, start: number, end: number): Promise<Found[]> {
  const { indexes } = await source.account(id, start, end);
  const published = indexes.filter((index) => index < source.sizes.published);
  return Promise.all(
    published.map(async (index, i) => ({ sequence: start + i, index, record: await recordAt(source, index) })),
  );
}

function describeRecord({ sequence, index, record }: Found): AccountRecord {
  if (record === undefined) return { sequence, index };
  const { kind, author } = record.statement;
  return { sequence, index, kind, author, recordedAt: record.recordedAt };
}

async function readCredits(source: ExplorerSource, ids: readonly string[]): Promise<AccountCredit[]> {
  const [states, places] = await Promise.all([source.state(ids.map(STATE.credit)), placesOf(source, ids)]);
  return ids.flatMap((id, i) => {
    const [state, index] = [states[i], places.get(id)];
    return state === undefined || index === undefined ? [] : [{ id, index, state }];
  });
}

async function addUp(source: ExplorerSource, id: string): Promise<Balance> {
  const entries = await source.stateUnder(creditPrefix(id), MOST_CREDITS + 1);
  const credits = await readCredits(
    source,
    entries.slice(0, MOST_CREDITS).map(({ value }) => String(value)),
  );
  const sum = (member: 'amount' | 'spent'): string =>
    String(credits.reduce((total, { state }) => total + BigInt(state[member]), 0n));
  return { credited: sum('amount'), spent: sum('spent'), isPartial: entries.length > MOST_CREDITS };
}

async function readClaims(source: ExplorerSource, own: readonly PlacedRecord[]): Promise<AccountClaim[]> {
  const claims = own.filter((record) => isOfKind(record, 'claim'));
  const states = await source.state(claims.map(({ digest }) => STATE.claim(digest)));
  return claims.flatMap(({ digest: id, index }, i) => {
    const state = states[i];
    return state === undefined ? [] : [{ id, index, state }];
  });
}

/** Disputes of its own, and those over open awards that name it. */
async function readDisputes(
  source: ExplorerSource,
  id: string,
  own: readonly PlacedRecord[],
): Promise<AccountDispute[]> {
  const [open = []] = await source.state([STATE.openAwards]);
  const awards = await source.state(open.slice(0, MOST_OPEN).map(STATE.award));
  const ids = new Set([
    ...own.filter((record) => isOfKind(record, 'dispute')).map(({ digest }) => digest),
    ...awards.flatMap((award) => (award?.disputes ?? []).map(({ dispute }) => dispute)),
  ]);
  const all = [...ids];
  const [states, places] = await Promise.all([source.state(all.map(STATE.dispute)), placesOf(source, all)]);
  return all.flatMap((digest, i) => {
    const [state, index] = [states[i], places.get(digest)];
    if (state === undefined || index === undefined) return [];
    return state.disputant === id || state.respondent === id ? [{ id: digest, index, state }] : [];
  });
}

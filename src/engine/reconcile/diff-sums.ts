import type { TokenId } from '../domain/ids.ts';
import { type AtMs, MINUTE_MS } from '../domain/time.ts';
import { addMoney, money, type Quantity } from '../domain/values/money.ts';
import type { AccountReading } from '../domain/venue-answer.ts';
import { LOT } from '../domain/venue-rules/polymarket.ts';
import { type Asked, cashTolerance, diffClaims, isOnItsWay } from './diff-claims.ts';
import { inOrder } from './diff-fills.ts';
import { diffMerges } from './diff-merges.ts';
import { type Expected, expectedOf, type Range } from './expected.ts';
import { type Finding, subjectOf } from './finding.ts';
import type { OurAccount } from './our-account.ts';

/** How long a difference of sums must stay as it is: the venue's lists and caches lag by less. */
export const CONFIRM_MS = MINUTE_MS;

export interface Reading {
  readonly reading: AccountReading;
  readonly askedAtMs: AtMs;
  /** What the reading before found. */
  readonly before: readonly Finding[];
}

/**
 * Shares and cash that the executions do not explain. They are compared only where nothing of ours
 * is on its way and the reading was asked for after our last fill, and mean something only when
 * they stay for {@link CONFIRM_MS}.
 */
export function diffSums(
  ours: OurAccount,
  of: Reading,
  found: readonly Finding[],
): readonly Finding[] {
  const { reading, askedAtMs } = of;
  const expected = expectedOf(ours, inOrder(reading.fills), found);
  const holdings = new Map(reading.holdings.map((one) => [one.tokenId, one.quantity]));
  const asked = { reading, holdings, expected, askedAtMs };
  const seen = new Seen(of);
  const claims = diffClaims(ours, asked);
  const unpaid = claims.unpaid.map(({ tokenId, by }): Finding => {
    const { sinceMs, stays } = seen.since('redeemedUnpaid', tokenId, by);
    return {
      kind: 'redeemedUnpaid',
      means: stays ? 'adopt' : 'readAgain',
      ...{ tokenId, by, sinceMs },
    };
  });
  const merges = diffMerges(ours, asked, claims.proceeds);
  const after = { ...asked, expected: { cash: expected.cash, shares: merges.shares } };
  const shares = diffShares(ours, after, seen);
  const isDollarsMaybe =
    unpaid.length > 0 ||
    ours.merging.size > 0 ||
    shares.some((one) => one.kind === 'sharesShort' && ours.ended.has(one.tokenId));
  const findings: Finding[] = [...claims.redeemed, ...unpaid, ...merges.merged, ...shares];
  const by = cashBy(ours, asked, addMoney(claims.proceeds, merges.proceeds));
  if (by === 0) return findings;
  const { sinceMs, stays } = seen.since('cashDiffers', '', by);
  // What came may be the payout of shares that are gone: it would be booked as a deposit.
  const means = stays && !isDollarsMaybe ? 'adopt' : 'readAgain';
  return [...findings, { kind: 'cashDiffers', means, by: money(by), sinceMs }];
}

function diffShares(ours: OurAccount, asked: Asked, seen: Seen): readonly ShareFinding[] {
  const findings: ShareFinding[] = [];
  for (const [tokenId, theirs] of asked.holdings) {
    const by = sharesBy(ours, { ...asked, tokenId, theirs });
    if (by < 0) {
      const { sinceMs, stays } = seen.since('sharesShort', tokenId, by);
      const isLeaving = ours.ended.has(tokenId) || ours.merging.has(tokenId);
      const means = stays && !isLeaving ? 'fault' : 'readAgain';
      findings.push({ kind: 'sharesShort', means, tokenId, by, sinceMs });
    } else if (by > 0) {
      const { sinceMs, stays } = seen.since('sharesOver', tokenId, by);
      findings.push({
        kind: 'sharesOver',
        means: stays ? 'adopt' : 'readAgain',
        tokenId,
        by,
        sinceMs,
      });
    }
  }
  return findings;
}

type ShareFinding = Finding & { readonly kind: 'sharesShort' | 'sharesOver' };

/** Since when a difference is what it is. */
class Seen {
  readonly #before: ReadonlyMap<string, Finding>;
  readonly #askedAtMs: AtMs;

  constructor({ before, askedAtMs }: Reading) {
    this.#before = new Map(before.map((one) => [`${one.kind} ${subjectOf(one)}`, one]));
    this.#askedAtMs = askedAtMs;
  }

  since(
    kind: Finding['kind'],
    subject: string,
    by: number,
  ): { readonly sinceMs: AtMs; readonly stays: boolean } {
    const before = this.#before.get(`${kind} ${subject}`);
    const isSame = before !== undefined && 'by' in before && before.by === by;
    const sinceMs = isSame ? before.sinceMs : this.#askedAtMs;
    return { sinceMs, stays: this.#askedAtMs - sinceMs >= CONFIRM_MS };
  }
}

function sharesBy(
  ours: OurAccount,
  of: {
    readonly tokenId: TokenId;
    readonly theirs: Quantity;
    readonly expected: Expected;
    readonly askedAtMs: AtMs;
  },
): number {
  const { tokenId, theirs, expected, askedAtMs } = of;
  if (ours.payouts.has(tokenId)) return 0;
  if (ours.orders.some((order) => order.tokenId === tokenId && order.state !== 'open')) return 0;
  if ((ours.filledAtMs.get(tokenId) ?? Number.NEGATIVE_INFINITY) >= askedAtMs) return 0;
  return outside(theirs, expected.shares.get(tokenId) ?? { least: 0, most: 0 }, LOT);
}

function cashBy(ours: OurAccount, asked: Asked, proceeds: number): number {
  const { reading, expected } = asked;
  if (isOnItsWay(ours, asked)) return 0;
  const range = {
    least: expected.cash.least + proceeds,
    most: expected.cash.most + proceeds,
  };
  return outside(reading.balance, range, cashTolerance(reading));
}

/** How far a value lies outside, signed; zero within the tolerance. */
function outside(value: number, { least, most }: Range, tolerance: number): number {
  if (value < least - tolerance) return value - least;
  if (value > most + tolerance) return value - most;
  return 0;
}

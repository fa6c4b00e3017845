import type { TokenId } from '../domain/ids.ts';
import { type AtMs, MINUTE_MS } from '../domain/time.ts';
import { cost, dollars, type Money, money, type Quantity } from '../domain/values/money.ts';
import type { AccountReading } from '../domain/venue-answer.ts';
import { LOT } from '../domain/venue-rules/polymarket.ts';
import { inOrder } from './diff-fills.ts';
import { type Expected, expectedOf, type Range } from './expected.ts';
import { type Finding, subjectOf } from './finding.ts';
import type { OurAccount } from './our-account.ts';

/** How long a difference of sums must stay as it is: the venue's lists and caches lag by less. */
export const CONFIRM_MS = MINUTE_MS;
/** What rounding may take or give in the fee of one fill. */
export const FEE_TOLERANCE = dollars(0.02);

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
  { reading, askedAtMs, before }: Reading,
  found: readonly Finding[],
): readonly Finding[] {
  const expected = expectedOf(ours, inOrder(reading.fills), found);
  const since = new Map(before.map((one) => [`${one.kind} ${subjectOf(one)}`, one]));
  const steady = <Kind extends Sums['kind']>(kind: Kind, subject: string, by: number) => {
    const earlier = since.get(`${kind} ${subject}`);
    const sinceMs =
      earlier !== undefined && 'by' in earlier && earlier.by === by ? earlier.sinceMs : askedAtMs;
    return { kind, sinceMs, stays: askedAtMs - sinceMs >= CONFIRM_MS };
  };
  const findings: Finding[] = [];
  const holdings = new Map(reading.holdings.map((one) => [one.tokenId, one.quantity]));
  for (const [tokenId, theirs] of holdings) {
    const by = sharesBy(ours, { tokenId, theirs, expected, askedAtMs });
    if (by < 0) {
      const { kind, sinceMs, stays } = steady('sharesShort', tokenId, by);
      findings.push({ kind, means: stays ? 'fault' : 'readAgain', tokenId, by, sinceMs });
    } else if (by > 0) {
      const { kind, sinceMs, stays } = steady('sharesOver', tokenId, by);
      findings.push({ kind, means: stays ? 'adopt' : 'readAgain', tokenId, by, sinceMs });
    }
  }
  const by = cashBy(ours, { reading, holdings, expected, askedAtMs });
  if (by !== 0) {
    const { kind, sinceMs, stays } = steady('cashDiffers', '', by);
    findings.push({ kind, means: stays ? 'adopt' : 'readAgain', by: money(by), sinceMs });
  }
  return findings;
}

type Sums = Finding & { readonly by: number };

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

function cashBy(
  ours: OurAccount,
  of: {
    readonly reading: AccountReading;
    readonly holdings: ReadonlyMap<TokenId, Quantity>;
    readonly expected: Expected;
    readonly askedAtMs: AtMs;
  },
): number {
  const { reading, holdings, expected, askedAtMs } = of;
  if (ours.orders.some((order) => order.state !== 'open')) return 0;
  for (const atMs of ours.filledAtMs.values()) if (atMs >= askedAtMs) return 0;
  let unredeemed = 0;
  for (const [tokenId, payout] of ours.payouts) {
    const held = holdings.get(tokenId);
    if (held === undefined) return 0; // Whether it was redeemed was not read.
    unredeemed += cost(payout, held, 'floor');
  }
  const range = {
    least: expected.cash.least - unredeemed,
    most: expected.cash.most - unredeemed,
  };
  const tolerance = FEE_TOLERANCE * Math.max(1, reading.fills.length);
  return outside(reading.balance, range, tolerance as Money);
}

/** How far a value lies outside, signed; zero within the tolerance. */
function outside(value: number, { least, most }: Range, tolerance: number): number {
  if (value < least - tolerance) return value - least;
  if (value > most + tolerance) return value - most;
  return 0;
}

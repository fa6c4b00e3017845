import type { TokenId } from '../domain/ids.ts';
import type { AtMs } from '../domain/time.ts';
import { cost, dollars, type Money, type Quantity, quantity } from '../domain/values/money.ts';
import type { AccountReading } from '../domain/venue-answer.ts';
import { LOT } from '../domain/venue-rules/polymarket.ts';
import type { Expected } from './expected.ts';
import type { Finding } from './finding.ts';
import type { OurAccount } from './our-account.ts';

/** What rounding may take or give in the fee of one fill. */
export const FEE_TOLERANCE = dollars(0.02);

/** What the venue said, and what we expected of it. */
export interface Asked {
  readonly reading: AccountReading;
  readonly holdings: ReadonlyMap<TokenId, Quantity>;
  readonly expected: Expected;
  readonly askedAtMs: AtMs;
}

export interface ClaimFindings {
  readonly redeemed: readonly (Finding & { readonly kind: 'redeemed' })[];
  readonly unpaid: readonly { readonly tokenId: TokenId; readonly by: number }[];
  /** Dollars of all that was redeemed. */
  readonly proceeds: Money;
}

/**
 * Shares of resolved markets that are gone. They were redeemed only if the balance rose by what they
 * pay: the largest claims are looked for first, so that one that was not paid does not hide another
 * that was. Nothing is said while money is on its way.
 */
export function diffClaims(ours: OurAccount, asked: Asked): ClaimFindings {
  const redeemed: (Finding & { readonly kind: 'redeemed' })[] = [];
  const unpaid: { readonly tokenId: TokenId; readonly by: number }[] = [];
  let proceeds = 0;
  if (isOnItsWay(ours, asked)) return { redeemed, unpaid, proceeds: proceeds as Money };
  const { reading, expected } = asked;
  const risen = reading.balance - expected.cash.least + cashTolerance(reading);
  for (const { tokenId, gone, pays } of claimsGone(ours, asked)) {
    if (proceeds + pays > risen) {
      unpaid.push({ tokenId, by: -gone });
      continue;
    }
    proceeds += pays;
    redeemed.push({ kind: 'redeemed', means: 'adopt', tokenId, quantity: gone, proceeds: pays });
  }
  return { redeemed, unpaid, proceeds: proceeds as Money };
}

interface Gone {
  readonly tokenId: TokenId;
  readonly gone: Quantity;
  readonly pays: Money;
}

/** Largest payout first. Worthless shares are written off, whoever has them. */
function claimsGone(ours: OurAccount, { holdings, expected }: Asked): readonly Gone[] {
  const all: Gone[] = [];
  for (const [tokenId, payout] of ours.payouts) {
    const theirs = holdings.get(tokenId);
    const least = expected.shares.get(tokenId)?.least ?? 0;
    if (payout === 0 || theirs === undefined || least <= theirs) continue;
    // The venue rounds what it fills to lots: less than one is not somebody's redemption.
    if (theirs > LOT && least - theirs <= LOT) continue;
    const gone = quantity(theirs <= LOT ? least : least - theirs);
    all.push({ tokenId, gone, pays: cost(payout, gone, 'floor') });
  }
  return all.sort((a, b) => b.pays - a.pays || (a.tokenId < b.tokenId ? -1 : 1));
}

/** Whether cash may be moving while it was counted. */
export function isOnItsWay(ours: OurAccount, { askedAtMs }: Asked): boolean {
  if (ours.orders.some((order) => order.state !== 'open')) return true;
  for (const atMs of ours.filledAtMs.values()) if (atMs >= askedAtMs) return true;
  return false;
}

export function cashTolerance({ fills }: AccountReading): Money {
  return (FEE_TOLERANCE * Math.max(1, fills.length)) as Money;
}

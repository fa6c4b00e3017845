import type { TokenId } from '../domain/ids.ts';
import { MICRO } from '../domain/values/micro.ts';
import { cost, type Money, price, quantity } from '../domain/values/money.ts';
import { LOT } from '../domain/venue-rules/polymarket.ts';
import { type Asked, cashTolerance, isOnItsWay } from './diff-claims.ts';
import type { Range } from './expected.ts';
import type { Finding } from './finding.ts';
import type { OurAccount } from './our-account.ts';

export interface MergeFindings {
  readonly merged: readonly (Finding & { readonly kind: 'merged' })[];
  /** Dollars of all that was merged. */
  readonly proceeds: Money;
  /** What the venue should have of the shares once that is adopted. */
  readonly shares: ReadonlyMap<TokenId, Range>;
}

/**
 * Complete sets that are gone: both sides of a market are short by the same, and the balance rose by a
 * dollar a set beyond the `claimed` dollars of redemptions. Whoever merged them; without the dollars
 * they are shares that are short. Nothing is said while money is on its way.
 */
export function diffMerges(ours: OurAccount, asked: Asked, claimed: Money): MergeFindings {
  const { reading, expected, holdings } = asked;
  const shares = new Map(expected.shares);
  const merged: (Finding & { readonly kind: 'merged' })[] = [];
  let proceeds = 0;
  if (!isOnItsWay(ours, asked)) {
    const risen = reading.balance - expected.cash.least - claimed + cashTolerance(reading);
    for (const tokens of ours.pairs) {
      const gone = Math.min(...tokens.map((token) => shortBy(expected.shares, holdings, token)));
      if (gone <= LOT) continue;
      const pays = cost(price(MICRO), quantity(gone), 'floor');
      if (proceeds + pays > risen) continue;
      proceeds += pays;
      merged.push({ kind: 'merged', means: 'adopt', tokens, quantity: quantity(gone) });
      for (const token of tokens) shares.set(token, lessBy(shares.get(token), gone));
    }
  }
  return { merged, proceeds: proceeds as Money, shares };
}

function shortBy(
  shares: ReadonlyMap<TokenId, Range>,
  holdings: ReadonlyMap<TokenId, number>,
  token: TokenId,
): number {
  const theirs = holdings.get(token);
  return theirs === undefined ? 0 : (shares.get(token)?.least ?? 0) - theirs;
}

function lessBy(range: Range | undefined, gone: number): Range {
  const { least, most } = range ?? { least: 0, most: 0 };
  return { least: least - gone, most: most - gone };
}

import { describe, expect, it } from 'vitest';
import { Leader } from '../../../src/sim/venue/leader.ts';
import type { VenueMarket, VenueRow } from '../../../src/sim/venue/venue.ts';
import { venueOf } from './story.ts';

const market = venueOf(1).markets[0] as VenueMarket;

function leader(): Leader {
  return new Leader({ address: '0x1', name: 'ace', kind: 'directional', skill: 1 });
}

function row(part: Partial<VenueRow>): VenueRow {
  return {
    ...{ wallet: '0x1', name: 'ace', type: 'TRADE', side: 'BUY', market, outcome: 0 },
    ...{ size: 10_000_000, price: 500_000, fee: 0, isTaker: true, transaction: '0x' },
    ...part,
  } as VenueRow;
}

describe('Leader', () => {
  it('holds what its rows leave it', () => {
    const one = leader();
    one.book(row({}), 5);
    one.book(row({ type: 'SPLIT', side: '', size: 4_000_000 }), 6);
    one.book(row({ side: 'SELL', outcome: 1, size: 1_000_000 }), 7);
    one.book(row({ type: 'MERGE', side: '', size: 2_000_000 }), 8);
    expect(one.holdings).toEqual([{ market, shares: [12_000_000, 1_000_000], grewAtMs: 6 }]);
    expect(one.held(market, 1)).toBe(1_000_000);
  });

  it('forgets a market that it has left, redeemed or written off', () => {
    const one = leader();
    one.book(row({}), 5);
    one.book(row({ side: 'SELL' }), 6);
    expect(one.holdings).toEqual([]);
    one.book(row({}), 7);
    one.book(row({ type: 'REDEEM', side: '', size: 10_000_000 }), 8);
    expect(one.held(market, 0)).toBe(0);
    one.book(row({}), 9);
    one.forget(market);
    expect(one.holdings).toEqual([]);
  });

  it('throws rather than give away what it does not hold', () => {
    const one = leader();
    one.book(row({}), 5);
    expect(() => one.book(row({ side: 'SELL', size: 10_010_000 }), 6)).toThrow('what it holds');
    expect(() => one.book(row({ type: 'MERGE', side: '', size: 10_000 }), 6)).toThrow('it holds');
  });
});

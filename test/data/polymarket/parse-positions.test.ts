import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';

const WALLET = `0x${'a1'.repeat(20)}`;
const MARKET = `0x${'0c'.repeat(32)}`;
const ROW = { proxy_wallet: WALLET, condition_id: MARKET, token_id: '123', current_size: 12.5 };

describe('what a wallet holds', () => {
  test('is read as gross shares by token', () => {
    const { events, problems } = parseFrame('polymarket.positions', {
      wallet: WALLET.toUpperCase().replace('X', 'x'),
      rows: [ROW, { ...ROW, token_id: '124', current_size: 0 }],
    });
    expect(problems).toEqual([]);
    const holding = { marketId: MARKET, tokenId: '123', quantity: 12_500_000 };
    expect(events).toEqual([{ kind: 'leaderHeld', wallet: WALLET, holdings: [holding] }]);
  });

  test('loses nothing to a row that cannot be read, and names it', () => {
    const rows = [{ ...ROW, current_size: 'many' }, ROW];
    const { events, problems } = parseFrame('polymarket.positions', { wallet: WALLET, rows });
    expect(events).toMatchObject([{ holdings: [{ tokenId: '123' }] }]);
    expect(problems).toMatchObject([{ reason: 'malformed', field: 'current_size' }]);
  });

  test('is refused whole without a wallet', () => {
    const { events, problems } = parseFrame('polymarket.positions', { rows: [ROW] });
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ reason: 'malformed', field: 'wallet' }]);
  });
});

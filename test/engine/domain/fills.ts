import type { Fill } from '../../../src/engine/domain/fill.ts';
import type { Flow } from '../../../src/engine/domain/flow.ts';
import {
  type FillId,
  type IntentId,
  type MarketId,
  PAPER,
  type SignalId,
  type TokenId,
  type WalletAddress,
} from '../../../src/engine/domain/ids.ts';
import {
  cents,
  cost,
  dollars,
  type Price,
  type Quantity,
  shares,
} from '../../../src/engine/domain/values/money.ts';

export const NOW_MS = 1_790_766_966_000;
export const WALLET = '0x00000000000000000000000000000000000000a1' as WalletAddress;
export const YES = '101' as TokenId;
export const NO = '102' as TokenId;
export const INTENT = 'intent-1' as IntentId;

export function deposit(amount: number, id = 'flow-1'): Flow {
  return { id, ledger: PAPER, kind: 'deposit', amount: dollars(amount), note: '', atMs: NOW_MS };
}

let fills = 0;

export function fill(
  change: Partial<Fill> & { readonly quantity: Quantity; readonly price: Price },
): Fill {
  fills += 1;
  return {
    id: `fill-${fills}` as FillId,
    intentId: INTENT,
    signalId: 'signal-1' as SignalId,
    ledger: PAPER,
    wallet: WALLET,
    marketId: '0xm' as MarketId,
    tokenId: YES,
    side: 'buy',
    notional: cost(change.price, change.quantity, 'ceil'),
    fee: dollars(0),
    tradeId: null,
    transaction: null,
    settlement: 'matched',
    atMs: NOW_MS,
    ...change,
  };
}

export function bought(count: number, atCents: number, fee = 0): Fill {
  return fill({ quantity: shares(count), price: cents(atCents), fee: dollars(fee) });
}

export function sold(count: number, atCents: number, fee = 0): Fill {
  const amounts = { quantity: shares(count), price: cents(atCents), fee: dollars(fee) };
  return fill({
    ...amounts,
    side: 'sell',
    notional: cost(amounts.price, amounts.quantity, 'floor'),
  });
}

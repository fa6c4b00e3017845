import { Wallet } from 'ethers';
import type { OrderTerms } from '../../../../src/data/polymarket/order/order-kind.ts';
import type { OrderSetting } from '../../../../src/data/polymarket/order/plan-order.ts';
import type { TradingAccount } from '../../../../src/data/polymarket/order/trading-account.ts';
import type {
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
  WalletAddress,
} from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { OrderIntent } from '../../../../src/engine/domain/order.ts';
import { cents, dollars, shares } from '../../../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../../../src/engine/domain/venue-rules/polymarket.ts';

/** A key that holds nothing, made for these tests. */
export const WALLET = new Wallet(`0x${'11'.repeat(32)}`);
export const KEY = WALLET.address.toLowerCase() as WalletAddress;
export const FUNDER = `0x${'22'.repeat(20)}` as WalletAddress;

export const CREATED_AT_MS = 1_795_000_000_123;
export const YES =
  '7312345678901234567890123456789012345678901234567890123456789012345678' as TokenId;
export const NO =
  '8312345678901234567890123456789012345678901234567890123456789012345678' as TokenId;
/** A position of Protocol V2: first byte 1, then the condition, zero bits, the outcome. */
export const POSITION = String((1n << 248n) | (0xabcdefn << 104n)) as TokenId;

export function account(over: Partial<TradingAccount> = {}): TradingAccount {
  return { chainId: 137, wallet: 'eoa', key: KEY, funder: KEY, ...over };
}

export function market(over: Partial<Market> = {}): Market {
  return {
    id: `0x${'ab'.repeat(32)}` as MarketId,
    venue: 'polymarket',
    version: 'v1',
    question: 'Will it rain?',
    slug: 'will-it-rain',
    eventGroupId: 'rain',
    categories: [],
    outcomes: [
      { tokenId: YES, label: 'Yes' },
      { tokenId: NO, label: 'No' },
    ],
    negRisk: false,
    rules: DEFAULT_RULES,
    startsAtMs: null,
    closesAtMs: null,
    shortCrypto: false,
    acceptingOrders: true,
    status: 'open',
    ...{ volume24h: null, dayMove: null, weekMove: null, terms: null },
    ...over,
  };
}

export const positionMarket = (): Market =>
  market({ version: 'v2', outcomes: [{ tokenId: POSITION, label: 'Yes' }] });

/** Buys for ten dollars at 0.33 at most, at once. */
export function intent(over: Partial<OrderIntent> = {}): OrderIntent {
  return {
    id: 'an-intent-of-ours' as IntentId,
    signalId: 'a-signal' as SignalId,
    leg: 'entry',
    attempt: 1,
    ledger: `live:polymarket:${KEY}` as LedgerId,
    wallet: null,
    marketId: market().id,
    tokenId: YES,
    side: 'buy',
    timeInForce: 'FAK',
    restsUntilMs: null,
    limitPrice: cents(33),
    quantity: shares(30.3),
    spend: dollars(10),
    createdAtMs: CREATED_AT_MS,
    expiresAtMs: CREATED_AT_MS + 10_000,
    settingsVersion: 1,
    ...over,
  };
}

export function terms(over: Partial<OrderTerms> = {}): OrderTerms {
  return { kind: 'FAK', postOnly: false, restsUntilMs: null, ...over };
}

export function setting(over: Partial<OrderSetting> = {}): OrderSetting {
  return { market: market(), account: account(), terms: terms(), ...over };
}

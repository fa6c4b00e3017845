import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OrderError } from '../../../../src/data/polymarket/order/order-error.ts';
import {
  GTD_AHEAD_S_MIN,
  GTD_EARLY_S,
  type OrderKind,
} from '../../../../src/data/polymarket/order/order-kind.ts';
import { saltOf } from '../../../../src/data/polymarket/order/order-struct.ts';
import { type OrderSetting, planOrder } from '../../../../src/data/polymarket/order/plan-order.ts';
import type {
  IntentId,
  LedgerId,
  MarketId,
  TokenId,
  WalletAddress,
} from '../../../../src/engine/domain/ids.ts';
import type { OrderIntent } from '../../../../src/engine/domain/order.ts';
import {
  cents,
  dollars,
  type Money,
  price,
  shares,
  ZERO_MONEY,
} from '../../../../src/engine/domain/values/money.ts';
import {
  account,
  CREATED_AT_MS,
  FUNDER,
  intent,
  KEY,
  market,
  NO,
  POSITION,
  positionMarket,
  setting,
  terms,
  WALLET,
  YES,
} from './setting.ts';

const SELL: Partial<OrderIntent> = { side: 'sell', quantity: shares(12.345), spend: ZERO_MONEY };
const RESTS_UNTIL_MS = CREATED_AT_MS + 600_000;
const GTD = { kind: 'GTD', restsUntilMs: RESTS_UNTIL_MS } as const;

function reasonOf(over: Partial<OrderIntent>, among: Partial<OrderSetting> = {}): unknown {
  try {
    planOrder(intent(over), setting(among));
    return null;
  } catch (error) {
    return error instanceof OrderError ? error.reason : error;
  }
}

describe('a planned order', () => {
  test('carries nothing but what follows from intent, market and account', () => {
    expect(planOrder(intent(), setting())).toEqual({
      hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      struct: {
        salt: String(saltOf(intent().id)),
        maker: WALLET.address,
        signer: WALLET.address,
        tokenId: YES,
        makerAmount: '10000000',
        takerAmount: '30303000',
        side: 0,
        signatureType: 0,
        timestamp: String(CREATED_AT_MS),
        metadata: `0x${'0'.repeat(64)}`,
        builder: `0x${'0'.repeat(64)}`,
      },
      exchange: expect.objectContaining({ domain: expect.objectContaining({ version: '2' }) }),
      amounts: { price: 330_000, dollars: 10_000_000, shares: 30_303_000 },
      terms: terms(),
      expiration: 0,
      key: KEY,
    });
  });

  test('gives shares for dollars when it sells', () => {
    const { struct } = planOrder(intent(SELL), setting());
    expect(struct).toMatchObject({ side: 1, makerAmount: '12340000', takerAmount: '4072200' });
  });

  test.each([
    ['proxy', WALLET.address, 1],
    ['safe', WALLET.address, 2],
    ['depositWallet', FUNDER, 3],
  ] as const)('of a %s spends the money of the funder', (wallet, signer, signatureType) => {
    const { struct } = planOrder(
      intent(),
      setting({ account: account({ wallet, funder: FUNDER }) }),
    );
    expect(struct).toMatchObject({ maker: FUNDER, signer, signatureType });
  });

  test.each([
    ['v1', false, '2', '0xE111180000d2663C0091e4f400237545B87B996B'],
    ['v1', true, '2', '0xe2222d279d744050d28e00520010520000310F59'],
    ['v2', false, '3', '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa'],
    ['v2', true, '3', '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa'],
  ] as const)('of a market of %s, neg-risk %s, names its exchange', (...row) => {
    const [version, negRisk, domainVersion, verifyingContract] = row;
    const of = version === 'v2' ? { ...positionMarket(), negRisk } : market({ negRisk });
    const tokenId = version === 'v2' ? POSITION : YES;
    const { exchange } = planOrder(intent({ tokenId }), setting({ market: of }));
    expect(exchange.domain).toMatchObject({ version: domainVersion, verifyingContract });
    expect(exchange.domain.chainId).toBe(137);
  });

  test('is the same for the same intent, byte for byte', () => {
    const intents = fc.record({
      id: fc.string().map((text) => text as IntentId),
      limitPrice: fc.integer({ min: 1, max: 99 }).map(cents),
      spend: fc.integer({ min: 1_000_000, max: 1_000_000_000 }).map((value) => value as Money),
      createdAtMs: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
    });
    fc.assert(
      fc.property(intents, (over) => {
        const [one, other] = [0, 1].map(() => planOrder(intent({ ...over }), setting()));
        expect(JSON.stringify(one)).toBe(JSON.stringify(other));
      }),
    );
  });

  test('is another one when anything of it differs', () => {
    const hashes = [
      planOrder(intent(), setting()),
      planOrder(intent({ id: 'another intent' as IntentId }), setting()),
      planOrder(intent({ tokenId: NO }), setting()),
      planOrder(intent({ limitPrice: cents(34) }), setting()),
      planOrder(intent({ spend: dollars(11) }), setting()),
      planOrder(intent({ createdAtMs: CREATED_AT_MS + 1 }), setting()),
      planOrder(intent(SELL), setting()),
      planOrder(intent(), setting({ market: market({ negRisk: true }) })),
      planOrder(intent(), setting({ account: account({ chainId: 80002 }) })),
      planOrder(intent(), setting({ account: account({ wallet: 'proxy', funder: FUNDER }) })),
      planOrder(intent(), setting({ account: account({ wallet: 'safe', funder: FUNDER }) })),
      planOrder(
        intent(),
        setting({ account: account({ wallet: 'depositWallet', funder: FUNDER }) }),
      ),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('does not take its id from what is not signed', () => {
    const resting = intent({ timeInForce: 'GTD' });
    const one = planOrder(resting, setting({ terms: terms(GTD) }));
    const restsUntilMs = RESTS_UNTIL_MS + 60_000;
    const other = planOrder(resting, setting({ terms: terms({ ...GTD, restsUntilMs }) }));
    expect(other.expiration).toBe(one.expiration + 60);
    expect(other.hash).toBe(one.hash);
  });
});

describe('an order is refused', () => {
  test('when intent and market do not belong together', () => {
    expect(reasonOf({ ledger: 'paper' as LedgerId })).toBe('foreign');
    expect(reasonOf({ ledger: 'live:kalshi:me' as LedgerId })).toBe('foreign');
    expect(reasonOf({ marketId: 'another' as MarketId })).toBe('foreign');
    expect(reasonOf({ tokenId: '77' as TokenId })).toBe('foreign');
    expect(reasonOf({}, { market: market({ venue: 'kalshi' }) })).toBe('foreign');
  });

  test('when a token has not the shape of its exchange', () => {
    expect(reasonOf({}, { market: market({ version: 'v2' }) })).toBe('foreign');
    const older = { ...positionMarket(), version: 'v1' } as const;
    expect(reasonOf({ tokenId: POSITION }, { market: older })).toBe('foreign');
  });

  test('when the account is not what its kind of wallet is', () => {
    const refused = (of: Parameters<typeof account>[0]) => reasonOf({}, { account: account(of) });
    expect(refused({ funder: FUNDER })).toBe('account');
    for (const wallet of ['proxy', 'safe', 'depositWallet'] as const) {
      expect(refused({ wallet })).toBe('account');
    }
    expect(refused({ key: FUNDER as WalletAddress })).toBe('account');
  });

  test('when the intent wanted another time in force', () => {
    const kinds: readonly OrderKind[] = ['FAK', 'FOK', 'GTC', 'GTD'];
    const allowed = (timeInForce: 'FAK' | 'GTD') =>
      kinds.filter((kind) => {
        const restsUntilMs = kind === 'GTD' ? RESTS_UNTIL_MS : null;
        return reasonOf({ timeInForce }, { terms: terms({ kind, restsUntilMs }) }) === null;
      });
    expect(allowed('FAK')).toEqual(['FAK', 'FOK']);
    expect(allowed('GTD')).toEqual(['GTC', 'GTD']);
  });

  test('when its amounts cannot be made', () => {
    expect(reasonOf({ spend: ZERO_MONEY })).toBe('nothingLeft');
    expect(reasonOf({ limitPrice: price(0) })).toBe('price');
  });
});

describe('the expiry of a resting order', () => {
  const resting = (over: Partial<OrderIntent>) => intent({ timeInForce: 'GTD', ...over });
  const reasonWith = (over: Parameters<typeof terms>[0]) =>
    reasonOf({ timeInForce: 'GTD' }, { terms: terms({ kind: 'GTD', ...over }) });

  test('is stated a minute later than it is meant, and never ends later than meant', () => {
    const { expiration } = planOrder(resting({}), setting({ terms: terms(GTD) }));
    expect(expiration).toBe(Math.floor(RESTS_UNTIL_MS / 1_000) + GTD_EARLY_S);
    expect((expiration - GTD_EARLY_S) * 1_000).toBeLessThanOrEqual(RESTS_UNTIL_MS);
  });

  test('is refused when the venue might refuse it at the last moment of sending', () => {
    const sendByMs = intent().expiresAtMs;
    const leastMs = Math.ceil(sendByMs / 1_000) * 1_000 + (GTD_AHEAD_S_MIN - GTD_EARLY_S) * 1_000;
    expect(reasonWith({ restsUntilMs: leastMs })).toBe(null);
    expect(reasonWith({ restsUntilMs: leastMs - 1 })).toBe('expiry');
    expect(reasonWith({ restsUntilMs: Number.NaN })).toBe('expiry');
  });

  test('belongs to GTD orders, and to all of them', () => {
    expect(reasonWith({ restsUntilMs: null })).toBe('kind');
    expect(reasonWith({ kind: 'GTC', restsUntilMs: RESTS_UNTIL_MS })).toBe('kind');
    expect(reasonOf({}, { terms: terms({ restsUntilMs: RESTS_UNTIL_MS }) })).toBe('kind');
  });

  test('post-only belongs to what rests', () => {
    expect(reasonWith({ kind: 'GTC', postOnly: true })).toBe(null);
    expect(reasonWith({ ...GTD, postOnly: true })).toBe(null);
    for (const kind of ['FAK', 'FOK'] as const) {
      expect(reasonOf({}, { terms: terms({ kind, postOnly: true }) })).toBe('kind');
    }
  });
});

import {
  type CreateOrderOptions,
  OrderBuilder,
  OrderType,
  orderToJsonV2,
  Side,
} from '@polymarket/clob-client-v2';
import { TypedDataEncoder, Wallet } from 'ethers';
import { expect, test, vi } from 'vitest';
import { postOrderBody } from '../../../src/data/polymarket/order/order-body.ts';
import type { OrderKind } from '../../../src/data/polymarket/order/order-kind.ts';
import { saltOf } from '../../../src/data/polymarket/order/order-struct.ts';
import { planOrder } from '../../../src/data/polymarket/order/plan-order.ts';
import { signOrder } from '../../../src/data/polymarket/order/sign-order.ts';
import type { TradingAccount } from '../../../src/data/polymarket/order/trading-account.ts';
import type { IntentId, LedgerId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import type { OrderIntent } from '../../../src/engine/domain/order.ts';
import { dollars, type Price, shares } from '../../../src/engine/domain/values/money.ts';
import { accountsOf } from '../../../src/sim/accounts.ts';
import {
  CREATED_AT_MS,
  intent,
  market,
  POSITION,
  positionMarket,
} from '../../data/polymarket/order/setting.ts';

const OWNER = 'an-api-key';
const WALLETS = ['eoa', 'proxy', 'safe', 'depositWallet'] as const;
const MARKETS: Readonly<Record<string, Market>> = {
  standard: market(),
  negRisk: market({ negRisk: true }),
  v2: positionMarket(),
};

/** What both are asked for. */
interface Wish {
  readonly side: 'buy' | 'sell';
  readonly kind: OrderKind;
  readonly price: number;
  /** Shares; of a buy that takes, dollars. */
  readonly amount: number;
  readonly tick: CreateOrderOptions['tickSize'];
}

const WISHES: readonly Wish[] = [
  { side: 'buy', kind: 'GTC', price: 0.37, amount: 12.34, tick: '0.01' },
  { side: 'sell', kind: 'GTD', price: 0.985, amount: 5.5, tick: '0.005' },
  { side: 'buy', kind: 'FAK', price: 0.33, amount: 10, tick: '0.01' },
  { side: 'buy', kind: 'FOK', price: 0.0007, amount: 3.21, tick: '0.0001' },
  { side: 'sell', kind: 'FAK', price: 0.123, amount: 77.77, tick: '0.001' },
];
const CASES = Object.keys(MARKETS).flatMap((of) =>
  ([0, 1, 2, 3] as const).flatMap((type) => WISHES.map((wish) => ({ of, type, ...wish }))),
);
type Case = (typeof CASES)[number];

const [{ privateKey } = { privateKey: '' }] = accountsOf('same-order', 1);
const WALLET = new Wallet(privateKey);
const KEY = WALLET.address.toLowerCase() as WalletAddress;
const OTHER = `0x${'22'.repeat(20)}`;
const RESTS_UNTIL_MS = Math.ceil(CREATED_AT_MS / 1_000) * 1_000 + 3_600_000;

const restsOf = ({ kind }: Wish): boolean => kind === 'GTC' || kind === 'GTD';
const funderOf = ({ type }: Case): string => (type === 0 ? WALLET.address : OTHER);
const marketOf = ({ of }: Case): Market => MARKETS[of] ?? market();

/** The order as the program makes it. */
async function ours(wish: Case, id: IntentId) {
  const { side, kind, price, amount, tick, type } = wish;
  const funder = funderOf(wish).toLowerCase() as WalletAddress;
  const account: TradingAccount = {
    ...{ chainId: 137, wallet: WALLETS[type], key: KEY, funder },
  };
  const of = marketOf(wish);
  const isSpent = side === 'buy' && !restsOf(wish);
  const wanted: OrderIntent = intent({
    ...{ id, side, ledger: `live:polymarket:${funder}` as LedgerId, marketId: of.id },
    tokenId: of.version === 'v2' ? POSITION : (of.outcomes[0]?.tokenId ?? POSITION),
    timeInForce: restsOf(wish) ? 'GTD' : 'FAK',
    limitPrice: Math.round(price * 1e6) as Price,
    quantity: isSpent ? shares(1e6) : shares(amount),
    spend: isSpent ? dollars(amount) : dollars(1e6),
  });
  const rules = { ...of.rules, tick: Math.round(Number(tick) * 1e6) as Price };
  const restsUntilMs = kind === 'GTD' ? RESTS_UNTIL_MS : null;
  const terms = { kind, postOnly: false, restsUntilMs } as const;
  const planned = planOrder(wanted, { market: { ...of, rules }, account, terms });
  const signed = await signOrder(planned, WALLET);
  return { hash: signed.hash, body: JSON.parse(postOrderBody(signed, OWNER)) as object, wanted };
}

/** What a signer was asked for, in the words of the standard. */
type Asked = Parameters<Wallet['signTypedData']>;

/** The order as the official builder makes it, with its dice and its clock held. */
async function theirs(wish: Case, id: IntentId, tokenID: string) {
  const { side, kind, price, amount, tick: tickSize, type } = wish;
  const asked: Asked[] = [];
  const signer = {
    getAddress: () => WALLET.getAddress(),
    _signTypedData: (...request: Asked) => {
      asked.push(request);
      return WALLET.signTypedData(...request);
    },
  };
  const builder = new OrderBuilder(signer as never, 137, type as never, funderOf(wish));
  const { negRisk, version } = marketOf(wish);
  const options = { tickSize, negRisk };
  const user = { tokenID, price, side: side === 'buy' ? Side.BUY : Side.SELL };
  const orderVersion = version === 'v2' ? 3 : 2;
  // The salt is chance times clock, the timestamp is read before.
  vi.spyOn(Math, 'random').mockReturnValueOnce(saltOf(id));
  vi.spyOn(Date, 'now').mockReturnValueOnce(CREATED_AT_MS).mockReturnValueOnce(1);
  const expiration = kind === 'GTD' ? { expiration: RESTS_UNTIL_MS / 1_000 + 60 } : {};
  const order = restsOf(wish)
    ? await builder.buildOrder(
        { ...user, size: amount, ...expiration } as never,
        options,
        orderVersion,
      )
    : await builder.buildMarketOrder({ ...user, amount } as never, options, orderVersion);
  vi.restoreAllMocks();
  const { order: sent, ...rest } = orderToJsonV2(order as never, OWNER, OrderType[kind]);
  const [request] = asked;
  if (request === undefined) throw new Error('nothing was signed');
  return { hash: hashOf(request), body: { ...rest, order: sent } };
}

/** Of the order itself, also where it is signed inside of something. */
function hashOf([domain, types, value]: Asked): string {
  const { Order } = types;
  if (Order === undefined) throw new Error('no order was signed');
  const contents = 'contents' in value ? (value['contents'] as typeof value) : value;
  return TypedDataEncoder.hash(domain, { Order }, contents);
}

test.each(CASES)(
  'a $side $kind at $price of type $type in a market of kind $of is the official one, byte for byte',
  async (wish) => {
    const id = `same/${JSON.stringify(wish)}` as IntentId;
    const mine = await ours(wish, id);
    const official = await theirs(wish, id, mine.wanted.tokenId);
    expect(mine.hash).toBe(official.hash);
    expect({ postOnly: false, ...mine.body }).toEqual(official.body);
  },
);

import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { type Market, outcomeIndex } from '../../../engine/domain/market.ts';
import type { OrderIntent } from '../../../engine/domain/order.ts';
import { isPositionId } from '../parse-position-id.ts';
import { type Exchange, exchangeOf } from './exchange.ts';
import { type OrderAmounts, orderAmounts } from './order-amounts.ts';
import { OrderError } from './order-error.ts';
import { type OrderHash, orderHash } from './order-hash.ts';
import { expirationOf, type OrderTerms, rests } from './order-kind.ts';
import { BYTES32_ZERO, type OrderStruct, saltOf } from './order-struct.ts';
import { partiesOf, type TradingAccount } from './trading-account.ts';

/** An order before its signature: everything of it follows from intent, market and account. */
export interface PlannedOrder {
  /** The venue's id of it. */
  readonly hash: OrderHash;
  readonly struct: OrderStruct;
  readonly exchange: Exchange;
  readonly amounts: OrderAmounts;
  readonly terms: OrderTerms;
  /** Seconds; 0 when it does not expire. Not signed. */
  readonly expiration: number;
  /** The address of the key that has to sign. */
  readonly key: WalletAddress;
}

/** What an order is made for. */
export interface OrderSetting {
  readonly market: Market;
  readonly account: TradingAccount;
  readonly terms: OrderTerms;
}

const LEDGER_PREFIX = 'live:polymarket:';

/**
 * The order of an intent. It knows no clock and no chance: salt and timestamp come from the intent,
 * so that the same intent is the same order with the same id, whenever and wherever it is made.
 * @throws OrderError
 */
export function planOrder(intent: OrderIntent, setting: OrderSetting): PlannedOrder {
  const { market, account, terms } = setting;
  refuseForeign(intent, setting);
  const amounts = orderAmounts({ ...intent, kind: terms.kind, tick: market.rules.tick });
  const expiration = expirationOf(terms, intent.expiresAtMs);
  const buys = intent.side === 'buy';
  const struct: OrderStruct = {
    salt: String(saltOf(intent.id)),
    ...partiesOf(account),
    tokenId: intent.tokenId,
    makerAmount: String(buys ? amounts.dollars : amounts.shares),
    takerAmount: String(buys ? amounts.shares : amounts.dollars),
    side: buys ? 0 : 1,
    timestamp: String(intent.createdAtMs),
    metadata: BYTES32_ZERO,
    builder: BYTES32_ZERO,
  };
  const exchange = exchangeOf(market, account.chainId);
  const hash = orderHash(struct, exchange);
  return { hash, struct, exchange, amounts, terms, expiration, key: account.key };
}

/** Refuses what does not belong together; a wrong token or exchange would buy something else. */
function refuseForeign(intent: OrderIntent, { market, terms }: OrderSetting): void {
  if (!intent.ledger.startsWith(LEDGER_PREFIX)) {
    throw new OrderError('foreign', `an intent of ledger ${intent.ledger} is never sent`);
  }
  if (market.venue !== 'polymarket' || intent.marketId !== market.id) {
    throw new OrderError('foreign', `the intent is of market ${intent.marketId}, not ${market.id}`);
  }
  if (outcomeIndex(market, intent.tokenId) < 0) {
    throw new OrderError('foreign', `token ${intent.tokenId} is none of market ${market.id}`);
  }
  if (isPositionId(intent.tokenId) !== (market.version === 'v2')) {
    throw new OrderError(
      'foreign',
      `token ${intent.tokenId} has not the shape of a market of ${market.version}`,
    );
  }
  if (rests(terms.kind) !== (intent.timeInForce === 'GTD')) {
    throw new OrderError('kind', `an intent of ${intent.timeInForce} is no ${terms.kind} order`);
  }
}

import type { ExchangeOrder, ExchangeTrade } from '../../../src/sim/exchange/exchange.ts';
import type { Ask } from '../kill/store-rows.ts';
import type { Facts } from './child/message.ts';
import type { HeldVenue } from './held-venue.ts';
import type { Sending } from './order-line.ts';

/** What the books, the process and the venue say of the account when nothing is under way. */
export interface AccountView {
  readonly funder: string;
  readonly ask: Ask;
  readonly facts: Facts;
  readonly held: HeldVenue;
  readonly passed: readonly Sending[];
  /** Of the table below. */
  readonly orders: readonly OurOrder[];
  readonly fills: readonly OurFill[];
}

interface OurOrder {
  readonly intentId: string;
  readonly hash: string;
  readonly state: string;
  readonly budgetKey: string;
  readonly leg: string;
  readonly filled: number;
  readonly budget: number | null;
}

interface OurFill {
  readonly intentId: string;
  readonly quantity: number;
}

const MICRO_OF = (column: string): string => `(${column} * 1000000)::float8`;
/** The venue does not tell a fee: ours is worked out, and may be two steps of a fee off. */
const FEE_OFF_MICRO_MAX = 20;
/** States of an order that the venue never took. */
const NEVER_THERE: ReadonlySet<string> = new Set(['notPlaced', 'denied', 'rejected']);

export async function accountView(of: Omit<AccountView, 'orders' | 'fills'>): Promise<AccountView> {
  const orders = await of.ask<OurOrder>(`
    select o.intent_id as "intentId", o.external_id as hash, o.state, o.leg,
      o.signal_id || '|' || o.leg as "budgetKey", ${MICRO_OF('o.filled_size')} as filled,
      ${MICRO_OF('d.spend')} as budget
    from orders o left join decisions d on d.signal_id = o.signal_id and d.ledger = o.ledger
    where o.ledger like 'live:%'`);
  const fills = await of.ask<OurFill>(`
    select intent_id as "intentId", ${MICRO_OF('quantity')} as quantity from fills
    where ledger like 'live:%'`);
  return { ...of, orders, fills };
}

/** Everything in which they differ, as sentences; empty when all is well. */
export async function brokenAccount(view: AccountView): Promise<readonly string[]> {
  return [
    ...sentTwice(view.passed),
    ...brokenOrders(view),
    ...brokenBudgets(view),
    ...brokenFills(view),
    ...unequalPositions(view),
    ...(await brokenPositions(view.ask)),
    ...(await brokenMoney(view)),
    ...view.facts.broken,
  ];
}

export function ordersAt(view: AccountView): readonly ExchangeOrder[] {
  return [...view.held.orders.values()].filter(({ maker }) => maker === view.funder);
}

/** Shares of each of the account's orders in each trade. */
export function fillsAt({ held, funder }: AccountView): readonly { hash: string; size: number }[] {
  return [...held.trades.values()].flatMap((trade: ExchangeTrade) => {
    const made = trade.makers.filter(({ address }) => address === funder);
    const own = made.map(({ hash, matched }) => ({ hash, size: matched }));
    const isTaker = trade.takerMaker === funder;
    return isTaker ? [{ hash: trade.takerHash, size: trade.size }, ...own] : own;
  });
}

function sentTwice(passed: readonly Sending[]): readonly string[] {
  const times = new Map<string, number>();
  for (const { salt } of passed) times.set(salt, (times.get(salt) ?? 0) + 1);
  return [...times]
    .filter(([, count]) => count > 1)
    .map(([salt, count]) => `the bytes with salt ${salt} reached the venue ${count} times`);
}

function brokenOrders(view: AccountView): readonly string[] {
  const broken: string[] = [];
  const ours = new Map(view.orders.map((order) => [order.hash, order]));
  const there = new Set<string>();
  for (const { hash, matched, status } of ordersAt(view)) {
    there.add(hash);
    const own = ours.get(hash);
    if (own === undefined) broken.push(`the venue has an order that is not ours: ${hash}`);
    else if (NEVER_THERE.has(own.state) || own.filled !== matched) {
      const says = `the venue ${status} with ${matched}, we ${own.state} with ${own.filled}`;
      broken.push(`an order is another one at the venue: ${hash}: ${says}`);
    }
    if (status === 'LIVE' || status === 'DELAYED') broken.push(`an order is open: ${hash}`);
  }
  for (const { hash, state } of view.orders) {
    const isGone = NEVER_THERE.has(state) || there.has(hash);
    if (!isGone) broken.push(`an order was never at the venue, and we say ${state}: ${hash}`);
  }
  return broken;
}

/** What the venue traded for one signal is within what was decided for it. */
function brokenBudgets(view: AccountView): readonly string[] {
  const spent = new Map<string, number>();
  const budgets = new Map<string, number>();
  const ours = new Map(view.orders.map((order) => [order.hash, order]));
  for (const trade of view.held.trades.values()) {
    const own = ours.get(trade.takerHash);
    if (own === undefined || own.leg !== 'entry') continue;
    const dollars = trade.makers.reduce((sum, maker) => {
      const isOther = maker.outcome !== trade.outcome;
      return sum + maker.matched * (isOther ? 1 - maker.price / 1e6 : maker.price / 1e6);
    }, 0);
    spent.set(own.budgetKey, (spent.get(own.budgetKey) ?? 0) + dollars);
    budgets.set(own.budgetKey, own.budget ?? 0);
  }
  return [...spent]
    .filter(([key, dollars]) => Math.round(dollars) > (budgets.get(key) ?? 0))
    .map(([key, dollars]) => `${key} spent ${dollars} of ${budgets.get(key)}`);
}

function brokenFills(view: AccountView): readonly string[] {
  const hashes = new Map(view.orders.map(({ intentId, hash }) => [intentId, hash]));
  const booked = view.fills.map((fill) => `${hashes.get(fill.intentId)} ${fill.quantity}`);
  const happened = fillsAt(view).map(({ hash, size }) => `${hash} ${size}`);
  const broken: string[] = [];
  for (const key of new Set([...booked, ...happened])) {
    const [real, own] = [happened, booked].map((all) => all.filter((one) => one === key).length);
    if (real !== own) broken.push(`a fill happened ${real} times and is booked ${own}: ${key}`);
  }
  return broken;
}

export function unequalPositions({ held, facts, funder }: AccountView): readonly string[] {
  const broken: string[] = [];
  for (const market of held.venue.markets) {
    for (const [at, tokenId] of market.tokenIds.entries()) {
      const real = held.venue.exchange.balance(funder, tokenId);
      const own = facts.held[tokenId] ?? 0;
      if (own === 0 && market.payouts?.[at] === 0) continue; // Written off; they stay there.
      if (real !== own) broken.push(`the venue holds ${real} of ${tokenId}, we ${own}`);
    }
  }
  return broken;
}

/**
 * Shares of a live ledger stay when their market is resolved, for redemption to take them; those that
 * lost are written off.
 */
async function brokenPositions(ask: Ask): Promise<readonly string[]> {
  const rows = await ask(`
    with lost as (
      select side ->> 'tokenId' as token_id from markets, jsonb_array_elements(payouts) side
      where (side ->> 'payout')::numeric = 0)
    select p.token_id, p.quantity, f.shares, p.fees, f.fees as of_fills,
      p.realised - p.cost as result, f.money
    from (select * from positions where ledger like 'live:%') p full join (
      select ledger, coalesce(wallet, '') as wallet, token_id, sum(fee) as fees,
        sum(case side when 'buy' then quantity else -quantity end) as shares,
        sum(case side when 'buy' then -notional else notional end) as money
      from fills where ledger like 'live:%' group by 1, 2, 3) f
      on f.ledger = p.ledger and f.wallet = p.wallet and f.token_id = p.token_id
    where (p.quantity is distinct from f.shares
        and not (p.quantity = 0 and p.token_id in (select token_id from lost)))
      or p.fees is distinct from f.fees
      or p.realised - p.cost is distinct from f.money`);
  return rows.map((row) => `a live position is not what its fills say: ${JSON.stringify(row)}`);
}

/** Money is what the venue says, without any correction since the account was connected. */
async function brokenMoney(view: AccountView): Promise<readonly string[]> {
  const { held, facts, funder, ask } = view;
  const fillCount = view.fills.length;
  const broken: string[] = [];
  const flows = await ask<{ kind: string; amount: string }>(
    `select kind, amount::text from flows where ledger like 'live:%'`,
  );
  if (flows.length !== 1) broken.push(`money came without a trade: ${JSON.stringify(flows)}`);
  const real = held.venue.exchange.balance(funder, null);
  const off = Math.abs(real - facts.cash);
  if (off > fillCount * FEE_OFF_MICRO_MAX)
    broken.push(`the venue has ${real} micro-dollars, we ${facts.cash}`);
  if (facts.reserved !== 0) broken.push(`${facts.reserved} micro-dollars are still reserved`);
  return broken;
}

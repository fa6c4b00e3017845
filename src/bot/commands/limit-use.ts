import type { Queries } from '../../engine/contract/queries.ts';
import type { MarketId, WalletAddress } from '../../engine/domain/ids.ts';
import { isTerminal } from '../../engine/domain/order-state.ts';
import type { Ppm } from '../../engine/domain/values/money.ts';
import { type Money, subtractMoney } from '../../engine/domain/values/money.ts';
import { moneyRound, moneyShort, percent } from '../format/amounts.ts';
import { cut, QUESTION_WIDTH, walletName } from '../format/names.ts';
import { tradingLedger } from './effect/at-risk.ts';
import type { LimitName } from './effect/limit-names.ts';
import { ofBankroll } from './effect/rule-words.ts';

/** One thing that the caps count: a position at cost, or what an open entry may still spend. */
interface Held {
  readonly marketId: MarketId;
  readonly wallet: WalletAddress | null;
  readonly amount: Money;
}

/** Everything that the caps count in the ledger that the mode trades in. */
function heldOf(queries: Queries): Held[] {
  const ledger = tradingLedger(queries)?.ledger;
  const positions = queries
    .positions(ledger)
    .map(({ position }) => ({ ...position, amount: position.cost }));
  const orders = queries.openOrders().flatMap(({ order }) => {
    const { intent } = order;
    const counts = intent.leg === 'entry' && intent.ledger === ledger && !isTerminal(order.status);
    return counts ? [{ ...intent, amount: subtractMoney(intent.spend, order.filledNotional) }] : [];
  });
  return [...positions, ...orders];
}

interface Largest {
  readonly key: string;
  readonly amount: Money;
}

function largestBy(held: readonly Held[], keyOf: (one: Held) => string): Largest | null {
  const sums = new Map<string, number>();
  for (const one of held) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.amount);
  const [first] = [...sums].sort((a, b) => b[1] - a[1]);
  return first === undefined ? null : { key: first[0], amount: first[1] as Money };
}

/** What is used of a limit: a figure for the table, and the same in words. */
export interface LimitUse {
  readonly figure: string;
  readonly words: string;
}

/** What is used of a limit now; `null` where nothing is counted between orders. */
export function limitUse(queries: Queries, { name }: LimitName): LimitUse | null {
  const held = heldOf(queries);
  const marketOf = (one: Held) => queries.market(one.marketId);
  switch (name) {
    case 'market':
      return largestUse(queries, held, (one) => one.marketId);
    case 'group':
      return largestUse(queries, held, (one) => marketOf(one)?.eventGroupId ?? one.marketId);
    case 'category':
      return largestUse(queries, held, (one) => marketOf(one)?.categories[0] ?? 'no category');
    case 'wallet': {
      const copies = held.filter((one) => one.wallet !== null);
      return largestUse(queries, copies, (one) => one.wallet ?? '');
    }
    case 'total':
      return use(held.reduce((sum, one) => sum + one.amount, 0) as Money, 'is open');
    case 'positions': {
      const open = queries.positions(tradingLedger(queries)?.ledger);
      const tokens = new Set(open.map(({ position }) => position.tokenId)).size;
      return { figure: String(tokens), words: `${tokens} open now` };
    }
    case 'day':
      return dayUse(queries);
    case 'drawdown':
      return drawdownUse(queries);
    default:
      return null;
  }
}

function use(amount: Money, words: string): LimitUse {
  return { figure: moneyRound(amount), words: `${moneyShort(amount)} ${words}` };
}

function largestUse(
  queries: Queries,
  held: readonly Held[],
  keyOf: (one: Held) => string,
): LimitUse | null {
  const found = largestBy(held, keyOf);
  if (found === null) return null;
  const wallet = queries.wallets().find((one) => one.address === found.key);
  const question = queries.market(found.key as MarketId)?.question;
  const name = wallet === undefined ? (question ?? found.key) : walletName(wallet);
  return use(found.amount, `in the largest: ${cut(name, QUESTION_WIDTH)}`);
}

function dayUse(queries: Queries): LimitUse | null {
  const ledger = tradingLedger(queries);
  if (ledger === null) return null;
  const settings = queries.settings();
  const most = ofBankroll(settings, settings['limits.dayLossPercent']);
  const lost = Math.max(0, -ledger.todayNet) as Money;
  const left = Math.max(0, subtractMoney(most, lost)) as Money;
  return { figure: moneyRound(lost), words: `${moneyShort(left)} left today` };
}

function drawdownUse(queries: Queries): LimitUse | null {
  const ledger = tradingLedger(queries);
  if (ledger === null || ledger.peakEquity <= 0) return null;
  const fall = Math.max(0, subtractMoney(ledger.peakEquity, ledger.equity));
  const words = percent(Math.round((fall * 1_000_000) / ledger.peakEquity) as Ppm);
  return { figure: words, words: `${words} under the best of ${moneyShort(ledger.peakEquity)}` };
}

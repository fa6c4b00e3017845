import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { LeaderEvent } from '../../../engine/domain/leader.ts';
import { type AtMs, DAY_MS, MINUTE_MS } from '../../../engine/domain/time.ts';
import type { Money } from '../../../engine/domain/values/money.ts';
import type { WalletPosition } from '../client/parse-wallet-position.ts';

/** Trades count as recent for this long; without any the wallet deserves a warning. */
export const RECENT_MS = 30 * DAY_MS;
/** Holdings that a card lists, the largest. */
export const HOLDINGS_MAX = 5;
/** A purchase and a sale of the same outcome within this time are two sides of one business. */
const QUICK_TURN_MS = 10 * MINUTE_MS;
/** Markets with several trades that a judgement about both sides needs. */
const JUDGED_MARKETS_MIN = 3;
/** Share of them from which on a wallet counts as trading both sides. */
const BOTH_SIDES_SHARE = 0.5;

/** A wallet that nobody follows yet, as the venue shows it. */
export interface WalletCard {
  readonly address: WalletAddress;
  readonly name: string | null;
  /** In the last 30 days, as far as one page of its history reaches. */
  readonly trades: number | null;
  readonly lastTradeAtMs: AtMs | null;
  /** Value of its open positions. */
  readonly value: Money | null;
  readonly holdings: readonly { readonly outcome: string; readonly value: Money }[];
  readonly warnings: readonly string[];
  /** Asked as this address, which is the owner of the wallet. */
  readonly resolvedFrom: WalletAddress | null;
}

export interface WalletFacts {
  readonly address: WalletAddress;
  readonly name: string | null;
  readonly resolvedFrom: WalletAddress | null;
  /** Newest first. */
  readonly history: readonly LeaderEvent[];
  readonly positions: readonly WalletPosition[];
  readonly value: Money | null;
  readonly nowMs: AtMs;
}

export function walletCard(facts: WalletFacts): WalletCard {
  const { address, name, resolvedFrom, history, positions, value, nowMs } = facts;
  const trades = history.filter(({ kind }) => kind === 'buy' || kind === 'sell');
  const recent = trades.filter(({ tradedAtMs }) => nowMs - tradedAtMs <= RECENT_MS);
  const holdings = [...positions]
    .sort((a, b) => b.value - a.value)
    .slice(0, HOLDINGS_MAX)
    .map((position) => ({ outcome: holdingOf(position), value: position.value }));
  const lastTradeAtMs = trades[0]?.tradedAtMs ?? null;
  const warnings = warningsOf(history.length, recent, { lastTradeAtMs, nowMs });
  return {
    address,
    name,
    trades: recent.length,
    lastTradeAtMs,
    value,
    holdings,
    warnings,
    resolvedFrom,
  };
}

function warningsOf(
  rows: number,
  recent: readonly LeaderEvent[],
  { lastTradeAtMs, nowMs }: { readonly lastTradeAtMs: AtMs | null; readonly nowMs: AtMs },
): readonly string[] {
  if (rows === 0) return ['no activity at all'];
  if (lastTradeAtMs === null) return ['no trade, only splits, merges or redemptions'];
  if (recent.length === 0) {
    return [
      `no trade in 30 days, the last ${Math.floor((nowMs - lastTradeAtMs) / DAY_MS)} days ago`,
    ];
  }
  return tradesBothSides(recent) ? ['trades both sides (market maker)'] : [];
}

/**
 * Whether in at least half of the markets where it traded more than once a wallet bought both
 * outcomes, or bought and sold one within minutes. Copying one side of that is a loss.
 */
export function tradesBothSides(trades: readonly LeaderEvent[]): boolean {
  const markets = new Map<string, LeaderEvent[]>();
  for (const trade of trades) {
    const known = markets.get(trade.marketId);
    if (known === undefined) markets.set(trade.marketId, [trade]);
    else known.push(trade);
  }
  const judged = [...markets.values()].filter((of) => of.length > 1);
  const both = judged.filter((of) => boughtBoth(of) || turnedQuickly(of));
  return judged.length >= JUDGED_MARKETS_MIN && both.length >= judged.length * BOTH_SIDES_SHARE;
}

function boughtBoth(trades: readonly LeaderEvent[]): boolean {
  const bought = trades.filter(({ kind }) => kind === 'buy').map(({ tokenId }) => tokenId);
  return new Set(bought).size > 1;
}

/** Trades are in order of time: neighbours of the same outcome are enough. */
function turnedQuickly(trades: readonly LeaderEvent[]): boolean {
  const last = new Map<string | null, LeaderEvent>();
  return trades.some((trade) => {
    const before = last.get(trade.tokenId);
    last.set(trade.tokenId, trade);
    if (before === undefined || before.kind === trade.kind) return false;
    return Math.abs(before.tradedAtMs - trade.tradedAtMs) <= QUICK_TURN_MS;
  });
}

function holdingOf({ outcome, title, slug }: WalletPosition): string {
  const question = title === '' ? slug : title;
  return outcome === '' ? question : `${outcome} · ${question}`;
}

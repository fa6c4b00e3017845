import type { LeaderTrade } from '../../../../../src/engine/domain/change.ts';
import type { Market, Resolution } from '../../../../../src/engine/domain/market.ts';
import type { Print } from '../../../../../src/engine/intelligence/scoring/record.ts';
import { textHash } from '../../../../../src/engine/intelligence/scoring/track/counted-trade.ts';

/** Everything that was told, in any order. */
export interface Told {
  readonly trades: readonly LeaderTrade[];
  readonly markets: readonly Market[];
  readonly resolutions: readonly { readonly resolution: Resolution; readonly atMs: number }[];
  readonly prints: readonly Print[];
}

export interface Buy {
  readonly token: string;
  readonly atMs: number;
  readonly price: number;
  readonly shares: number;
  readonly fee: number;
}

/** One market of the wallet, as plain lists. */
export interface Story {
  readonly marketId: string;
  readonly market: Market | undefined;
  readonly tokens: readonly string[];
  readonly resolution: { readonly resolution: Resolution; readonly atMs: number } | undefined;
  readonly buys: Buy[];
  readonly held: Map<string, number>;
  sets: number;
  split: number;
  paid: number;
  received: number;
  inSets: number;
  openSinceMs: number | null;
  counted: number;
  heldMs: number;
  endedAtMs: number | null;
  soldOut: boolean;
  isResolved: boolean;
}

export interface End {
  readonly atMs: number;
  readonly profit: number;
  readonly again: boolean;
}

export interface Course {
  readonly stories: readonly Story[];
  readonly ends: readonly End[];
  /** Dollars at work after each event. */
  readonly capital: readonly { readonly atMs: number; readonly dollars: number }[];
  readonly entries: readonly { readonly dollars: number; readonly afterLoss: boolean }[];
  readonly acts: readonly { readonly atMs: number; readonly kind: string }[];
}

const RANKS = ['split', 'buy', 'conversion', 'merge', 'sell', 'redeem'];
const DUST = 0.01;
const ENTRY_GAP_MS = 60_000;

type Step =
  | { readonly atMs: number; readonly rank: number; readonly trade: LeaderTrade }
  | { readonly atMs: number; readonly rank: number; readonly story: Story };

/** Goes through what a wallet did, event by event, with nothing but maps and lists. */
export function courseOf(told: Told, wallet: string): Course {
  const own = told.trades.filter(({ event }) => event.wallet === wallet && event.kind !== 'redeem');
  const stories = new Map<string, Story>();
  const isKnown = ({ event }: LeaderTrade) =>
    told.resolutions.some(
      (one) => one.resolution.marketId === event.marketId && one.atMs < event.tradedAtMs,
    );
  for (const trade of own) {
    const { marketId } = trade.event;
    if (!isKnown(trade) && !stories.has(marketId)) stories.set(marketId, blank(told, marketId));
  }
  const steps: Step[] = own
    .filter((trade) => !isKnown(trade))
    .map((trade) => ({
      atMs: trade.event.tradedAtMs,
      rank: RANKS.indexOf(trade.event.kind),
      trade,
    }));
  for (const story of stories.values()) {
    if (story.resolution) steps.push({ atMs: story.resolution.atMs, rank: 9, story });
  }
  const hash = (step: Step) =>
    'trade' in step ? textHash(step.trade.key) : textHash(step.story.marketId);
  const ordinal = (step: Step) => ('trade' in step ? step.trade.ordinal : 0);
  steps.sort(
    (a, b) => a.atMs - b.atMs || a.rank - b.rank || hash(a) - hash(b) || ordinal(a) - ordinal(b),
  );
  const acts = own.map(({ event }) => ({ atMs: event.tradedAtMs, kind: event.kind }));
  return { ...walk(steps, stories), acts };
}

interface Entry {
  dollars: number;
  readonly afterLoss: boolean;
  lastMs: number;
  readonly story: Story;
}

function walk(steps: readonly Step[], stories: Map<string, Story>): Omit<Course, 'acts'> {
  const ends: End[] = [];
  const capital: { atMs: number; dollars: number }[] = [];
  const entries: Entry[] = [];
  const weighCapital = (atMs: number) =>
    capital.push({ atMs, dollars: sum([...stories.values()], working) });
  for (const step of steps) {
    const story = 'trade' in step ? stories.get(step.trade.event.marketId)! : step.story;
    if ('trade' in step) {
      book(story, step.trade);
      if (step.trade.event.kind === 'buy') enter(entries, { story, trade: step.trade, ends });
    } else story.isResolved = true;
    if (story.openSinceMs === null && holds(story)) story.openSinceMs = step.atMs;
    weighCapital(step.atMs);
    if (story.isResolved || !holds(story)) end(story, step.atMs, ends);
    if (story.isResolved) payOut(story);
    weighCapital(step.atMs);
  }
  return { stories: [...stories.values()], ends, capital, entries };
}

function enter(
  entries: Entry[],
  { story, trade, ends }: { story: Story; trade: LeaderTrade; ends: readonly End[] },
): void {
  const { event } = trade;
  const dollars = (event.price! / 1e6) * (event.quantity / 1e6);
  const entry = entries.findLast((one) => one.story === story);
  if (entry && event.tradedAtMs - entry.lastMs <= ENTRY_GAP_MS) {
    entry.dollars += dollars;
    entry.lastMs = event.tradedAtMs;
    return;
  }
  const afterLoss = (ends.at(-1)?.profit ?? 0) < 0;
  entries.push({ dollars, afterLoss, lastMs: event.tradedAtMs, story });
}

function end(story: Story, atMs: number, ends: End[]): void {
  if (story.openSinceMs === null) return;
  story.soldOut = !story.isResolved;
  if (story.isResolved) payOut(story);
  ends.push({ atMs, profit: profit(story) - story.counted, again: story.endedAtMs !== null });
  story.counted = profit(story);
  story.heldMs += atMs - story.openSinceMs;
  story.openSinceMs = null;
  story.endedAtMs = atMs;
}

function blank(told: Told, marketId: string): Story {
  return {
    marketId,
    market: told.markets.find((one) => one.id === marketId),
    tokens: tokensIn(told, marketId),
    resolution: told.resolutions.find((one) => one.resolution.marketId === marketId),
    buys: [],
    held: new Map(),
    sets: 0,
    split: 0,
    paid: 0,
    received: 0,
    inSets: 0,
    openSinceMs: null,
    counted: 0,
    heldMs: 0,
    endedAtMs: null,
    soldOut: false,
    isResolved: false,
  };
}

export const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

export const profit = (story: Story): number => story.received - story.paid;

const working = (story: Story): number =>
  story.openSinceMs === null ? 0 : Math.max(0, story.counted - profit(story));

const holds = (story: Story): boolean =>
  story.sets >= DUST || [...story.held.values()].some((shares) => shares >= DUST);

/** Both tokens of the market: listed, or as named by its resolution or anybody's trades. */
function tokensIn(told: Told, marketId: string): string[] {
  const listed = told.markets.find((one) => one.id === marketId);
  if (listed) return listed.outcomes.map((one) => one.tokenId);
  const own = told.resolutions.filter((one) => one.resolution.marketId === marketId);
  const named = own.flatMap((one) => one.resolution.payouts.map((payout) => payout.tokenId));
  const seen = told.trades.flatMap(({ event }) =>
    event.marketId === marketId && event.tokenId !== null ? [event.tokenId] : [],
  );
  const tokens = [...new Set<string>([...named, ...seen])];
  return tokens.length < 2 ? [...tokens, 'not named', 'not named either'].slice(0, 2) : tokens;
}

export function payout(story: Story, token: string): number {
  const payouts = story.resolution?.resolution.payouts ?? [];
  const own = payouts.find((one) => one.tokenId === token);
  return (own ? own.payout : 1e6 - sum(payouts, (one) => one.payout)) / 1e6;
}

function payOut(story: Story): void {
  story.received += story.sets;
  for (const [token, shares] of story.held) story.received += shares * payout(story, token);
  story.sets = 0;
  story.held.clear();
}

function feePerShare(story: Story, { event }: LeaderTrade): number {
  const shares = event.quantity / 1e6;
  const traded = (event.price! / 1e6) * shares;
  const told = (event.notional / 1e6 - traded) * (event.kind === 'buy' ? 1 : -1);
  if (event.feed === 'data-api' && event.notional > 0 && told > traded * 1e-4) return told / shares;
  const p = event.price! / 1e6;
  const fee = story.market?.rules.fee ?? { ratePpm: 0, exponent: 1 };
  return (fee.ratePpm / 1e6) * (p * (1 - p)) ** fee.exponent;
}

function averageOf(story: Story, token: string): number {
  const buys = story.buys.filter((one) => one.token === token);
  const shares = sum(buys, (one) => one.shares);
  return shares > 0 ? sum(buys, (one) => one.shares * one.price) / shares : 0;
}

function matched(story: Story): number {
  const tokens = story.tokens;
  const counts = tokens.map((token) => story.held.get(token) ?? 0);
  return tokens.length < (story.market?.outcomes.length ?? 2) ? 0 : Math.min(...counts);
}

function add(story: Story, token: string, shares: number): void {
  story.held.set(token, (story.held.get(token) ?? 0) + shares);
}

function leaveAtCost(story: Story, token: string, shares: number): void {
  const left = Math.min(shares, story.held.get(token) ?? 0);
  if (left <= 0) return;
  const each = averageOf(story, token) || 1 / (story.market?.outcomes.length ?? 2);
  add(story, token, -left);
  story.received += left * each;
}

function book(story: Story, trade: LeaderTrade): void {
  const { event } = trade;
  const shares = event.quantity / 1e6;
  if (event.kind === 'buy') buy(story, trade, shares);
  if (event.kind === 'sell') sell(story, trade, shares);
  if (event.kind === 'merge') merge(story, shares);
  if (event.kind === 'split') {
    story.sets += shares;
    story.split += shares;
    story.paid += shares;
    story.inSets += shares;
  }
  const no = story.market?.outcomes[1]?.tokenId;
  if (event.kind === 'conversion' && no !== undefined) leaveAtCost(story, no, shares);
}

function buy(story: Story, trade: LeaderTrade, shares: number): void {
  const { event } = trade;
  const token = event.tokenId!;
  const before = matched(story);
  const fee = feePerShare(story, trade);
  const price = event.price! / 1e6;
  story.buys.push({ token, atMs: event.tradedAtMs, price, shares, fee });
  add(story, token, shares);
  story.paid += shares * (price + fee);
  const both = matched(story) - before;
  if (both > 0) story.inSets += both * sum(story.tokens, (one) => averageOf(story, one));
}

function sell(story: Story, trade: LeaderTrade, shares: number): void {
  const token = trade.event.tokenId!;
  const missing = Math.max(0, shares - (story.held.get(token) ?? 0));
  const broken = Math.min(missing, story.sets);
  story.sets -= broken;
  if (broken > 0) for (const one of story.tokens) add(story, one, broken);
  const sold = Math.min(shares, story.held.get(token) ?? 0);
  add(story, token, -sold);
  story.received += sold * (trade.event.price! / 1e6 - feePerShare(story, trade));
}

function merge(story: Story, shares: number): void {
  const whole = Math.min(shares, story.sets);
  const joined = Math.min(shares - whole, matched(story));
  story.sets -= whole;
  for (const one of joined > 0 ? story.tokens : []) add(story, one, -joined);
  story.received += whole + joined;
  for (const one of story.tokens) leaveAtCost(story, one, shares - whole - joined);
}

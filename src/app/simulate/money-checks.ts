import type { Fill } from '../../engine/domain/fill.ts';
import { isLive, type LedgerId, SHADOW_NAIVE } from '../../engine/domain/ids.ts';
import { isTerminal } from '../../engine/domain/order-state.ts';
import { type Position, positionKey } from '../../engine/domain/position.ts';
import type { Realisation } from '../../engine/domain/realisation.ts';
import { resolveSettings, type Settings } from '../../engine/domain/settings.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { shareOf } from '../../engine/domain/values/money.ts';
import type { Mirror } from './mirror.ts';
import type { Report } from './violation.ts';

/**
 * Every position is worked out again from its fills and the payout: shares, fees, and that
 * realised − cost = sold − bought + paid out.
 */
export function checkPositions(mirror: Mirror, report: Report): void {
  const merges = mergesOf(mirror);
  checkMerges(merges, report);
  for (const [key, position] of mirror.positions) {
    if (isLive(position.ledger)) continue; // The owner trades there too; the venue is asked in the end.
    const fills = mirror.fillsOf.get(key) ?? [];
    const merged = merges.filter((one) => positionKey(one) === key);
    checkPosition(mirror, { position, fills, merged }, report);
  }
}

function checkPosition(
  mirror: Mirror,
  of: {
    readonly position: Position;
    readonly fills: readonly Fill[];
    readonly merged: readonly Realisation[];
  },
  report: Report,
): void {
  const { position, fills, merged } = of;
  const sum = { shares: 0, money: 0, fees: 0 };
  for (const { side, quantity, notional, fee } of fills) {
    sum.shares += side === 'buy' ? quantity : -quantity;
    sum.money += side === 'buy' ? -notional : notional;
    sum.fees += fee;
  }
  for (const { change, cash } of merged) {
    sum.shares += change;
    sum.money += cash;
  }
  const { tokenId, marketId } = position;
  const name = `${position.ledger}|${position.wallet}|${tokenId.slice(0, 8)}`;
  const resolution = mirror.resolutions.get(marketId);
  const payout = resolution?.payouts.find((one) => one.tokenId === tokenId)?.payout;
  const paid = payout === undefined ? 0 : Math.floor((payout * sum.shares) / MICRO);
  const shares = payout === undefined ? sum.shares : 0;
  if (position.quantity !== shares)
    report(`${name}: holds ${position.quantity}, fills say ${shares}`);
  if (position.fees !== sum.fees) report(`${name}: fees ${position.fees}, fills say ${sum.fees}`);
  const result = position.realised - position.cost;
  if (result !== sum.money + paid) {
    report(`${name}: realised − cost is ${result}, fills say ${sum.money + paid}`);
  }
}

function mergesOf(mirror: Mirror): readonly Realisation[] {
  return [...mirror.realisations.values()].filter(({ cause }) => cause === 'merge');
}

/** As many of one side as of the other left, and together they brought a dollar a set. */
function checkMerges(merges: readonly Realisation[], report: Report): void {
  const sums = new Map<string, { cash: number; readonly sides: Map<string, number> }>();
  for (const { ledger, marketId, tokenId, change, cash, atMs } of merges) {
    const key = `${ledger}|${marketId}|${atMs}`;
    const sum = sums.get(key) ?? { cash: 0, sides: new Map() };
    sum.cash += cash;
    sum.sides.set(tokenId, (sum.sides.get(tokenId) ?? 0) - change);
    sums.set(key, sum);
  }
  for (const [key, { cash, sides }] of sums) {
    const [one, other] = [...sides.values()];
    if (sides.size !== 2 || one !== other) report(`${key}: a merge takes as many of both sides`);
    if (cash !== one) report(`${key}: ${one} sets brought ${cash}`);
  }
}

interface Held {
  readonly marketId: string;
  readonly tokenId: string;
  readonly wallet: string | null;
  readonly amount: number;
}

/** What is held at cost or may still be spent, by the rows alone. */
function heldOf(mirror: Mirror, ledger: LedgerId): readonly Held[] {
  const held: Held[] = [];
  for (const position of mirror.positions.values()) {
    const { marketId, tokenId, wallet, cost, quantity } = position;
    if (mirror.resolutions.has(marketId)) continue; // Nothing of it is at risk any more.
    if (position.ledger === ledger && quantity > 0)
      held.push({ marketId, tokenId, wallet, amount: cost });
  }
  for (const { intent, status, filledNotional } of mirror.orders.values()) {
    if (intent.ledger !== ledger || intent.leg !== 'entry' || isTerminal(status)) continue;
    const { marketId, tokenId, wallet } = intent;
    held.push({ marketId, tokenId, wallet, amount: intent.spend - filledNotional });
  }
  return held;
}

/** Settings as committed, on top of the run's own. */
export function settingsOf(mirror: Mirror, texts: Readonly<Record<string, string>>): Settings {
  const changed = [...mirror.settings.values()].sort((a, b) => a.version - b.version);
  const merged = { ...texts, ...Object.fromEntries(changed.map(({ key, value }) => [key, value])) };
  const resolved = resolveSettings(merged);
  if (!resolved.ok) throw new RangeError(resolved.problem);
  return resolved.settings;
}

/** No cap is ever exceeded, worked out from rows and not by the engine's own sums. */
export function checkCaps(mirror: Mirror, settings: Settings, report: Report): void {
  const foreign = new Set<LedgerId>();
  const ledgers = new Set<LedgerId>();
  for (const { ledger, kind } of mirror.flows.values()) {
    ledgers.add(ledger);
    // The owner minds no cap of ours, and naive copying has none.
    if (kind === 'external' || ledger === SHADOW_NAIVE) foreign.add(ledger);
  }
  for (const ledger of ledgers) {
    if (!foreign.has(ledger)) checkHeld(mirror, { settings, held: heldOf(mirror, ledger) }, report);
  }
  checkRate(mirror, settings['limits.ordersPerMinute'], report);
}

function checkHeld(
  mirror: Mirror,
  { settings, held }: { readonly settings: Settings; readonly held: readonly Held[] },
  report: Report,
): void {
  const most = (key: `limits.${'market' | 'group' | 'wallet' | 'category' | 'total'}Percent`) =>
    shareOf(settings.bankroll, settings[key], 'floor');
  const market = (row: Held) => mirror.markets.get(row.marketId);
  const scopes = [
    { name: 'market', limit: most('limits.marketPercent'), of: (row: Held) => row.marketId },
    {
      name: 'group',
      limit: most('limits.groupPercent'),
      of: (row: Held) => market(row)?.eventGroupId ?? row.marketId,
    },
    { name: 'wallet', limit: most('limits.walletPercent'), of: (row: Held) => row.wallet ?? '' },
    {
      name: 'category',
      limit: most('limits.categoryPercent'),
      of: (row: Held) => market(row)?.categories[0] ?? '',
    },
    { name: 'total', limit: most('limits.totalPercent'), of: () => '' },
  ];
  for (const { name, limit, of } of scopes) {
    const sums = new Map<string, number>();
    for (const row of held) sums.set(of(row), (sums.get(of(row)) ?? 0) + row.amount);
    for (const [key, sum] of sums) {
      if (sum > limit) report(`${name} cap ${limit} is kept: ${sum} in ${key.slice(0, 12)}`);
    }
  }
  const tokens = new Set(held.map((row) => row.tokenId));
  const positions = settings['limits.positions'];
  if (tokens.size > positions) report(`${tokens.size} positions of at most ${positions}`);
}

const MINUTE_MS = 60_000;

function checkRate(mirror: Mirror, most: number, report: Report): void {
  const made = new Map<string, number[]>();
  for (const { intent } of mirror.orders.values()) {
    if (intent.leg !== 'entry' || intent.ledger === SHADOW_NAIVE) continue;
    made.set(intent.ledger, [...(made.get(intent.ledger) ?? []), intent.createdAtMs]);
  }
  for (const [ledger, times] of made) {
    times.sort((a, b) => a - b);
    const late = times.find((atMs, index) => atMs - (times[index - most] ?? 0) < MINUTE_MS);
    if (late !== undefined) report(`at most ${most} entry orders a minute in ${ledger}: ${late}`);
  }
}

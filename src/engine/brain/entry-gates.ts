import type { DepthView } from '../domain/book/depth.ts';
import type { Market } from '../domain/market.ts';
import { QUALITY_PARTS, type QualityPart, type QualityParts } from '../domain/market-analysis.ts';
import type { Settings } from '../domain/settings.ts';
import { type CopySignal, signalPrice } from '../domain/signal.ts';
import type { Price } from '../domain/values/money.ts';
import type { WalletRules } from '../domain/wallet.ts';
import { checkMarketRest, checkWalletRest } from './cooldown.ts';
import type { EntryContext } from './entry-context.ts';
import { entryLimit } from './entry-limit.ts';
import { flag, type GateLog } from './gates.ts';
import { leastScore } from './least-score.ts';
import { qualityOf, qualityWeights } from './market-quality.ts';
import { isUncopied } from './standing/findings.ts';
import { sizingKind } from './wanted-size.ts';

/** Writes that may wait for the database before entries stop. */
export const WRITE_QUEUE_MAX = 1_000;
/** Age of the oldest such write before entries stop. */
export const WRITE_QUEUE_AGE_MS_MAX = 2_000;
/** Gates that need neither market nor book. */
export function checkHouse(log: GateLog, context: EntryContext): void {
  const { control, writes } = context;
  log.entry('killed', control.killed === null, flag(control.killed !== null, false));
  log.entry('paused', control.paused === null, {
    ...flag(control.paused !== null, false),
    ...(control.paused === null ? {} : { note: control.paused.reason }),
  });
  if (context.live !== null) checkLive(log, context.live.missing);
  checkWrites(log, writes);
  if (context.signal.kind === 'copy') checkWallet(log, context);
}

/** Nothing is bought that the database could not be told of soon. */
export function checkWrites(log: GateLog, writes: EntryContext['writes']): void {
  const overfull = writes.count > WRITE_QUEUE_MAX;
  log.entry('writeQueue', !overfull && writes.oldestMs <= WRITE_QUEUE_AGE_MS_MAX, {
    actual: overfull ? writes.count : writes.oldestMs,
    limit: overfull ? WRITE_QUEUE_MAX : WRITE_QUEUE_AGE_MS_MAX,
    unit: overfull ? 'count' : 'ms',
  });
}

/** Gates about whom we follow. */
function checkWallet(log: GateLog, context: EntryContext): void {
  const { wallet, settings } = context;
  log.entry('walletUnknown', wallet !== null, flag(wallet !== null, true));
  if (wallet === null) return;
  log.entry('walletDisabled', wallet.enabled, flag(wallet.enabled, true));
  const least = leastScore(wallet, settings, context.live !== null);
  log.entry('walletConfidence', (wallet.confidence ?? 0) >= least, {
    actual: wallet.confidence,
    limit: least,
    unit: 'score',
  });
  if (context.score !== null) checkKind(log, context.score, settings);
  checkWalletRest(log, context);
}

/** A maker's or a hedger's profit is not in the price that a copy pays. */
function checkKind(
  log: GateLog,
  { kind, kindNote }: NonNullable<EntryContext['score']>,
  settings: EntryContext['settings'],
): void {
  const isCopied = !isUncopied(kind, settings);
  log.entry('walletKind', isCopied, flag(isCopied, true, `${kind}: ${kindNote}`));
}

function checkLive(log: GateLog, missing: readonly string[]): void {
  const [first] = missing;
  log.entry('liveNotReady', first === undefined, flag(first === undefined, true, first));
}

/** Gates about whether this market may be entered at all. */
export function checkMarket(log: GateLog, context: EntryContext): void {
  const { market, depth, filter, settings, atMs, wallet } = context;
  if (market !== null) {
    const open = market.status === 'open' && market.acceptingOrders;
    log.entry('marketClosed', open, { ...flag(open, true), note: market.status });
  }
  log.entry('bookMissing', depth !== null, flag(depth !== null, true));
  log.entry('marketUnknown', market !== null, flag(market !== null, true));
  if (market === null) return;
  log.entry('marketFilter', filter.allowed, {
    ...flag(filter.allowed, true),
    ...(filter.rule === null ? {} : { note: filter.rule }),
  });
  if (wallet !== null) checkCategory(log, market, wallet);
  const short = market.shortCrypto && !settings['entry.shortCryptoMarkets'];
  log.entry('shortCrypto', !short, flag(market.shortCrypto, settings['entry.shortCryptoMarkets']));
  const leastMs = settings['entry.minMinutesToClose'];
  const leftMs = market.closesAtMs === null ? null : market.closesAtMs - atMs;
  log.entry('minutesToClose', leastMs === 0 || (leftMs !== null && leftMs >= leastMs), {
    actual: leftMs,
    limit: leastMs,
    unit: 'ms',
  });
  checkMarketRest(log, context);
}

function checkCategory(log: GateLog, market: Market, wallet: WalletRules): void {
  const denied = market.categories.find((one) => wallet.categoriesDenied.includes(one));
  const closed =
    wallet.categoriesAllowed.length > 0 &&
    !market.categories.some((one) => wallet.categoriesAllowed.includes(one));
  const note = denied ?? (closed ? `not in ${wallet.categoriesAllowed.join(', ')}` : undefined);
  log.entry('walletCategory', note === undefined, flag(note === undefined, true, note));
}

/** Gates about the signal itself. */
export function checkSignal(log: GateLog, context: EntryContext): void {
  const { signal } = context;
  if (signal.kind === 'copy') checkClip(log, context, signal);
  checkAge(log, context);
  checkBand(log, context, signalPrice(signal));
}

function checkClip(log: GateLog, { settings, wallet }: EntryContext, signal: CopySignal): void {
  const leastClip = wallet?.minLeaderClip ?? settings['entry.minLeaderClip'];
  log.entry('clipMinimum', signal.stage !== 'belowMinimum' && signal.clipNotional >= leastClip, {
    actual: signal.clipNotional,
    limit: leastClip,
    unit: 'money',
  });
  const sizing = sizingKind({ signal, settings, wallet });
  const again = signal.stage === 'remainder' && sizing !== 'leader';
  log.entry('clipAlreadyCopied', !again, flag(again, false));
}

function checkAge(log: GateLog, { signal, settings, wallet, atMs }: EntryContext): void {
  const oldestMs = wallet?.maxAgeMs ?? settings['entry.maxAgeSeconds'];
  const ageMs = atMs - signal.tradedAtMs;
  log.entry('signalAge', ageMs <= oldestMs, { actual: ageMs, limit: oldestMs, unit: 'ms' });
}

function checkBand(log: GateLog, { settings, wallet }: EntryContext, price: Price): void {
  const low = wallet?.priceMin ?? settings['entry.priceMinCents'];
  const high = wallet?.priceMax ?? settings['entry.priceMaxCents'];
  const inside = price >= low && price <= high;
  log.entry('priceBand', inside, {
    actual: price,
    limit: price < low ? low : high,
    unit: 'price',
  });
}

/** Gates about the book as it is now. Needs market and depth. */
export function checkBook(
  log: GateLog,
  context: EntryContext,
  { market, depth }: { readonly market: Market; readonly depth: DepthView },
): void {
  const { settings, signal } = context;
  const intact = depth.trust.trusted;
  const note = depth.trust.reason ?? undefined;
  log.entry('bookUntrusted', intact, flag(intact, true, note));
  const ageMs = depth.atMs - depth.receivedAtMs;
  log.entry('bookStale', ageMs <= depth.maxAgeMs, {
    actual: ageMs,
    limit: depth.maxAgeMs,
    unit: 'ms',
  });
  const least = settings['entry.minQuality'];
  const quality = qualityOfDepth(depth, settings);
  log.entry('quality', least === 0 || (quality ?? 0) >= least, {
    actual: quality,
    limit: least,
    unit: 'score',
    ...(depth.analysis === null ? {} : { note: partsNote(depth.analysis.parts) }),
  });
  const limitPrice = entryLimit(context, market);
  const from = signalPrice(signal);
  const best = depth.asks[0]?.price ?? null;
  log.entry('priceMoved', best !== null && best <= limitPrice, {
    actual: best === null ? null : best - from,
    limit: limitPrice - from,
    unit: 'price',
    ...(best === null ? { note: 'nobody sells' } : {}),
  });
}

function qualityOfDepth({ analysis }: DepthView, settings: Settings): number | null {
  return analysis === null ? null : qualityOf(analysis.parts, qualityWeights(settings));
}

/** `liquidity 0.12, spread 0.40, volume 0.00, time left 0.62` */
function partsNote(parts: QualityParts): string {
  return QUALITY_PARTS.map((part) => `${PART_NAMES[part]} ${parts[part].toFixed(2)}`).join(', ');
}

const PART_NAMES: Readonly<Record<QualityPart, string>> = {
  liquidity: 'liquidity',
  spread: 'spread',
  volume: 'volume',
  timeDecay: 'time left',
};

/** What is said of a lag at the venue that is only read. */
export const KALSHI_NOTE = 'on Kalshi, where PolyMind does not trade';

/** What keeps a price lag from being bought once nothing else does. */
export function checkLag(log: GateLog, { signal, settings, market }: EntryContext): void {
  if (signal.kind !== 'price_lag') return;
  // Whatever else is known of it: nothing is ever ordered there.
  if (market?.venue === 'kalshi') {
    log.entry('lagAlertOnly', false, flag(false, true, KALSHI_NOTE));
    return;
  }
  const seen = !signal.evidence.estimated;
  log.entry('lagEstimated', seen, flag(seen, true));
  const isTraded = settings['lag.mode'] === 'paper';
  log.entry('lagAlertOnly', isTraded, flag(isTraded, true));
}

import { contractOf } from '../blank-contract.ts';
import type { Contract } from '../contract.ts';
import { findPeriod, windowOf } from '../deadline.ts';
import type { FoldedText } from '../folded-text.ts';
import { type Asset, findAsset, namedSource } from './assets.ts';
import { findInstant } from './instant.ts';
import { priceBound } from './strike.ts';

const ABOUT_PRICE =
  /\b(?:above|below|over|under|between|price|closes?|less than|greater than|reach|hit|dip|drop|fall|up or down)\b/;
const TOUCH_UP = /\b(?:reach(?:es)?|hits?|rise to|surpass)\b/;
const TOUCH_DOWN = /\b(?:dips?|drops?|falls?|crash(?:es)?) (?:to|below|under)\b/;
const UP_DOWN = /\bup or down\b|\bprice up\b/;
/** Questions about other things that have a price in them, or about which of two comes first. */
const OTHER_SUBJECT =
  /\b(?:market cap|holds?|buys?|purchases?|reserve|etfs?|dominance|flips?|all[- ]time high|first|spot volume|or \$)/;

/** A market about the price of a coin, a commodity or an index. */
export function readPrice(market: FoldedText): Contract | null {
  const { title } = market;
  if (!ABOUT_PRICE.test(title)) return null;
  const asset = findAsset(title);
  if (asset === null || OTHER_SUBJECT.test(title)) return null;
  if (UP_DOWN.test(title)) return upDown(market, asset);
  if (TOUCH_DOWN.test(title)) return touch(market, asset, 'down');
  if (TOUCH_UP.test(title)) return touch(market, asset, 'up');
  return priceAt(market, asset);
}

function priceAt(market: FoldedText, asset: Asset): Contract | null {
  const bound = priceBound(market);
  const { day, atMs, zone } = findInstant(market, asset.assetClass);
  const needsClock = asset.assetClass !== 'commodities';
  return contractOf({
    ...sharedTerms(market, asset),
    family: `${asset.assetClass}.priceAt`,
    kind: bound?.comparator === 'between' ? 'range' : 'threshold',
    predicate: 'priceAt',
    comparator: bound?.comparator ?? null,
    floor: bound?.floor ?? null,
    cap: bound?.cap ?? null,
    unit: 'usd',
    day,
    observedAtMs: atMs,
    zone,
    side: 'yes',
    unknown: [
      ...(bound === null ? ['threshold'] : []),
      ...(day === null ? ['day'] : []),
      ...(needsClock && atMs === null ? ['observedAtMs'] : []),
    ],
  });
}

function touch(market: FoldedText, asset: Asset, direction: 'up' | 'down'): Contract | null {
  const { title, subTitle, nearMs } = market;
  const bound = touchBound(market);
  const period = findPeriod(subTitle, nearMs) ?? findPeriod(title, nearMs);
  return contractOf({
    ...sharedTerms(market, asset),
    family: `${asset.assetClass}.touch`,
    kind: 'oneTouch',
    predicate: direction === 'up' ? 'reaches' : 'dips',
    comparator: direction === 'up' ? 'ge' : 'le',
    floor: direction === 'up' ? bound : null,
    cap: direction === 'down' ? bound : null,
    unit: 'usd',
    window: period === null ? null : windowOf(period),
    side: 'yes',
    unknown: [...(bound === null ? ['threshold'] : []), ...(period === null ? ['window'] : [])],
  });
}

const TARGET = /\b(?:reach(?:es)?|hits?|to|below|under|surpass) (\$?\d[\d,.]*(?: ?(?:k|m)\b)?)/;

function touchBound(market: FoldedText): number | null {
  const said = TARGET.exec(market.title)?.[1];
  if (said === undefined) return null;
  const bound = priceBound({ ...market, subTitle: '', title: `above ${said}` });
  return bound?.floor ?? null;
}

/** The price at the end of a window against that at its start. */
function upDown(market: FoldedText, asset: Asset): Contract {
  const { day, atMs, zone } = findInstant(market, asset.assetClass);
  return contractOf({
    ...sharedTerms(market, asset),
    family: `${asset.assetClass}.upDown`,
    kind: 'binary',
    predicate: 'rises',
    day,
    observedAtMs: atMs,
    zone,
    side: 'yes',
    // Whether the hour of a title is the window's start or its end differs from venue to venue.
    unknown: ['window', ...(day === null ? ['day'] : [])],
  });
}

function sharedTerms({ text, rules }: FoldedText, asset: Asset) {
  return {
    entities: [asset.id],
    source: namedSource(rules) ?? asset.sources?.[text.venue] ?? null,
    hasRules: text.rules !== null,
  } as const;
}

import { unwrapped } from '../../link-text.ts';
import { isTicker } from '../ids.ts';

/** What people write for a market. */
export interface KalshiText {
  /** What may be the ticker of a market, of an event or of a series, the likeliest first. */
  readonly tickers: readonly string[];
  /** What it says otherwise; `null` for a link, which says nothing otherwise. */
  readonly words: string | null;
}

/**
 * Reads a ticker, or a link such as `https://kalshi.com/markets/<series>/<words>/<event>`, also with
 * the ticker behind `#` or as a parameter; anything else is words. `null` for a link to something
 * that is no market, and for nothing.
 */
export function readKalshiText(text: string): KalshiText | null {
  const plain = unwrapped(text);
  if (plain === '') return null;
  const linked = tickersOfLink(plain);
  if (linked !== null) return linked.length === 0 ? null : { tickers: linked, words: null };
  if (/^https?:\/\//i.test(plain)) return null;
  const ticker = plain.toUpperCase();
  // A word such as `bitcoin` could be a series; only what no other word looks like is asked for.
  const isLikely = /[-\d]|^KX/.test(ticker) && isTicker(ticker);
  return { tickers: isLikely ? [ticker] : [], words: plain };
}

/** Tickers in a link to the venue's site, the most exact first; `null` when it is none. */
function tickersOfLink(text: string): readonly string[] | null {
  const match =
    /^(?:https?:\/\/)?(?:[a-z]+\.)?kalshi\.com(?:\/([^?#]*))?(?:\?([^#]*))?(?:#(.*))?$/i.exec(text);
  if (match === null) return null;
  const [, path = '', query = '', hash = ''] = match;
  const [folder, ...parts] = path.split('/').filter((part) => part !== '');
  if (folder !== 'markets' && folder !== 'events') return [];
  // Other parameters say nothing of a market.
  const named = [hash, ...new URLSearchParams(query).values()].filter((part) => /-/.test(part));
  // The series stands first, words for people behind it, and the event last.
  const inPath = parts.length > 2 ? [parts.at(-1), parts[0]] : [...parts].reverse();
  const tickers = [...named, ...inPath]
    .map((part) => (part ?? '').trim().toUpperCase())
    .filter((part) => isTicker(part));
  const isUsual = (ticker: string): number => Number(ticker.startsWith('KX'));
  return [...new Set(tickers)].sort((a, b) => isUsual(b) - isUsual(a));
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { parseFrame } from '../../src/data/frame.ts';
import type { MarketEvent } from '../../src/engine/domain/market-event.ts';
import type { SpotTick } from '../../src/engine/domain/price-lag.ts';
import { spotTick } from '../../src/engine/intelligence/price-lag/spot-tick.ts';

/** Recordings that stand beside the project, not in it. */
export const DATA = join(process.cwd(), '../shared/data');

/** Full windows of 15 minutes with the market's books, and parts of two more. */
export const BOOK_TAPES = [
  'btc-15m-1771633800',
  'btc-15m-1771634700',
  'btc-15m-1771726500',
  'btc-15m-1771728300',
  'btc-15m-1771729200',
] as const;

export function isHere(): boolean {
  return existsSync(DATA);
}

/** An event of a tape and when it was received. */
export interface Received {
  readonly atMs: number;
  readonly event: MarketEvent;
}

/** The events of a tape, in its order. */
export function readTapeEvents(name: string): readonly Received[] {
  const events: Received[] = [];
  for (const line of readLines(join(DATA, 'tapes', `${name}.jsonl.gz`))) {
    const row = JSON.parse(line) as { t: number; source: string; frame: unknown };
    for (const event of parseFrame(row.source, row.frame, row.t).events) {
      events.push({ atMs: row.t, event });
    }
  }
  return events;
}

/** What a spot event of a tape is to the detector; `null` for other events. */
export function tickOf(event: MarketEvent): SpotTick | null {
  return event.kind === 'spotPrice' ? spotTick(event) : null;
}

/** Chainlink's BTC/USD about once a second, as it was received. */
export function readChainlink(): readonly { readonly atMs: number; readonly tick: SpotTick }[] {
  const lines = readLines(join(DATA, 'crypto/chainlink-btcusd-1hz.csv.gz'));
  return lines.slice(1).map((line) => {
    const [feedAtMs, value, , , receivedAtMs] = line.split(',').map(Number);
    const tick: SpotTick = {
      symbol: 'btc',
      feed: 'chainlink',
      price: value!,
      venueAtMs: feedAtMs!,
    };
    return { atMs: receivedAtMs!, tick };
  });
}

export interface Resolved {
  readonly opensAtMs: number;
  readonly closesAtMs: number;
  readonly up: boolean;
}

/** Resolved 5-minute windows of the hours of {@link readChainlink}. */
export function readFiveMinutes(): readonly Resolved[] {
  return readLines(join(DATA, 'crypto/btc-5m-markets.jsonl.gz'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((row) => row['resolved'] === true)
    .map((row) => ({
      opensAtMs: Number(row['start_sec']) * 1_000,
      closesAtMs: Number(row['end_sec']) * 1_000,
      up: (row['outcome_prices'] as readonly string[])[0] === '1',
    }));
}

/** Start and end prices of 400 windows of April, without anything between. */
export function readApril(): readonly { readonly start: number; readonly end: number }[] {
  return readLines(join(DATA, 'crypto/btc-5m-windows-april.jsonl.gz')).map((line) => {
    const row = JSON.parse(line) as { start_price: number; end_price: number };
    return { start: row.start_price, end: row.end_price };
  });
}

export interface KalshiTrade {
  readonly atMs: number;
  readonly ticker: string;
  /** Of YES, in dollars. */
  readonly price: number;
}

/** Every public trade of 60 windows of Kalshi. */
export function readKalshiTrades(name: string): readonly KalshiTrade[] {
  return readLines(join(DATA, 'tapes', `${name}.jsonl.gz`)).map((line) => {
    const row = JSON.parse(line) as { t: number; frame: Record<string, string> };
    const { ticker, yes_price_dollars: price } = row.frame;
    return { atMs: row.t, ticker: ticker!, price: Number(price) };
  });
}

function readLines(path: string): readonly string[] {
  return gunzipSync(readFileSync(path))
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

import process from 'node:process';
import { parseArgs } from 'node:util';
import { leadOf } from './calibration/lead.ts';
import {
  type Bin,
  brierOf,
  difference,
  logLossOf,
  reliabilityOf,
  type Scores,
  scoresOf,
} from './calibration/measures.ts';
import { nowcastsOf } from './calibration/nowcast.ts';
import { oracleFlaws } from './calibration/oracle.ts';
import {
  BOOK_TAPES,
  DATA,
  isHere,
  type Received,
  readApril,
  readChainlink,
  readFiveMinutes,
  readKalshiTrades,
  readTapeEvents,
  tickOf,
} from './calibration/recordings.ts';
import { type Report, textOf } from './calibration/report.ts';
import {
  bookSamples,
  fairSamples,
  HORIZONS_S,
  type Sample,
  tradeSamples,
} from './calibration/samples.ts';
import { replayDetector } from './calibration/signals.ts';

/**
 * How true the fair values were, and the markets' own prices, on recorded windows that stand beside the
 * project; and which price feed leads by how much. `--json` prints the numbers as one document.
 */

const QUARTER_MS = 15 * 60_000;
const COINS = ['btc', 'eth', 'sol', 'xrp'] as const;
const YEAR_S = 31_536_000;

function scored(samples: readonly Sample[]): Report['groups'][number]['scores'] {
  const at = HORIZONS_S.map((horizonS): [string, Scores] | null => {
    const within = samples.filter((sample) => sample.horizonS === horizonS);
    return within.length === 0 ? null : [`${horizonS} s`, scoresOf(within)];
  });
  return [...at.filter((row) => row !== null), ['all', scoresOf(samples)]];
}

function group(name: string, samples: readonly Sample[]): Report['groups'][number] {
  const table: readonly Bin[] = reliabilityOf(samples);
  return { name, scores: scored(samples), reliability: table };
}

function feedsOf(events: readonly Received[]): Map<string, { atMs: number[]; price: number[] }> {
  const feeds = new Map<string, { atMs: number[]; price: number[] }>();
  for (const { atMs, event } of events) {
    const tick = tickOf(event);
    if (tick === null) continue;
    const key = `${tick.feed} ${tick.symbol}`;
    const series = feeds.get(key) ?? { atMs: [], price: [] };
    feeds.set(key, series);
    series.atMs.push(atMs);
    series.price.push(tick.price);
  }
  return feeds;
}

function leads(events: readonly Received[]): Report['leads'] {
  const feeds = feedsOf(events);
  return (['rtds', 'chainlink'] as const).flatMap((behind) => {
    const pairs = COINS.map((coin) => {
      const [first, second] = [feeds.get(`binance ${coin}`), feeds.get(`${behind} ${coin}`)];
      if (first === undefined || second === undefined) throw new Error(`no feeds of ${coin}`);
      return { coin, pair: { first, second } };
    });
    const each = pairs.map(({ coin, pair }) => ({ coin, behind, ...leadOf([pair]) }));
    const together = leadOf(pairs.map(({ pair }) => pair));
    return [...each, { coin: 'all', behind, ...together }];
  });
}

function april(): Report['april'] {
  const moves = readApril().map(({ start, end }) => Math.log(end / start));
  const variance = moves.reduce((sum, move) => sum + move * move, 0) / moves.length;
  const fourth = moves.reduce((sum, move) => sum + move ** 4, 0) / moves.length;
  return {
    windows: moves.length,
    up: moves.filter((move) => move >= 0).length / moves.length,
    deviationAYear: Math.sqrt((variance / 300) * YEAR_S),
    kurtosis: fourth / variance ** 2,
  };
}

function measure(): Report {
  const five = fairSamples(
    readChainlink(),
    readFiveMinutes().map((each) => ({ ...each, strike: null })),
  );
  const events = BOOK_TAPES.flatMap(readTapeEvents).sort((a, b) => a.atMs - b.atMs);
  const three = readTapeEvents('three-price-feeds-5m');
  const books = bookSamples(events, QUARTER_MS);
  const kalshi = ['kalshi-btc-15m-trades', 'kalshi-eth-15m-trades'].flatMap((name) =>
    tradeSamples(readKalshiTrades(name)),
  );
  return {
    groups: [
      group('Fair value, 5-minute windows (Chainlink, 2026-07-24)', five.fair),
      group('The same with normal tails', five.textbook),
      group('Fair value, 15-minute windows with books (2026-02)', books.fair),
      group('Market price (middle of the book), the same windows', books.market),
      group('Market price (last trade), Kalshi 15-minute windows (2026-04)', kalshi),
    ],
    comparisons: [
      {
        name: 'fair less normal tails, 5-minute windows',
        brier: difference(five.fair, five.textbook, brierOf),
        logLoss: difference(five.fair, five.textbook, logLossOf),
      },
      {
        name: 'fair less market, 15-minute windows',
        brier: difference(books.fair, books.market, brierOf),
        logLoss: difference(books.fair, books.market, logLossOf),
      },
    ],
    missing: [...five.missing, ...books.missing].map(([reason, looks]) => ({ reason, looks })),
    leads: leads(three),
    nowcasts: COINS.flatMap((coin) => nowcastsOf(three, coin)),
    april: april(),
    signals: replayDetector(events),
  };
}

function main(): number {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const flaws = oracleFlaws();
  for (const flaw of flaws) process.stderr.write(`WRONG: on made-up windows ${flaw}\n`);
  if (flaws.length > 0) return 1;
  if (!isHere()) {
    process.stderr.write(`skipped: no recordings at ${DATA}\n`);
    return 0;
  }
  const report = measure();
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${textOf(report)}\n`);
  return 0;
}

process.exitCode = main();

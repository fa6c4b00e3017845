import type { KalshiStreamOptions } from '../../../../src/data/kalshi/stream/stream-options.ts';
import { VirtualSockets } from '../../socket/virtual-sockets.ts';
import { Following } from './following.ts';
import { VirtualKalshi } from './stream-venue.ts';

const BOOKS: Partial<KalshiStreamOptions> = { channels: ['orderbook_delta'] };
export const tickersOf = (count: number) =>
  Array.from({ length: count }, (_, at) => `KXA-${String(at).padStart(4, '0')}`);

/** A stream that is connected. */
export function following(options: Partial<KalshiStreamOptions> = BOOKS) {
  const runtime = new VirtualSockets();
  const venue = new VirtualKalshi(runtime);
  const own = new Following(runtime, options);
  own.stream.start();
  runtime.advance(100);
  return { runtime, venue, own };
}

/** A stream that follows so many books of ten contracts at 40 cents. */
export function watching(count: number, options: Partial<KalshiStreamOptions> = BOOKS) {
  const setup = following(options);
  const tickers = tickersOf(count);
  for (const ticker of tickers) setup.venue.set(ticker, 'yes', { cents: 40, count: 10 });
  setup.own.stream.watch(tickers);
  setup.runtime.advance(200);
  return { ...setup, tickers, first: tickers[0] ?? '' };
}

import { parseText } from '../src/data/frame.ts';
import type { MarketEvent } from '../src/engine/domain/market-event.ts';
import { TextBookCache, type TextLevel } from './all/text-book-cache.ts';
import { type Corpus, makeCorpus } from './corpus.ts';
import { Pipeline } from './pipeline.ts';

/**
 * What keeping books costs without parsing: the market core with its checks, hashes and quotes,
 * against a popular peer's way (see `text-book-cache`), in turns of one process. Fails when the best prices
 * of any token differ in the end.
 */
const GOAL = 5;
const MARKETS = 1_000;
const MESSAGES = 120_000;
const WARM = 40_000;
const TURN = 1_000;
const PER_MS = 10;
const OPENING_MS = 2_000;

interface Message {
  readonly event_type: string;
  readonly asset_id: string;
  readonly bids: readonly TextLevel[];
  readonly asks: readonly TextLevel[];
  readonly price_changes: readonly (TextLevel & { asset_id: string; side: string })[];
}

function told(peer: TextBookCache, message: Message): void {
  if (message.event_type === 'book') peer.replace(message.asset_id, message);
  if (message.event_type !== 'price_change') return;
  for (const change of message.price_changes) peer.change(change.asset_id, change.side, change);
}

/** Processor time of `run` in nanoseconds. */
function timed(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1_000;
}

function differences(corpus: Corpus, ours: Pipeline, peer: TextBookCache): number {
  let differing = 0;
  for (const market of corpus.markets) {
    for (const token of market.tokens) {
      const view = ours.depth(market, token, Number.MAX_SAFE_INTEGER);
      const found = [view?.bids[0]?.price ?? null, view?.asks[0]?.price ?? null];
      if (found.join() !== peer.best(token).join()) differing += 1;
    }
  }
  return differing;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function main(): void {
  const corpus = makeCorpus(42, { markets: MARKETS, messages: MESSAGES });
  const ours = new Pipeline(corpus.markets, corpus.startAtMs - OPENING_MS);
  const peer = new TextBookCache();
  for (const text of corpus.opening) {
    ours.take(text, corpus.startAtMs - OPENING_MS);
    told(peer, JSON.parse(text) as Message);
  }
  ours.want(corpus.markets, corpus.startAtMs);
  const books: number[] = [];
  const whole: number[] = [];
  for (let from = 0; from < MESSAGES; from += TURN) {
    const events: (readonly MarketEvent[])[] = [];
    const messages: Message[] = [];
    const texts = corpus.messages.slice(from, from + TURN);
    const sound = texts.filter((_, at) => !corpus.poisoned.has(from + at));
    const read = timed(() => {
      for (const text of sound) events.push(parseText('polymarket.market', text).events);
    });
    const parse = timed(() => {
      for (const text of sound) messages.push(JSON.parse(text) as Message);
    });
    const nowMs = corpus.startAtMs + from / PER_MS;
    const mine = (): number =>
      timed(() => {
        for (const each of events) ours.takeEvents(each, nowMs);
      });
    const theirs = (): number =>
      timed(() => {
        for (const each of messages) told(peer, each);
      });
    const isFirst = (from / TURN) % 2 === 0;
    const before = isFirst ? theirs() : 0;
    const own = mine();
    const peers = isFirst ? before : theirs();
    if (from < WARM) continue;
    books.push(peers / own);
    whole.push((parse + peers) / (read + own));
  }
  const differing = differences(corpus, ours, peer);
  const ratio = median(books);
  const verdict = ratio >= GOAL ? 'reached' : 'MISSED';
  console.log(
    `books without parsing: ${ratio.toFixed(2)} x as fast as the stand-in of poly-websockets' cache (goal ${GOAL} ${verdict}), ${median(whole).toFixed(2)} x with what each parses; median of ${books.length} turns, ${differing} tokens differ`,
  );
  if (differing > 0) process.exitCode = 1;
}

main();

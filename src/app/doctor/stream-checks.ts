import { FRAME_LENGTH_MAX, FrameReader, isRow } from '../../data/parsed.ts';
import { parseBook } from '../../data/polymarket/parse-book.ts';
import { SYSTEM_SOCKETS } from '../../data/socket/system-sockets.ts';
import { bookHash, HASHED_MIN_ORDER_SIZE } from '../../engine/domain/book/book-hash.ts';
import { HashedState } from '../../engine/domain/book/hashed-state.ts';
import type { Market } from '../../engine/domain/market.ts';
import type { BookSnapshot } from '../../engine/domain/market-event.ts';
import { type Finding, fine, warning, wrong } from './check.ts';
import type { Inspection } from './inspection.ts';
import { listedOrNull, skippedWithoutMarkets } from './venue-checks.ts';

const REPORT = 'update PolyMind; if there is no newer version, report it';

/** What one connection brought. */
type Heard =
  | { readonly kind: 'frame'; readonly text: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'closed'; readonly why: string };

interface Listening {
  readonly url: string;
  /** Sent as soon as it is open; `null` where the address says it all. */
  readonly say: string | null;
  /** What is said to a text that came; left out where nothing has to be. */
  readonly answer?: (text: string) => string | null;
  /** Ends the wait; every other text is passed over. */
  readonly isWanted: (text: string) => boolean;
  readonly waitMsMax: number;
}

/** A market's book as it is pushed, proven by the venue's own hash. */
export async function checkBookStream(inspection: Inspection): Promise<Finding> {
  const market = (await listedOrNull(inspection))?.[0]?.market;
  const tokenId = market?.outcomes[0]?.tokenId;
  if (market === undefined || tokenId === undefined) return skippedWithoutMarkets();
  const heard = await listen({
    url: `${inspection.urls.wsUrl.replace(/\/+$/, '')}/ws/market`,
    say: JSON.stringify({ assets_ids: [tokenId], type: 'market', custom_feature_enabled: true }),
    isWanted: (text) => text.includes('"bids"'),
    waitMsMax: inspection.answerMsMax,
  });
  if (heard.kind === 'closed') return notOpened(heard.why, 'POLYMARKET_WS_URL');
  if (heard.kind === 'silent') return wrong('opens and sends no book', REPORT);
  const book = bookIn(heard.text);
  if (book === null) return wrong('sends a book that cannot be read', REPORT);
  if (book.hash === null) return warning('sends a book without its hash', REPORT);
  return reproduces(book, market)
    ? fine(`a book of ${book.bids.length + book.asks.length} levels, its hash verified`)
    : wrong('the hash of a book is not the one that this version computes', REPORT);
}

/** Everybody's trades; at a quiet moment none comes. */
export async function checkTradeStream(inspection: Inspection): Promise<Finding> {
  const heard = await listen({
    url: inspection.urls.rtdsUrl,
    say: 'PING',
    isWanted: (text) => text.toUpperCase() === 'PONG',
    waitMsMax: inspection.answerMsMax,
  });
  if (heard.kind === 'closed') return notOpened(heard.why, 'POLYMARKET_RTDS_URL');
  return fine(heard.kind === 'frame' ? 'opens and answers' : 'opens');
}

/** Why a stream of the host that `variable` names is not there. */
export function notOpened(why: string, variable: string): Finding {
  if (/\b(?:404|410)\b/.test(why)) {
    return wrong(
      `this version of PolyMind uses a route that the venue retired (${why})`,
      'update PolyMind',
    );
  }
  return wrong(
    `does not open: ${why}`,
    `check the network of this host, and ${variable} if it is set`,
  );
}

/** Opens one connection and waits for one text. */
export function listen({ url, say, answer, isWanted, waitMsMax }: Listening): Promise<Heard> {
  return new Promise((give) => {
    const end = (heard: Heard): void => {
      cancel();
      wire.terminate();
      give(heard);
    };
    let isOpen = false;
    const cancel = SYSTEM_SOCKETS.after(waitMsMax, () =>
      end(isOpen ? { kind: 'silent' } : { kind: 'closed', why: 'no answer in time' }),
    );
    const wire = SYSTEM_SOCKETS.connect(
      { url, frameBytesMax: FRAME_LENGTH_MAX, isCompressed: true },
      {
        onOpen: () => {
          isOpen = true;
          if (say !== null) wire.send(say);
        },
        onText: (text) => {
          if (isWanted(text)) {
            end({ kind: 'frame', text });
            return;
          }
          const said = answer?.(text) ?? null;
          if (said !== null) wire.send(said);
        },
        onBinary: () => undefined,
        onError: (why) => end({ kind: 'closed', why }),
        onClose: (code) => end({ kind: 'closed', why: `closed with ${code}` }),
      },
    );
  });
}

function bookIn(text: string): BookSnapshot | null {
  const frame: unknown = JSON.parse(text);
  const row: unknown = Array.isArray(frame) ? frame[0] : frame;
  return isRow(row) ? parseBook(row, 'stream', new FrameReader('polymarket.market')) : null;
}

/** Whether the venue's hash is that of the book as it came. */
export function reproduces(book: BookSnapshot, { negRisk, rules }: Market): boolean {
  const state = new HashedState();
  state.takeSnapshot(book);
  const { minOrderSize, version } = state.fields;
  return state.lastTradePrices().some(
    (lastTradePrice) =>
      book.hash ===
      bookHash({
        marketId: book.marketId,
        tokenId: book.tokenId,
        venueAtMs: book.venueAtMs,
        visit: (side, visitor) => {
          const levels = side === 'bid' ? book.bids : book.asks;
          for (const { price, quantity } of levels) visitor(price, quantity);
        },
        minOrderSize: minOrderSize ?? HASHED_MIN_ORDER_SIZE,
        tick: book.tick ?? rules.tick,
        negRisk: state.fields.negRisk ?? negRisk,
        lastTradePrice,
        version,
      }),
  );
}

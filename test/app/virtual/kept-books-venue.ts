import type { MarketId, TokenId } from '../../../src/engine/domain/ids.ts';
import {
  book,
  conditionOf,
  levelChange,
  listing,
  type StoryMarket,
  tokenOf,
  type VenueFrame,
} from '../../scenarios/venue-frames.ts';
import { json, type Reply, type Seen } from '../../servers/http-double.ts';

const OUTCOMES = ['Yes', 'No'] as const;

/** A market of the story: its book, and what the venue says of it. */
export class StoryBook {
  readonly market: StoryMarket;
  readonly id: MarketId;
  readonly tokenIds: readonly TokenId[];
  /** The stream never brings its first book. */
  readonly isSilent: boolean;
  #bid = '0.48';
  #ask = '0.5';
  #stampMs: number;

  constructor(place: number, of: { readonly isSilent: boolean; readonly sinceMs: number }) {
    const options = new Map([['question', `Will_it_be_${place}?`]]);
    this.market = { name: `m${place}`, place, outcomes: OUTCOMES, options };
    this.id = conditionOf(this.market) as MarketId;
    this.tokenIds = OUTCOMES.map((_, at) => tokenOf(this.market, at) as TokenId);
    this.isSilent = of.isSilent;
    this.#stampMs = of.sinceMs;
  }

  listed(atMs: number): VenueFrame {
    return listing(this.market, atMs, null);
  }

  /** The whole book of its first outcome, as the stream sends it. */
  streamed(): VenueFrame {
    return this.#whole(0, false);
  }

  /** The seller of the best price goes: everything is a cent dearer. Tells how the stream says it. */
  rises(atMs: number): readonly VenueFrame[] {
    const gone = { price: this.#ask, size: '0' };
    this.#ask = '0.51';
    this.#stampMs = atMs;
    const of = { market: this.market, outcome: 0, side: 'ask' } as const;
    const there = { price: this.#ask, size: '2000' };
    return [levelChange(of, gone, atMs), levelChange(of, there, atMs)];
  }

  row(tokenId: string): unknown {
    return this.#whole(this.tokenIds.indexOf(tokenId as TokenId), true).frame;
  }

  #whole(outcome: number, polled: boolean): VenueFrame {
    const yes = {
      bids: [
        { price: '0.45', size: '4000' },
        { price: this.#bid, size: '2000' },
      ],
      asks: [
        { price: '0.55', size: '4000' },
        { price: this.#ask, size: '2000' },
      ],
    };
    const no = { bids: yes.asks.map(mirrored), asks: yes.bids.map(mirrored) };
    const levels = outcome === 0 ? yes : no;
    return book({ market: this.market, outcome, polled }, levels, this.#stampMs);
  }
}

function mirrored({ price, size }: { readonly price: string; readonly size: string }) {
  return { price: (1 - Number(price)).toFixed(2), size };
}

/** `POST /books` of these markets. */
export function booksRoute(books: readonly StoryBook[]) {
  const reply = ({ body }: Seen): Reply => {
    const asked = body as readonly { readonly token_id: string }[];
    return json(
      asked.map(({ token_id: token }) => {
        const of = books.find(({ tokenIds }) => tokenIds.includes(token as TokenId));
        if (of === undefined) throw new Error(`nobody asks for ${token}`);
        return of.row(token);
      }),
    );
  };
  return { method: 'POST', path: '/books', reply } as const;
}

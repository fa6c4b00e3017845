import type { TokenId } from '../../src/engine/domain/ids.ts';
import {
  book,
  durationMs,
  type LeaderRow,
  levelChange,
  listed,
  listing,
  payoutTexts,
  type StoryMarket,
  sides,
  streamed,
  tickChange,
  tokenOf,
  type VenueFrame,
} from './venue-frames.ts';
import { addressOf } from './wallet-words.ts';

const LEADER_VERBS: Readonly<Record<string, LeaderRow['kind']>> = {
  buys: 'buy',
  sells: 'sell',
  splits: 'split',
  merges: 'merge',
  redeems: 'redeem',
  converts: 'conversion',
};

interface Token {
  readonly market: StoryMarket;
  readonly outcome: number;
}

/** The markets of a story, and what its lines about them and about leaders look like as frames. */
export class StoryWorld {
  readonly #markets = new Map<string, StoryMarket>();
  #transactions = 1_000;

  /** What a line makes venues send; `null` when it is not about the world. */
  frames(words: readonly string[], nowMs: number): readonly VenueFrame[] | null {
    const [verb = '', name = '', ...rest] = words;
    switch (verb) {
      case 'market':
        return [listing(this.#list(name, rest), nowMs, null)];
      case 'unlisted':
        this.#list(name, rest);
        return [];
      case 'resolve':
        return [listing(this.market(name), nowMs, payoutTexts(rest[0] ?? ''))];
      case 'tick':
        return [tickChange(this.market(name), rest[0] ?? '', nowMs)];
      case 'book':
      case 'poll':
        return [this.#book(name, rest, { polled: verb === 'poll', nowMs })];
      case 'level':
        return [this.#level(name, rest, nowMs)];
      case 'page':
        return [listed(this.#rows([name, ...rest].join(' '), nowMs))];
      default:
        return LEADER_VERBS[name] === undefined ? null : this.#leader(words, nowMs);
    }
  }

  market(name: string): StoryMarket {
    const market = this.#markets.get(name);
    if (market === undefined) throw new Error(`no market: ${name}`);
    return market;
  }

  hasMarket(name: string): boolean {
    return this.#markets.has(name);
  }

  tokenId(name: string): TokenId {
    const { market, outcome } = this.#token(name);
    return tokenOf(market, outcome) as TokenId;
  }

  nameOf(tokenId: string): string {
    for (const market of this.#markets.values()) {
      const outcome = market.outcomes.findIndex((_, at) => tokenOf(market, at) === tokenId);
      if (outcome >= 0) return `${market.name}.${market.outcomes[outcome]}`;
    }
    return tokenId;
  }

  #token(name: string): Token {
    const [first = '', label = ''] = name.split('.');
    const market = this.market(first);
    const outcome = label === '' ? 0 : market.outcomes.indexOf(label);
    if (outcome < 0) throw new Error(`no outcome: ${name}`);
    return { market, outcome };
  }

  #list(name: string, words: readonly string[]): StoryMarket {
    const known = this.#markets.get(name);
    const options = new Map([...(known?.options ?? []), ...optionsOf(words)]);
    const outcomes = (options.get('outcomes') ?? 'Yes/No').split('/');
    const place = known?.place ?? this.#markets.size + 1;
    const market = { name, place, outcomes, options };
    this.#markets.set(name, market);
    return market;
  }

  #book(
    name: string,
    words: readonly string[],
    of: { readonly polled: boolean; readonly nowMs: number },
  ): VenueFrame {
    const middle = words.indexOf('/');
    const levels = { bids: sides(words.slice(0, middle)), asks: sides(words.slice(middle + 1)) };
    return book({ ...this.#token(name), polled: of.polled }, levels, of.nowMs);
  }

  #level(name: string, [side, ...words]: readonly string[], nowMs: number): VenueFrame {
    const [level] = sides(words);
    if (level === undefined) throw new Error('a level has a price and a size');
    return levelChange(
      { ...this.#token(name), side: side === 'bid' ? 'bid' : 'ask' },
      level,
      nowMs,
    );
  }

  #leader(words: readonly string[], nowMs: number): readonly VenueFrame[] {
    const options = optionsOf(words.slice(4));
    const streams = words[1] === 'buys' || words[1] === 'sells';
    const feed = options.get('feed') ?? (streams && !options.has('twins') ? 'trades' : 'data');
    const frames: VenueFrame[] = [];
    for (let print = 0; print < Number(options.get('prints') ?? 1); print += 1) {
      const row = this.#row(words, nowMs);
      const twins = Array<LeaderRow>(Number(options.get('twins') ?? 1)).fill(row);
      const type = feed === 'orders' ? 'orders_matched' : 'trades';
      frames.push(feed === 'data' ? listed(twins) : streamed(row, type));
    }
    return frames;
  }

  #rows(text: string, nowMs: number): readonly LeaderRow[] {
    return text.split(' & ').map((line) => this.#row(line.split(' '), nowMs));
  }

  #row(words: readonly string[], nowMs: number): LeaderRow {
    const [leader = '', verb = '', subject = '', amount = '0', ...rest] = words;
    const options = optionsOf(rest);
    const kind = LEADER_VERBS[verb];
    if (kind === undefined) throw new Error(`leaders do not do this: ${verb}`);
    this.#transactions += 1;
    return {
      wallet: addressOf(leader),
      kind,
      ...this.#token(subject),
      quantity: Number(amount),
      price: Number(options.get('@') ?? 0),
      transaction: Number(options.get('tx') ?? this.#transactions),
      tradedAtMs: nowMs - durationMs(options.get('ago') ?? '0s'),
    };
  }
}

/** Pairs of words. */
function optionsOf(words: readonly string[]): Map<string, string> {
  const options = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2) options.set(words[at] ?? '', words[at + 1] ?? '');
  return options;
}

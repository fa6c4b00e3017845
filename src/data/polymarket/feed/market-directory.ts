import type { Market } from '../../../engine/domain/market.ts';
import type { ReadOptions } from '../../http/json-http.ts';
import type { PolymarketClient } from '../client/client.ts';
import type { ListedMarket } from '../client/gamma-market.ts';
import { readMarketText } from './venue-link.ts';

/** What a slug looks like: lower-case words joined by dashes. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)+$/;

/** Finds the markets that a person means by a link, a slug, an id or words. */
export class MarketDirectory {
  readonly #gamma: PolymarketClient['gamma'];
  readonly #clob: PolymarketClient['clob'];

  constructor({ gamma, clob }: Pick<PolymarketClient, 'gamma' | 'clob'>) {
    this.#gamma = gamma;
    this.#clob = clob;
  }

  /** Best match first; an event stands for all its markets. @throws VenueError */
  async find(text: string, limit: number, options: ReadOptions = {}): Promise<readonly Market[]> {
    const listed = await this.#listed(text, options);
    return listed.slice(0, limit).map(({ market }) => market);
  }

  async #listed(text: string, options: ReadOptions): Promise<readonly ListedMarket[]> {
    const meant = readMarketText(text);
    switch (meant?.kind) {
      case undefined:
        return [];
      case 'condition':
        return (await this.#gamma.marketsByCondition([meant.marketId], options)).markets;
      case 'token': {
        const marketId = await this.#clob.marketOf(meant.tokenId, options);
        if (marketId === null) return [];
        return (await this.#gamma.marketsByCondition([marketId], options)).markets;
      }
      case 'market': {
        const bySlug = await this.#bySlug(meant.slug, options);
        // A link may name a market that was renamed, or a page of the event that is none.
        const { event } = meant;
        return bySlug.length > 0 || event === null ? bySlug : this.#ofEvent(event, options);
      }
      case 'event':
        return this.#ofEvent(meant.slug, options);
      case 'words': {
        const bySlug = SLUG.test(meant.words) ? await this.#byEitherSlug(meant.words, options) : [];
        if (bySlug.length > 0) return bySlug;
        return (await this.#gamma.search(meant.words, options)).markets;
      }
    }
  }

  async #ofEvent(slug: string, options: ReadOptions): Promise<readonly ListedMarket[]> {
    return (await this.#gamma.eventBySlug(slug, options))?.markets ?? [];
  }

  async #byEitherSlug(slug: string, options: ReadOptions): Promise<readonly ListedMarket[]> {
    const market = await this.#bySlug(slug, options);
    return market.length > 0 ? market : this.#ofEvent(slug, options);
  }

  async #bySlug(slug: string, options: ReadOptions): Promise<readonly ListedMarket[]> {
    const market = await this.#gamma.marketBySlug(slug, options);
    return market === null ? [] : [market];
  }
}

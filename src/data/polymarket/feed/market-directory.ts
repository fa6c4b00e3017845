import type { Market } from '../../../engine/domain/market.ts';
import type { ReadOptions } from '../../http/json-http.ts';
import type { Gamma } from '../client/gamma.ts';
import type { ListedMarket } from '../client/gamma-market.ts';
import { readMarketText } from './venue-link.ts';

/** What a slug looks like: lower-case words joined by dashes. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)+$/;

/** Finds the markets that a person means by a link, a slug, a condition id or words. */
export class MarketDirectory {
  readonly #gamma: Gamma;

  constructor(gamma: Gamma) {
    this.#gamma = gamma;
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
      case 'market':
        return this.#bySlug(meant.slug, options);
      case 'event':
        return (await this.#gamma.eventBySlug(meant.slug, options))?.markets ?? [];
      case 'words': {
        const bySlug = SLUG.test(meant.words) ? await this.#bySlug(meant.words, options) : [];
        if (bySlug.length > 0) return bySlug;
        return (await this.#gamma.search(meant.words, options)).markets;
      }
    }
  }

  async #bySlug(slug: string, options: ReadOptions): Promise<readonly ListedMarket[]> {
    const market = await this.#gamma.marketBySlug(slug, options);
    return market === null ? [] : [market];
  }
}

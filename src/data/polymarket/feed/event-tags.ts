import { type AtMs, HOUR_MS } from '../../../engine/domain/time.ts';
import { isRow, type Row } from '../../parsed.ts';
import type { Gamma } from '../client/gamma.ts';

/** How long the tags of an event are believed. */
export const TAGS_AGE_MS_MAX = 6 * HOUR_MS;
/** Events whose tags are kept; beyond it the oldest are asked for again. */
export const TAGGED_EVENTS_MAX = 2_000;

interface Known {
  readonly tags: Promise<readonly unknown[]>;
  readonly askedAtMs: AtMs;
}

/**
 * Puts the tags of its event into a market's row, where the parser finds the categories: Gamma's
 * market lists name the event and leave out its tags.
 */
export class EventTags {
  readonly #gamma: Gamma;
  readonly #nowMs: () => AtMs;
  readonly #known = new Map<string, Known>();

  constructor(gamma: Gamma, nowMs: () => AtMs) {
    this.#gamma = gamma;
    this.#nowMs = nowMs;
  }

  /** The row with tags; unchanged when it has some, or belongs to no event. @throws VenueError */
  async tagged(row: Row, signal: AbortSignal): Promise<Row> {
    const event = eventOf(row);
    if (event === null || hasTags(row) || hasTags(event.row)) return row;
    const tags = await this.#of(event.slug, signal);
    return { ...row, events: [{ ...event.row, tags }, ...event.others] };
  }

  /** Takes the tags of a row that has them, so that nobody has to ask for them. */
  learn(row: Row): void {
    const event = eventOf(row);
    if (event === null || !hasTags(event.row)) return;
    const tags = event.row['tags'];
    if (Array.isArray(tags)) this.#keep(event.slug, Promise.resolve(tags));
  }

  async #of(slug: string, signal: AbortSignal): Promise<readonly unknown[]> {
    const known = this.#known.get(slug);
    if (known !== undefined && this.#nowMs() - known.askedAtMs < TAGS_AGE_MS_MAX) return known.tags;
    // All markets of an event wait for one answer.
    const asked = this.#keep(slug, this.#ask(slug, signal));
    try {
      return await asked.tags;
    } catch (error) {
      if (this.#known.get(slug) === asked) this.#known.delete(slug);
      throw error;
    }
  }

  #keep(slug: string, tags: Known['tags']): Known {
    const known = { tags, askedAtMs: this.#nowMs() };
    this.#known.delete(slug);
    this.#known.set(slug, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > TAGGED_EVENTS_MAX && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  async #ask(slug: string, signal: AbortSignal): Promise<readonly unknown[]> {
    return (await this.#gamma.eventBySlug(slug, { signal }))?.tags ?? [];
  }
}

function hasTags(row: Row): boolean {
  return Array.isArray(row['tags']) && row['tags'].length > 0;
}

function eventOf(row: Row): { slug: string; row: Row; others: readonly unknown[] } | null {
  const events: unknown = row['events'];
  if (!Array.isArray(events)) return null;
  const [first, ...others]: readonly unknown[] = events;
  if (!isRow(first) || typeof first['slug'] !== 'string' || first['slug'] === '') return null;
  return { slug: first['slug'], row: first, others };
}

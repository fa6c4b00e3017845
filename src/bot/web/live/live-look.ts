import { SECOND_MS } from '../../../engine/domain/time.ts';
import type { Decision } from '../contract/decisions.ts';
import type { Feed, Overview } from '../contract/overview.ts';
import { opportunitiesPage } from '../views/arbitrage-page.ts';
import { decisionRow } from '../views/decision-view.ts';
import { orderRow } from '../views/order-view.ts';
import { overviewPage } from '../views/overview-page.ts';
import { positionRow } from '../views/position-view.ts';
import type { PageSources } from '../views/sources.ts';
import type { LiveState } from './differences.ts';

/** Decisions that are shown live. */
const DECISIONS_SHOWN = 30;
/** Between two readings of decisions, which come from the database. */
const DECISIONS_EVERY_MS = SECOND_MS;
/** Ages and counts of feeds change always: they are told this often, unless a feed's state changes. */
const FEEDS_EVERY_MS = 2 * SECOND_MS;

/** What is shown live, from memory but for decisions: those are read only when there are new ones. */
export class LiveLook {
  readonly #sources: PageSources;
  readonly #monotonicMs: () => number;
  #decisions: readonly Decision[] = [];
  #counted = -1;
  #readAtMs = Number.NEGATIVE_INFINITY;
  #feeds: readonly Feed[] = [];
  #feedsAtMs = Number.NEGATIVE_INFINITY;

  constructor(sources: PageSources, monotonicMs: () => number) {
    this.#sources = sources;
    this.#monotonicMs = monotonicMs;
  }

  async look(): Promise<LiveState> {
    const { queries } = this.#sources;
    await this.#readDecisions();
    const overview = overviewPage(this.#sources);
    return {
      overview: { ...overview, feeds: this.#feedsOf(overview) },
      positions: queries.positions().map(positionRow),
      orders: queries.openOrders().map(orderRow),
      decisions: this.#decisions,
      opportunities: opportunitiesPage(this.#sources).opportunities,
    };
  }

  #feedsOf({ feeds }: Overview): readonly Feed[] {
    const nowMs = this.#monotonicMs();
    if (nowMs - this.#feedsAtMs < FEEDS_EVERY_MS && statesOf(feeds) === statesOf(this.#feeds)) {
      return this.#feeds;
    }
    this.#feedsAtMs = nowMs;
    this.#feeds = feeds;
    return feeds;
  }

  /** While the database does not answer, what was read last stays; the overview says so. */
  async #readDecisions(): Promise<void> {
    const { queries, names } = this.#sources;
    const { copied, exited, denied } = queries.status().today;
    const counted = copied + exited + denied;
    const nowMs = this.#monotonicMs();
    if (counted === this.#counted || nowMs - this.#readAtMs < DECISIONS_EVERY_MS) return;
    this.#readAtMs = nowMs;
    try {
      const found = await queries.decisions({ limit: DECISIONS_SHOWN });
      this.#decisions = found.map((one) => decisionRow(one, names));
      this.#counted = counted;
    } catch {
      this.#counted = -1;
    }
  }
}

function statesOf(feeds: readonly Feed[]): string {
  return feeds.map(({ name, state }) => `${name} ${state}`).join();
}

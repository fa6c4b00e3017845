import type { Booking } from '../../engine/contract/reports.ts';
import type { AtMs } from '../../engine/domain/time.ts';

/** A booking where it stands among those of its ledger. */
export interface Placed {
  readonly atMs: AtMs;
  readonly booking: Booking;
}

/**
 * Joins rows of several sources, each oldest first, into pages; of one moment those of an earlier
 * source come first. No source is read further than the pages that were asked for need.
 */
export async function* inPages(
  sources: readonly AsyncIterable<Placed>[],
  pageRows: number,
): AsyncGenerator<readonly Booking[], void> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  const heads = await Promise.all(iterators.map(nextOf));
  let page: Booking[] = [];
  for (;;) {
    const first = earliest(heads);
    const head = heads[first];
    const iterator = iterators[first];
    if (head === undefined || head === null || iterator === undefined) break;
    page.push(head.booking);
    heads[first] = await nextOf(iterator);
    if (page.length < pageRows) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function nextOf(iterator: AsyncIterator<Placed>): Promise<Placed | null> {
  const { done, value } = await iterator.next();
  return done === true ? null : value;
}

/** Its place in the list; beyond it when every source has ended. */
function earliest(heads: readonly (Placed | null)[]): number {
  let best = heads.length;
  let bestAtMs = Number.POSITIVE_INFINITY;
  heads.forEach((head, at) => {
    if (head === null || head.atMs >= bestAtMs) return;
    best = at;
    bestAtMs = head.atMs;
  });
  return best;
}

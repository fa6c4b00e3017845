import type { Corpus } from './corpus.ts';

/** Book of one market as plain Maps from the venue's texts to numbers, one pair per token. */
export type ReferenceBooks = ReadonlyMap<
  string,
  { bids: Map<string, number>; asks: Map<string, number> }
>;

interface Message {
  readonly event_type: string;
  readonly asset_id: string;
  readonly bids: readonly { readonly price: string; readonly size: string }[];
  readonly asks: readonly { readonly price: string; readonly size: string }[];
  readonly price_changes: readonly {
    readonly asset_id: string;
    readonly price: string;
    readonly size: string;
    readonly side: string;
  }[];
}

/**
 * The final books by the simplest means, sharing no code with the product: both tokens apart,
 * texts as keys, poison left out by its position.
 */
export function referenceBooks(corpus: Corpus): ReferenceBooks {
  const books = new Map<string, { bids: Map<string, number>; asks: Map<string, number> }>();
  for (const text of corpus.opening) apply(books, JSON.parse(text) as Message);
  for (const [at, text] of corpus.messages.entries()) {
    if (!corpus.poisoned.has(at)) apply(books, JSON.parse(text) as Message);
  }
  return books;
}

function apply(
  books: Map<string, { bids: Map<string, number>; asks: Map<string, number> }>,
  message: Message,
): void {
  if (message.event_type === 'book') {
    const entry = (level: { price: string; size: string }) =>
      [level.price, Number(level.size)] as const;
    books.set(message.asset_id, {
      bids: new Map(message.bids.map(entry)),
      asks: new Map(message.asks.map(entry)),
    });
  }
  if (message.event_type !== 'price_change') return;
  for (const change of message.price_changes) {
    const book = books.get(change.asset_id);
    const side = change.side === 'BUY' ? book?.bids : book?.asks;
    if (Number(change.size) === 0) side?.delete(change.price);
    else side?.set(change.price, Number(change.size));
  }
}

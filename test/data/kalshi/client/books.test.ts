import { afterEach, describe, expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import {
  BOOKS_PER_REQUEST,
  SIGNED_REFUSALS_MAX,
} from '../../../../src/data/kalshi/client/books.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { HttpDouble, json, type Route } from '../../../servers/http-double.ts';
import { marketRow, TICKER } from '../frames.ts';
import { clientOf, proofOf, ROOT } from './venue.ts';

const ID = TICKER as MarketId;
const ANY = /./;
const BOOK = {
  yes_dollars: [['0.3100', '120.00']],
  no_dollars: [
    ['0.6700', '5.00'],
    ['0.6800', '80.50'],
  ],
};
let double: HttpDouble;
afterEach(() => double.stop());

type Asks = 'nothing' | 'aKey' | 'more';

/** A venue that gives whole books to whoever `asks` lets it. */
async function venue(asks: Asks): Promise<void> {
  const guarded = (body: (tickers: readonly string[]) => unknown): Route['reply'] => {
    return (seen) => {
      const isProven = proofOf(seen) === 'signed';
      const mayRead = asks === 'nothing' || (asks === 'aKey' && isProven);
      if (!mayRead) return json({ code: 'unauthorized', message: 'unauthorized' }, 401);
      return json(body(seen.query.getAll('tickers')));
    };
  };
  double = await HttpDouble.start(
    {
      path: `${ROOT}/markets/${TICKER}/orderbook`,
      reply: guarded(() => ({ orderbook_fp: BOOK })),
    },
    {
      path: `${ROOT}/markets/orderbooks`,
      needs: { tickers: ANY },
      reply: guarded((tickers) => ({
        orderbooks: tickers.map((ticker) => ({ ticker, orderbook_fp: BOOK })),
      })),
    },
    {
      path: `${ROOT}/markets`,
      needs: { tickers: ANY, limit: ANY },
      reply: ({ query }) =>
        json({
          markets: (query.get('tickers') ?? '').split(',').map((ticker) => marketRow({ ticker })),
          cursor: '',
        }),
    },
  );
}
const proofs = () => double.seen.map((seen) => `${proofOf(seen)} ${seen.path.slice(ROOT.length)}`);
const path = `/markets/${TICKER}/orderbook`;

describe('an order book', () => {
  test('is read without a signature where the venue gives it so', async () => {
    await venue('nothing');
    const { books } = clientOf(double);
    const book = await books.getOrderbook(ID);
    expect(book).toMatchObject({ basis: 'full', row: { ticker: TICKER } });
    expect(book?.snapshots).toMatchObject([
      { bids: [{ price: 310_000 }], asks: [{ price: 330_000 }, { price: 320_000 }] },
      { asks: [{ price: 690_000 }] },
    ]);
    expect(books.access).toBe('unsigned');
    expect(proofs()).toEqual([`unsigned ${path}`]);
  });

  test('is signed where the venue wants a key, and from then on at once', async () => {
    await venue('aKey');
    const { books } = clientOf(double);
    expect((await books.getOrderbook(ID))?.basis).toBe('full');
    expect((await books.getOrderbook(ID))?.basis).toBe('full');
    expect(books.access).toBe('signed');
    expect(proofs()).toEqual([`unsigned ${path}`, `signed ${path}`, `signed ${path}`]);
  });

  test.each([
    ['without a key', 'aKey', null],
    ['with a key that is not enough', 'more', undefined],
  ] as const)('%s is the top of the list of markets, and says so', async (_name, asks, key) => {
    await venue(asks);
    const { books } = key === null ? clientOf(double, null) : clientOf(double);
    const book = await books.getOrderbook(ID);
    expect(book).toMatchObject({ basis: 'top', row: { ticker: TICKER, basis: 'top' } });
    expect(book?.snapshots[0]).toMatchObject({
      bids: [{ price: 310_000, quantity: 120_000_000 }],
      asks: [{ price: 320_000, quantity: 80_500_000 }],
    });
    for (let more = 1; more < SIGNED_REFUSALS_MAX; more += 1) await books.getOrderbook(ID);
    expect(books.access).toBe('topOnly');
    const before = double.seen.length;
    await books.getOrderbook(ID);
    expect(proofs().slice(before)).toEqual(['unsigned /markets']);
  });

  test('stays signed when a signature is refused once', async () => {
    let nth = 0;
    double = await HttpDouble.start(
      {
        path: `${ROOT}${path}`,
        reply: (seen) => {
          nth += 1;
          const isTaken = proofOf(seen) === 'signed' && nth !== 3;
          return isTaken ? json({ orderbook_fp: BOOK }) : json({ error: 'unauthorized' }, 401);
        },
      },
      {
        path: `${ROOT}/markets`,
        needs: { tickers: ANY, limit: ANY },
        reply: () => json({ markets: [marketRow()], cursor: '' }),
      },
    );
    const { books } = clientOf(double);
    const read: (string | undefined)[] = [];
    for (let at = 0; at < 3; at += 1) read.push((await books.getOrderbook(ID))?.basis);
    expect(read).toEqual(['full', 'top', 'full']);
    expect(books.access).toBe('signed');
  });

  test('is a frame that a tape can hold', async () => {
    await venue('nothing');
    const book = await clientOf(double).books.getOrderbook(ID);
    const { events, problems } = parseFrame('kalshi.book', JSON.parse(JSON.stringify(book?.row)));
    expect(problems).toEqual([]);
    expect(events).toEqual(book?.snapshots);
  });
});

describe('many order books', () => {
  const ids = Array.from({ length: BOOKS_PER_REQUEST + 20 }, (_, at) => `KXA-${at}` as MarketId);

  test('are read in pieces, each once', async () => {
    await venue('nothing');
    const read = await clientOf(double).books.getOrderbooks([...ids, ...ids]);
    expect(read).toMatchObject({ missing: [], problems: [] });
    expect(read.books).toHaveLength(ids.length);
    expect(double.seen.map(({ query }) => query.getAll('tickers').length)).toEqual([100, 20]);
  });

  test('fall back together', async () => {
    await venue('more');
    const read = await clientOf(double).books.getOrderbooks(ids);
    expect(read.books.map(({ basis }) => basis)).toEqual(ids.map(() => 'top'));
    expect(read.missing).toEqual([]);
  });

  test('that the venue leaves out, or that nobody asked for, are told', async () => {
    double = await HttpDouble.start({
      path: `${ROOT}/markets/orderbooks`,
      needs: { tickers: ANY },
      reply: () =>
        json([
          { ticker: 'KXA-0', orderbook_fp: BOOK },
          { ticker: 'KXZ-9', orderbook_fp: BOOK },
          { ticker: 'KXA-1', orderbook_fp: { yes_dollars: [['2.00', '1.00']] } },
        ]),
    });
    const asked = ['KXA-0', 'KXA-1', 'KXA-2'] as MarketId[];
    const read = await clientOf(double).books.getOrderbooks(asked);
    expect(read.books).toHaveLength(1);
    expect(read.missing).toEqual(['KXA-1', 'KXA-2']);
    expect(read.problems.map(({ field }) => field)).toEqual([
      'ticker',
      'orderbook_fp.yes_dollars.0.0',
    ]);
  });
});

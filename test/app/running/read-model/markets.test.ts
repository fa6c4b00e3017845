import { beforeEach, describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/engine/contract/queries.ts';
import { PAPER } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { BookSnapshot } from '../../../../src/engine/domain/market-event.ts';
import { DAY_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { cents, dollars, shares } from '../../../../src/engine/domain/values/money.ts';
import { ACCOUNT, ScriptedAccount } from '../../../scenarios/scripted-account.ts';
import { tokenOf } from '../../../scenarios/venue-frames.ts';
import { idOf, LivedDay, RAIN, SNOW, yesOf } from './lived-day.ts';

/** A market of the venue that nobody here needed yet. */
function other(day: LivedDay, number: number, of: Partial<Market>): Market {
  const known = day.queries().market(idOf(RAIN));
  if (known === null) throw new Error('the market is known');
  const outcomes = known.outcomes.map(({ label }, at) => ({
    label,
    tokenId: tokenOf({ place: number }, at) as never,
  }));
  const id = `0x${String(number).repeat(64)}`.slice(0, 66) as Market['id'];
  return { ...known, id, outcomes, slug: '', eventGroupId: 'else', ...of };
}

function bookOf(market: Market, bid: number, ask: number): BookSnapshot {
  return {
    kind: 'bookSnapshot',
    marketId: market.id,
    tokenId: market.outcomes[0]!.tokenId,
    bids: [{ price: cents(bid), quantity: shares(1_000) }],
    asks: [{ price: cents(ask), quantity: shares(1_000) }],
    tick: cents(1),
    venueAtMs: 1_790_766_960_000,
    source: 'poll',
    hash: null,
    hashFields: { minOrderSize: null, tickSize: null, negRisk: null } as never,
  };
}

const down = () => {
  throw new UnavailableError('Polymarket does not answer now');
};

let day: LivedDay;
beforeEach(async () => {
  day = await LivedDay.lived();
});

const found = async (text: string, limit = 9) =>
  (await day.queries().findMarkets(text, limit)).map(({ market, fit }) => [market.question, fit]);

describe('finding markets', () => {
  test('the very market that is known needs no venue: by id, slug, link and token', async () => {
    const link = 'https://polymarket.com/event/weather/rain';
    for (const text of [idOf(RAIN), 'rain', link]) {
      expect(await found(text)).toEqual([['Will it rain in Rome?', 'this']]);
    }
    expect(day.searched).toEqual([]);
  });

  test('known ones and those of the venue come together, each once, the best fitting first', async () => {
    const rome = other(day, 7, { question: 'Rain or snow in Rome at Easter?' });
    const again = other(day, 1, { id: idOf(RAIN), question: 'an older listing of it' });
    day.marketAnswer = [rome, again];
    expect(await found('rain rome')).toEqual([
      ['Will it rain in Rome?', 'words'],
      ['Rain or snow in Rome at Easter?', 'words'],
    ]);
    expect(day.searched).toEqual(['rain rome']);
  });

  test('open ones come before closed ones, and of equal ones the busier', async () => {
    day.marketAnswer = [
      other(day, 5, { question: 'Rain in Oslo?', status: 'closed', volume24h: dollars(9_000_000) }),
      other(day, 6, { question: 'Rain in Bern?', volume24h: dollars(10) }),
      other(day, 7, { question: 'Rain in Bonn?', volume24h: dollars(70_000) }),
    ];
    expect((await found('rain')).map(([question]) => question)).toEqual(['Will it rain in Rome?']);
    expect((await found('rain in')).map(([question]) => question)).toEqual([
      'Rain in Bonn?',
      'Will it rain in Rome?',
      'Rain in Bern?',
      'Rain in Oslo?',
    ]);
  });

  test('what the venue found for another reason is left out where something fits', async () => {
    day.marketAnswer = [other(day, 7, { question: 'Who wins the cup?' })];
    expect(await found('rain rome')).toEqual([['Will it rain in Rome?', 'words']]);
    expect(await found('umbrella')).toEqual([['Who wins the cup?', 'words']]);
  });

  test('while the venue does not answer, what is known here is the answer', async () => {
    Object.defineProperty(day, 'marketAnswer', { get: down });
    expect(await found('rome snow')).toEqual([['Will it snow in Rome?', 'words']]);
    await expect(found('umbrella')).rejects.toThrow(UnavailableError);
  });

  test('an event stands for all its markets, known or not', async () => {
    day.marketAnswer = [
      other(day, 5, { question: 'Rain in Oslo?', eventGroupId: 'oslo' }),
      other(day, 6, { question: 'Snow in Oslo?', eventGroupId: 'oslo' }),
    ];
    expect(await found('https://polymarket.com/event/oslo')).toEqual([
      ['Rain in Oslo?', 'event'],
      ['Snow in Oslo?', 'event'],
    ]);
    expect((await found('oslo-x-oslo')).length).toBe(2);
    day.marketAnswer = day.marketAnswer.slice(0, 1);
    expect(await found('https://polymarket.com/event/oslo')).toEqual([['Rain in Oslo?', 'this']]);
  });

  test('a slip that the venue does not forgive is looked for without that word', async () => {
    const cup = other(day, 7, { question: 'Who wins the cup in Norway?' });
    Object.defineProperty(day, 'marketAnswer', {
      get: () => (day.searched.at(-1) === 'cup' ? [cup] : []),
    });
    expect(await found('norwya cup')).toEqual([['Who wins the cup in Norway?', 'words']]);
    expect(day.searched).toEqual(['norwya cup', 'cup']);
    day.searched.length = 0;
    expect(await found('zebra')).toEqual([]);
    expect(day.searched).toEqual(['zebra', 'zebr', 'ebra']);
  });

  test('a link to something that is no market finds nothing and asks nobody', async () => {
    expect(await found('https://polymarket.com/@someone')).toEqual([]);
    expect(day.searched).toEqual([]);
  });
});

describe('what is seen of a market', () => {
  test('holdings are told by ledger, and never added up over paper and real money', async () => {
    const account = new ScriptedAccount(500);
    day = await LivedDay.lived({ account });
    const [view] = await day.queries().findMarkets('rain', 1);
    expect(view?.holdings.map(({ ledger }) => ledger)).toEqual([ACCOUNT]);
    day = await LivedDay.lived();
    const [paper] = await day.queries().findMarkets('rain', 1);
    expect(paper?.holdings).toEqual([
      {
        ...{ ledger: PAPER, tokenId: yesOf(RAIN), quantity: shares(5) },
        ...{ cost: dollars(2.5), value: dollars(3) },
      },
    ]);
  });

  test('quality has the weights that the user set', async () => {
    const quality = async () => (await day.queries().findMarkets('rain', 1))[0]?.quality ?? 0;
    const before = await quality();
    const [view] = await day.queries().findMarkets('rain', 1);
    for (const key of ['Liquidity', 'Spread', 'Volume']) {
      await day.command({ kind: 'changeSetting', key: `quality.weight${key}`, value: '0' });
    }
    expect(await quality()).toBe(view?.analysis?.parts.timeDecay);
    expect(await quality()).not.toBe(before);
  });

  test('a copy of each side is judged by the rules of the brain, with the number that stops it', async () => {
    const copies = async () => {
      const [view] = await day.queries().findMarkets('rain', 1);
      return view?.outcomes.map(({ copy }) => copy);
    };
    const [yes, no] = (await copies()) ?? [];
    expect(yes?.stops).toEqual([]);
    expect(yes?.share).toBe(1);
    expect(no?.stops).toEqual([]);
    await day.command({ kind: 'changeSetting', key: 'entry.priceMaxCents', value: '61' });
    const [first, second] = (await copies()) ?? [];
    expect(first?.stops[0]).toMatchObject({
      ...{ gate: 'priceBand', actual: cents(62), limit: cents(61) },
    });
    expect(second?.stops).toEqual([]);
    await day.command({ kind: 'pause', reason: 'lunch' });
    expect((await copies())?.[1]?.stops[0]).toMatchObject({ gate: 'paused', note: 'lunch' });
  });

  test('what the filters say of it, and which rule', async () => {
    const filter = { type: 'keyword', value: 'rain', action: 'deny' } as const;
    await day.command({ kind: 'addFilter', filter });
    const [view] = await day.queries().findMarkets('rain', 1);
    expect(view?.filter).toEqual({ allowed: false, rule: filter, cause: 'rule' });
    expect(view?.outcomes[0]?.copy?.stops[0]).toMatchObject({
      ...{ gate: 'marketFilter', note: 'deny keyword rain' },
    });
  });

  test('looking changes nothing of the engine', async () => {
    const { market } = day.run.engine;
    const later = day.nowMs + 3 * DAY_MS;
    const before = market.look(idOf(SNOW), yesOf(SNOW), day.nowMs);
    const then = market.look(idOf(SNOW), yesOf(SNOW), later);
    expect(then?.analysis).toEqual(market.analysis(idOf(SNOW), later));
    expect(market.look(idOf(SNOW), yesOf(SNOW), day.nowMs)).toEqual(before);
  });
});

describe('looking closely', () => {
  const sinceMs = () => day.nowMs - DAY_MS;

  test('a book that is kept is not read again, and prices are those of the span', async () => {
    const points = [3, 0.5].map((days) => ({ atMs: day.nowMs - days * DAY_MS, price: cents(50) }));
    day.historyAnswer = (from) => points.filter(({ atMs }) => atMs >= from);
    const market = day.queries().market(idOf(RAIN));
    const look = await day.queries().lookAtMarket(market!, sinceMs());
    expect(day.read).toEqual([yesOf(RAIN)]);
    expect(look).toMatchObject({ bookFrom: 'kept', bookAgeMs: 10_000, prices: [points[1]] });
  });

  test('a market that nobody follows is read and analysed like any other', async () => {
    const market = other(day, 7, { question: 'Rain in Oslo?' });
    day.bookAnswer = () => [bookOf(market, 40, 42)];
    day.historyAnswer = (from) =>
      Array.from({ length: 340 }, (_, index) => ({
        atMs: from + index * 30 * MINUTE_MS,
        price: cents(40 + (index % 2)),
      }));
    const look = await day.queries().lookAtMarket(market, sinceMs());
    expect(look).toMatchObject({ bookFrom: 'read', bookAgeMs: 0, trusted: true, holdings: [] });
    expect(look.outcomes.map(({ bid, ask }) => [bid, ask])).toEqual([
      [cents(40), cents(42)],
      [cents(58), cents(60)],
    ]);
    expect(look.analysis?.spread).toBeCloseTo(2 / 41);
    expect(look.analysis?.volatility.basis).toBe('seen');
    expect(look.quality).toBeGreaterThan(0);
    expect(day.run.engine.market.bookState(market.id)).toBeNull();
  });

  test.each([
    ['does not answer', down],
    ['has no book of it', () => []],
  ])('where the venue %s, what is known is shown without it', async (_, bookAnswer) => {
    const market = other(day, 7, { question: 'Rain in Oslo?' });
    day.bookAnswer = bookAnswer;
    day.historyAnswer = down;
    const look = await day.queries().lookAtMarket(market, sinceMs());
    expect(look).toMatchObject({
      ...{ bookFrom: null, bookAgeMs: null, analysis: null, quality: null, prices: null },
      market: { question: 'Rain in Oslo?' },
    });
    expect(look.outcomes.map(({ copy }) => copy)).toEqual([null, null]);
  });
});

test('the tags of known markets, those of most markets first', () => {
  expect(day.queries().categories()).toEqual(['sport']);
});

import { beforeAll, describe, expect, test } from 'vitest';
import type { Queries } from '../../../../src/engine/contract/queries.ts';
import { contentId, PAPER, shortId } from '../../../../src/engine/domain/ids.ts';
import { SETTING_KEYS } from '../../../../src/engine/domain/settings.ts';
import { dollars } from '../../../../src/engine/domain/values/money.ts';
import {
  ANNA,
  BORIS,
  idOf,
  LivedDay,
  RAIN,
  SITE,
  SNOW,
  START_MS,
  TODAY,
  yesOf,
} from './lived-day.ts';

let day: LivedDay;
let queries: Queries;
beforeAll(async () => {
  day = await LivedDay.lived();
  queries = day.queries();
});

const label = { address: ANNA, label: 'anna' };
const rain = { id: idOf(RAIN), question: 'Will it rain in Rome?', url: `${SITE}/market/rain` };
const yes = { market: rain, tokenId: yesOf(RAIN), label: 'Yes' };

describe('from memory', () => {
  test("the time, its zone and the settings are the engine's", () => {
    expect(queries.nowMs()).toBe(day.nowMs);
    const { settings } = day.run.engine.trade.state;
    expect(queries.settings()).toBe(settings);
    expect(queries.timeZone()).toBe(settings.timeZone);
  });

  test('the status has money, wallets, books, the day, the database and who answers', () => {
    const status = queries.status();
    expect(status).toMatchObject({
      version: '1.2.3',
      mode: 'paper',
      atMs: day.nowMs,
      startedAtMs: START_MS,
      control: { killed: null, paused: null },
      wallets: { followed: 2, enabled: 2 },
      books: { known: 2 },
      today: TODAY,
      database: day.database,
      reach: [{ name: 'venue', ok: true, note: 'answers' }],
    });
    const [paper] = status.ledgers;
    // Ten shares for $5; half of them sold at 60¢; the rest is marked there.
    expect(paper).toMatchObject({
      ledger: PAPER,
      cash: dollars(498),
      equity: dollars(501),
      today: dollars(1),
      todayNet: dollars(0.5),
      openPositions: 1,
      atCost: dollars(2.5),
      reserved: 0,
    });
    expect(paper?.peakEquity).toBeGreaterThanOrEqual(dollars(500));
  });

  test('what was gained today is nothing once it is tomorrow', async () => {
    const other = await LivedDay.lived();
    other.nowMs += 24 * 3_600_000;
    expect(other.queries().status().ledgers[0]).toMatchObject({ today: 0, todayNet: 0 });
  });

  test('positions come with their value at the bid, and whom they were copied from', () => {
    const [position, ...more] = queries.positions();
    expect(more).toEqual([]);
    expect(position).toMatchObject({
      outcome: yes,
      wallet: label,
      average: dollars(0.5),
      bid: dollars(0.6),
      value: dollars(3),
      unrealised: dollars(0.5),
    });
    expect(queries.positions(PAPER)).toHaveLength(1);
    expect(queries.positions('live:polymarket:1' as never)).toEqual([]);
  });

  test('an open order is there while it is matched, and gone afterwards', async () => {
    expect(queries.openOrders()).toEqual([]);
    const copied = await LivedDay.lived();
    await copied.trades(RAIN, 'buy', 100, 0.61);
    const [order, ...more] = copied.queries().openOrders();
    expect(order).toMatchObject({ outcome: yes, wallet: label, fills: [] });
    expect(more).toEqual([]);
    await copied.passes(10_000);
    expect(copied.queries().openOrders()).toEqual([]);
  });

  test('wallets and filters are those that are set, and filters judge as the engine does', async () => {
    expect(queries.wallets().map(({ address }) => address)).toEqual([ANNA, BORIS]);
    const other = await LivedDay.lived();
    const filter = { type: 'keyword', value: 'rain', action: 'deny' } as const;
    await other.command({ kind: 'addFilter', filter });
    const filtered = other.queries();
    expect(filtered.filters()).toEqual([filter]);
    const market = filtered.market(idOf(RAIN));
    const dry = filtered.market(idOf(SNOW));
    if (market === null || dry === null) throw new Error('both markets are known');
    expect(filtered.allowed(market, filtered.filters())).toBe(false);
    expect(filtered.allowed(market, [])).toBe(true);
    expect(filtered.allowed(dry, filtered.filters())).toBe(true);
  });

  test('a market is known by its id, and an unknown one is none', () => {
    expect(queries.market(idOf(RAIN))?.question).toBe('Will it rain in Rome?');
    expect(queries.market(`0x${'9'.repeat(64)}` as never)).toBeNull();
  });

  test('every setting is listed with its value, its default and what it expects', async () => {
    const other = await LivedDay.begin();
    await other.command({ kind: 'changeSetting', key: 'timeZone', value: 'Europe/Berlin' });
    const list = other.queries().settingList();
    expect(list.map(({ key }) => key)).toEqual([...SETTING_KEYS]);
    expect(list.find(({ key }) => key === 'timeZone')).toMatchObject({ value: 'Europe/Berlin' });
    expect(other.queries().timeZone()).toBe('Europe/Berlin');
    for (const { about, expects } of list) expect(about.length * expects.length).toBeGreaterThan(0);
  });
});

describe('finding a market', () => {
  test.each([
    ['its condition id', idOf(RAIN)],
    ['its slug', 'rain'],
    ['a link', 'https://polymarket.com/event/weather/rain?tid=1'],
    ['words of the question, in any case and order', 'ROME rain'],
  ])('by %s', async (_, text) => {
    const [first, ...more] = await queries.findMarkets(text, 5);
    expect(first).toMatchObject({ market: { id: idOf(RAIN) }, url: rain.url });
    expect(more).toEqual([]);
    expect(first?.outcomes[0]).toMatchObject({
      label: 'Yes',
      bid: dollars(0.6),
      ask: dollars(0.62),
      held: 5_000_000,
    });
    expect(first).toMatchObject({ bookAgeMs: 10_000 });
  });

  test('several that fit come best first, and no more than are wanted', async () => {
    expect(await queries.findMarkets('rome', 5)).toHaveLength(2);
    expect(await queries.findMarkets('rome', 1)).toHaveLength(1);
  });

  test('that nobody here knows asks the venue', async () => {
    const other = await LivedDay.lived();
    const known = other.queries().market(idOf(RAIN));
    if (known === null) throw new Error('the market is known');
    other.marketAnswer = [{ ...known, id: `0x${'7'.repeat(64)}` as never, slug: '' }];
    const [found] = await other.queries().findMarkets('election', 5);
    expect(other.searched).toEqual(['election']);
    expect(found).toMatchObject({ url: null, bookAgeMs: null, trusted: false });
  });
});

describe('finding a wallet', () => {
  test.each([['ANNA'], ['@anna'], [' anna '], ['an'], [ANNA]])(
    '%j is the one that is followed',
    async (text) => {
      const found = await queries.findWallet(text);
      expect(found).toMatchObject({ kind: 'followed', rules: { address: ANNA } });
    },
  );

  test('the beginning of several names is all of them', async () => {
    const other = await LivedDay.lived();
    const change = { label: 'andrew' };
    await other.command({ kind: 'changeWallet', address: BORIS, change });
    const found = await other.queries().findWallet('an');
    expect(found).toMatchObject({ kind: 'several', wallets: [{ label: 'anna' }, change] });
    expect(await other.queries().findWallet('anna')).toMatchObject({ kind: 'followed' });
  });

  test('that nobody follows is asked of the venue', async () => {
    const other = await LivedDay.lived();
    expect(await other.queries().findWallet('@zoe')).toBe(other.walletAnswer);
    expect(other.searched).toEqual(['@zoe']);
  });
});

test('short ids of positions are stable: they follow from what is held', () => {
  const [position] = queries.positions();
  expect(position?.shortId).toBe(queries.positions()[0]?.shortId);
  expect(position?.shortId).toMatch(/^[0-9A-Z]{6}$/);
  expect(position?.shortId).not.toBe(shortId(contentId('position', ['another'])));
});

import { describe, expect, test } from 'vitest';
import { buildOption } from '../../../src/bot/charts/build-option.ts';
import type { Chart } from '../../../src/bot/charts/chart.ts';
import { DARK_LOOK } from '../../../src/bot/charts/frame.ts';
import { readInter } from '../../../src/bot/charts/inter.ts';
import { UnavailableError } from '../../../src/engine/contract/queries.ts';
import { cents, dollars } from '../../../src/engine/domain/values/money.ts';
import { CANDIDATE } from '../chat-facts.ts';
import { curve } from '../chat-money.ts';
import { Chat } from '../chat-person.ts';
import { topView } from '../chat-scores.ts';
import { plainReply } from '../plain-reply.ts';

type LinesChart = Chart & { readonly kind: 'lines' };

function lastOf(chart: Chart | undefined): number | undefined {
  return (chart as LinesChart | undefined)?.series[0]?.points.at(-1)?.value;
}

describe('/pnl', () => {
  test('it shows equity to this moment, when its change is the result that the text tells', async () => {
    const chat = new Chat();
    const answer = await chat.say('/pnl 7d');
    expect(answer.picture?.title).toBe('+$5.86 in 7 days on paper');
    expect(plainReply(answer)).toContain('PAPER  +$5.86 in 7 days');
    expect(answer.picture).toMatchObject({ unit: 'dollars', zone: 'Europe/Berlin', kind: 'lines' });
    expect(lastOf(answer.picture)).toBe(505.86);
    expect((await chat.say('/pnl')).picture?.title).toBe('+$5.86 today on paper');
  });

  test('money paid in is no result: then it shows what closed trades made, from zero', async () => {
    const chat = new Chat();
    chat.world.money.equity = () => Promise.resolve(curve(100, 505));
    const { picture } = await chat.say('/pnl week');
    expect(picture?.title).toBe('+$8.56 from closed trades in 7 days on paper');
    expect(picture).toMatchObject({ signed: true });
    expect((picture as LinesChart).series[0]?.points[0]?.value).toBe(0);
    expect(lastOf(picture)).toBe(8.56);
  });

  test.each([
    ['are fewer than two values', () => Promise.resolve(curve(500))],
    ['do not answer', () => Promise.reject(new UnavailableError('The database does not answer'))],
  ])('where the curves %s, the text goes alone and says the same', async (_, asked) => {
    const with_ = plainReply(await new Chat().say('/pnl'));
    const chat = new Chat();
    chat.world.money.equity = asked;
    chat.world.money.result = asked;
    const answer = await chat.say('/pnl');
    expect(answer.picture).toBeUndefined();
    expect(plainReply(answer)).toBe(with_);
    expect(chat.reports).toEqual([]);
  });
});

describe('/wallet', () => {
  test('its card shows the result of the leader at our size beside ours', async () => {
    const { picture } = await new Chat().say('/wallet whale-7');
    expect(picture?.title).toBe('whale-7: +$12.40 for them, +$3.10 for us, at your size');
    const { series, signed } = picture as LinesChart;
    expect(signed).toBe(true);
    expect(series.map(({ role, name, points }) => [role, name, points.at(-1)?.value])).toEqual([
      ['leader', 'whale-7', 12.4],
      ['ours', 'us', 3.1],
    ]);
  });

  test('what was not really copied is called an estimate, in the title and in the text', async () => {
    const chat = new Chat();
    chat.world.scores.scoresCandidate();
    const answer = await chat.say(CANDIDATE);
    expect(answer.picture?.title).toMatch(/^ESTIMATE {2}degen-2: /);
    expect(plainReply(answer)).toContain('ESTIMATE  copying it would have made');
  });

  test('without both results it shows what closed copies of it made', async () => {
    const chat = new Chat();
    chat.world.scores.views.clear();
    const { picture } = await chat.say('/wallet whale-7');
    expect(picture?.title).toBe('whale-7: +$8.56 from closed copies on paper');
    expect(lastOf(picture)).toBe(8.56);
  });

  test('without closed copies, in the list and where rules change there is no picture', async () => {
    const chat = new Chat();
    for (const line of ['/wallet ace', '/wallet', '/wallet whale-7 scale 0.5']) {
      expect((await chat.say(line)).picture).toBeUndefined();
    }
  });
});

describe('/wallet score', () => {
  test('it shows the score over time with its interval', async () => {
    const { picture } = await new Chat().say('/wallet whale-7 score');
    expect(picture).toMatchObject({ title: 'whale-7 scores 0.62 (0.54–0.70)', unit: 'score' });
    const [score] = (picture as LinesChart).series;
    expect(score?.points).toHaveLength(5);
    expect(score?.band?.at(-1)).toMatchObject({ low: 0.54, high: 0.7 });
  });

  test('one value is no history', async () => {
    const chat = new Chat();
    chat.world.scores.history = chat.world.scores.history.slice(-1);
    expect((await chat.say('/wallet whale-7 score')).picture).toBeUndefined();
  });
});

describe('/top', () => {
  test('a bar for each followed wallet, by what copying it made', async () => {
    const { picture } = await new Chat().say('/top');
    expect(picture).toEqual({
      kind: 'bars',
      title: 'Copying whale-7 made most: +$9.50 on paper',
      unit: 'dollars',
      bars: [
        { label: 'whale-7', value: 9.5 },
        { label: 'ace', value: -3.64 },
      ],
    });
  });

  test.each([
    ['one wallet', [topView()]],
    ['nothing made', [topView({ pnl: dollars(0) }), topView({ pnl: dollars(0) })]],
    ['candidates alone', [topView({ isFollowed: false }), topView({ isFollowed: false })]],
  ])('%s is no picture', async (_, top) => {
    const chat = new Chat();
    chat.world.scores.top = top;
    expect((await chat.say('/top')).picture).toBeUndefined();
  });
});

describe('/market', () => {
  test('it shows the price of the first side to this moment, and the title says how it moved', async () => {
    const chat = new Chat();
    const day = await chat.say('/market fed december');
    expect(day.picture).toMatchObject({
      title: 'Fed cuts in December? Yes +3.5¢ in 24 h, now 61.5¢',
      ...{ unit: 'cents', zone: 'Europe/Berlin', kind: 'lines' },
    });
    expect((day.picture as LinesChart).series[0]?.points).toHaveLength(7);
    expect(lastOf(day.picture)).toBe(61.5);
    const week = await chat.press('7 days');
    expect(week.picture?.title).toBe('Fed cuts in December? Yes +13.5¢ in 6 days, now 61.5¢');
    expect((await chat.press('24 hours')).picture).toEqual(day.picture);
  });

  test('a price that fell, one that did not move, and a book without a middle', async () => {
    const chat = new Chat();
    const title = async () => (await chat.say('/market fed')).picture?.title;
    const from = (price: number) => [{ atMs: chat.world.nowMs - 3_600_000, price: cents(price) }];
    chat.world.markets.prices = from(70);
    expect(await title()).toBe('Fed cuts in December? Yes −8.5¢ in 1 h, now 61.5¢');
    chat.world.markets.prices = from(61.5);
    expect(await title()).toBe('Fed cuts in December? Yes as 1 h ago, 61.5¢');
    chat.world.markets.view = { outcomes: [] };
    expect(await title()).toBeUndefined();
  });

  test.each([
    ['the venue does not tell its prices', null, 'Polymarket does not answer for its prices now'],
    ['it has none', [], 'no price of it is known in 24 h'],
  ])('where %s there is no picture, and a line says why', async (_, prices, why) => {
    const chat = new Chat();
    chat.world.markets.prices = prices;
    const answer = await chat.say('/market fed');
    expect(answer.picture).toBeUndefined();
    expect(plainReply(answer)).toContain(`no chart: ${why}`);
  });
});

describe('every picture of a command', () => {
  test('can be drawn', async () => {
    const look = DARK_LOOK(readInter());
    for (const line of [
      '/pnl',
      '/pnl month',
      '/wallet whale-7',
      '/wallet whale-7 score',
      '/top',
      '/market fed',
    ]) {
      const { picture } = await new Chat().say(line);
      expect(picture === undefined ? null : buildOption(picture, look).series).toBeTruthy();
    }
  });
});

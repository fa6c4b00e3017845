import { describe, expect, test } from 'vitest';
import type { Chart } from '../../../src/bot/charts/chart.ts';
import type { FairPoint } from '../../../src/engine/domain/price-lag.ts';
import { SECOND_MS } from '../../../src/engine/domain/time.ts';
import { cents } from '../../../src/engine/domain/values/money.ts';
import { FED, NOW } from '../chat-facts.ts';
import { Chat } from '../chat-person.ts';
import { plainReply } from '../plain-reply.ts';

type LinesChart = Chart & { readonly kind: 'lines' };

/** A chat about a market whose worth by the spot price was recorded so many times. */
function chatOf(count: number): Chat {
  const chat = new Chat();
  const { tokenId } = FED.outcomes[0]!;
  const points = Array.from({ length: count }, (_, at): FairPoint => {
    const atMs = NOW - (count - at) * 5 * SECOND_MS;
    return { atMs, fair: cents(70), band: cents(2), price: cents(60) };
  });
  chat.world.markets.view = {
    fair: { tokenId, fair: cents(83), band: cents(3), estimated: false },
    fairs: { tokenId, points },
  };
  return chat;
}

const namesOf = (picture: Chart | undefined) =>
  (picture as LinesChart | undefined)?.series.map(({ name }) => name);

describe('/market of a market that a spot price decides', () => {
  test('shows its price beside its worth, and says the same in words', async () => {
    const answer = await chatOf(20).say('/market fed december');
    expect(answer.picture?.title).toBe(
      'Fed cuts in December? Yes costs 61.5¢, worth 83.0¢ ± 3 by the spot price',
    );
    expect(namesOf(answer.picture)).toEqual(['price', 'worth']);
    const text = plainReply(answer);
    expect(text).toContain('by the spot price Yes is worth 83.0¢ ± 3.0, its middle is 61.5¢');
    expect(text).toContain('[24 hours] [7 days] [');
  });

  test('leads to the price over a day and a week, and back', async () => {
    const chat = chatOf(20);
    const first = await chat.say('/market fed december');
    const day = await chat.press('24 hours');
    expect(day.picture?.title).toBe('Fed cuts in December? Yes +3.5¢ in 24 h, now 61.5¢');
    expect(plainReply(day)).toContain('[7 days] [Worth by spot] [');
    const week = await chat.press('7 days');
    expect(week.picture?.title).toBe('Fed cuts in December? Yes +13.5¢ in 6 days, now 61.5¢');
    expect(plainReply(week)).toContain('[24 hours] [Worth by spot] [');
    expect((await chat.press('Worth by spot')).picture).toEqual(first.picture);
  });

  test('needs no prices of the venue for it', async () => {
    const chat = chatOf(20);
    chat.world.markets.prices = null;
    const answer = await chat.say('/market fed december');
    expect(namesOf(answer.picture)).toEqual(['price', 'worth']);
    expect(plainReply(answer)).not.toContain('no chart');
    const week = await chat.press('7 days');
    expect(week.picture).toBeUndefined();
    expect(plainReply(week)).toContain('no chart: Polymarket does not answer for its prices now');
    expect(plainReply(week)).toContain('[Worth by spot] [');
  });

  test('shows its price alone while too little of its worth was seen', async () => {
    const answer = await chatOf(4).say('/market fed december');
    expect(answer.picture?.title).toBe('Fed cuts in December? Yes +3.5¢ in 24 h, now 61.5¢');
    expect(plainReply(answer)).not.toContain('Worth by spot');
  });
});

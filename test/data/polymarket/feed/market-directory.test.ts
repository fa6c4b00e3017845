import { afterEach, expect, test } from 'vitest';
import { MarketDirectory } from '../../../../src/data/polymarket/feed/market-directory.ts';
import { HttpDouble, json, type Route } from '../../../servers/http-double.ts';
import { clientOf, conditionOf, gammaMarket } from '../client/venue.ts';

let double: HttpDouble | null = null;
afterEach(async () => {
  await double?.stop();
  double = null;
});

const absent: Route['reply'] = () => json({ error: 'not found' }, 404);

async function find(text: string, limit: number, ...routes: readonly Route[]) {
  double = await HttpDouble.start(...routes);
  const markets = await new MarketDirectory(clientOf(double)).find(text, limit);
  return markets.map(({ slug }) => slug);
}

test('a link to a market, and its slug alone, find that market', async () => {
  const route = { path: '/markets/slug/will-it-be-1', reply: () => json(gammaMarket(1)) };
  const link = 'https://polymarket.com/event/the-event/will-it-be-1';
  expect(await find(link, 5, route)).toEqual(['will-it-be-1']);
  await double?.stop();
  expect(await find('will-it-be-1', 5, route)).toEqual(['will-it-be-1']);
});

test('a link to an event finds its markets, as many as wanted', async () => {
  const markets = [gammaMarket(1), gammaMarket(2), gammaMarket(3)];
  const reply = () => json({ slug: 'the-event', tags: [], markets });
  expect(
    await find('polymarket.com/event/the-event', 2, { path: '/events/slug/the-event', reply }),
  ).toEqual(['will-it-be-1', 'will-it-be-2']);
});

test('the slug of an event, and a link to a page of it that is no market, find the event', async () => {
  const reply = () => json({ slug: 'the-event', tags: [], markets: [gammaMarket(2)] });
  const event = { path: '/events/slug/the-event', reply };
  const noMarket = (slug: string) => ({ path: `/markets/slug/${slug}`, reply: absent });
  expect(await find('the-event', 5, noMarket('the-event'), event)).toEqual(['will-it-be-2']);
  await double?.stop();
  const link = 'https://polymarket.com/event/the-event/comments';
  expect(await find(link, 5, noMarket('comments'), event)).toEqual(['will-it-be-2']);
});

test('a token id finds the market that it is a side of', async () => {
  const token = '1'.repeat(77);
  const byToken = {
    path: `/markets-by-token/${token}`,
    reply: () => json({ condition_id: conditionOf(7), primary_token_id: token }),
  };
  const listed = {
    path: '/markets/keyset',
    needs: { limit: /./, closed: /./, condition_ids: new RegExp(conditionOf(7)) },
    reply: () => json({ markets: [gammaMarket(7)] }),
  };
  expect(await find(token, 2, byToken, listed)).toEqual(['will-it-be-7']);
  await double?.stop();
  const unknown = { path: `/markets-by-token/${token}`, reply: absent };
  expect(await find(token, 2, unknown)).toEqual([]);
});

test('what the venue does not have is nothing', async () => {
  expect(
    await find('polymarket.com/event/gone', 2, { path: '/events/slug/gone', reply: absent }),
  ).toEqual([]);
  await double?.stop();
  expect(await find('https://polymarket.com/@someone', 2)).toEqual([]);
});

test('a condition id finds its market', async () => {
  expect(
    await find(conditionOf(7), 2, {
      path: '/markets/keyset',
      needs: { limit: /./, closed: /./, condition_ids: new RegExp(conditionOf(7)) },
      reply: () => json({ markets: [gammaMarket(7)] }),
    }),
  ).toEqual(['will-it-be-7']);
});

test('words are searched for, also when they look like a slug and are none', async () => {
  const search: Route = {
    path: '/public-search',
    needs: { q: /^fed[- ]cuts$/, limit_per_type: /./, search_tags: /./, search_profiles: /./ },
    reply: () => json({ events: [{ slug: 'e', markets: [gammaMarket(4)] }] }),
  };
  expect(await find('fed cuts', 2, search)).toEqual(['will-it-be-4']);
  await double?.stop();
  const noMarket = { path: '/markets/slug/fed-cuts', reply: absent };
  const noEvent = { path: '/events/slug/fed-cuts', reply: absent };
  expect(await find('fed-cuts', 2, search, noMarket, noEvent)).toEqual(['will-it-be-4']);
});

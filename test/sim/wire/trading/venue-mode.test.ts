import { expect, test } from 'vitest';
import { startTrading, type TradingFixture } from './trading-fixture.ts';

async function tried({ client, markets }: TradingFixture) {
  const [taking, resting] = [
    await client.order({ market: markets[0] }),
    await client.order({ market: markets[0], postOnly: true }),
  ];
  const answers = [
    await client.post(taking),
    await client.post(resting),
    await client.cancel('/order', { orderID: '0x1' }),
  ];
  return { answers, statuses: answers.map(({ status }) => status), taking };
}

test('a restart takes nothing for a while, then post-only orders and cancels, then all', async () => {
  const fixture = await startTrading();
  const { clock, trading, client } = fixture;
  trading.inject({ on: 'venue', mode: 'restarting', forMs: 90_000 });
  const during = await tried(fixture);
  expect(during.statuses).toEqual([425, 425, 425]);
  expect(during.answers[0]?.body).toEqual({ error: 'matching engine restarting' });
  clock.advance(90_000);
  const after = await tried(fixture);
  expect(after.statuses).toEqual([503, 200, 200]);
  expect(after.answers[0]?.body).toEqual({
    error: 'post-only mode: only post-only orders and cancels are allowed',
    code: 'post_only_mode',
    retry_after_seconds: 120,
  });
  expect(after.answers[0]?.headers.get('retry-after')).toBe('120');
  const batch = await client.ask('POST', '/orders', { body: [after.taking.body] });
  expect(batch).toMatchObject({ status: 200 });
  expect(batch.body).toMatchObject([
    { success: true, orderID: '', errorMsg: expect.stringMatching(/^post-only/) },
  ]);
  clock.advance(120_000);
  expect((await tried(fixture)).statuses).toEqual([200, 200, 200]);
});

test('the venue is disabled, cancel-only or post-only until it opens', async () => {
  const fixture = await startTrading();
  const { clock, trading } = fixture;
  trading.inject({ on: 'venue', mode: 'disabled', forMs: 60_000 });
  const disabled = await tried(fixture);
  expect(disabled.statuses).toEqual([503, 503, 503]);
  expect(disabled.answers[0]?.body['error']).toBe(
    'Trading is currently disabled. Check polymarket.com for updates',
  );
  trading.inject({ on: 'venue', mode: 'cancelOnly', forMs: 60_000 });
  const cancelOnly = await tried(fixture);
  expect(cancelOnly.statuses).toEqual([503, 503, 200]);
  expect(cancelOnly.answers[0]?.body['error']).toMatch(/^Trading is currently cancel-only\./);
  trading.inject({ on: 'venue', mode: 'postOnly', forMs: 60_000 });
  expect((await tried(fixture)).statuses).toEqual([503, 200, 200]);
  trading.inject({ on: 'venue', mode: 'open' });
  expect((await tried(fixture)).statuses).toEqual([200, 200, 200]);
  trading.inject({ on: 'venue', mode: 'disabled', forMs: 60_000 });
  clock.advance(60_000);
  expect((await tried(fixture)).statuses).toEqual([200, 200, 200]);
});

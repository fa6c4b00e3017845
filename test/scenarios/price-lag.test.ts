import { describe, test } from 'vitest';
import { COIN, JUMP, KALSHI_COIN } from './setting-parts.ts';
import { story } from './story.ts';

const TOLD = '= price_lag coin.Yes denied lagAlertOnly 0 of 1';

describe('a market that does not follow the spot price', () => {
  test('is told once, and nothing is bought', async () => {
    await story(`${COIN}\n ${JUMP}\n ${TOLD}\n = notice priceLag\n never order buy
      lags 10s coin\n never price_lag coin.Yes`);
  });

  test('is told again once it had followed', async () => {
    await story(`${COIN}\n ${JUMP}\n ${TOLD}\n follows 1m coin\n never price_lag
      coin 60000\n lags 5s coin\n = price_lag coin.No denied lagAlertOnly 0 of 1`);
  });

  test('is bought on paper where that is on, within the caps, and held until it pays', async () => {
    await story(`set lag.mode paper\n ${COIN}\n ${JUMP}\n wait 1s\n = price_lag coin.Yes accepted $5
      = order buy coin.Yes $5 filled\n resolve coin 1/0\n has coin.Yes nothing`);
  });

  test('is never bought with real money, whatever is live', async () => {
    await story(`account 500\n set lag.mode paper\n ${COIN}\n follow anna\n ready
      acknowledge\n mode live\n follows 31s coin\n ${JUMP}\n wait 1s\n look paper
      = price_lag coin.Yes accepted $5\n = order buy coin.Yes $5 filled`);
  });

  test.each([
    ['filters', 'filter deny keyword bitcoin', 'marketFilter'],
    ['the kill', 'kill', 'killed'],
    ['the pause', 'pause lunch', 'paused'],
    ['the quality', 'set entry.minQuality 1', 'quality'],
    ['the price band', 'set entry.priceMaxCents 20', 'priceBand'],
    ['the time to its close', 'set entry.minMinutesToClose 600', 'minutesToClose'],
  ])('meets the gates of any entry: %s', async (_, rule, gate) => {
    await story(`set lag.mode paper\n ${COIN}\n ${rule}\n ${JUMP}\n wait 1s
      = price_lag coin.Yes denied ${gate}\n never notice priceLag\n never order buy`);
  });

  test('is not looked for where that is off', async () => {
    await story(`set lag.mode off\n ${COIN}\n ${JUMP}\n never price_lag\n never notice priceLag`);
  });

  test('is not believed while its book stands still', async () => {
    await story(`${COIN}\n coin 60400\n wait 20s\n never price_lag`);
  });
});

describe('a market of Kalshi that does not follow the spot price', () => {
  const ALERTED = 'denied lagAlertOnly 0 of 1 (on Kalshi, where PolyMind does not trade)';

  test.each(['alert', 'paper'])(
    'is told and never bought while lags are set to %s',
    async (mode) => {
      await story(`set lag.mode ${mode}\n ${KALSHI_COIN}\n coin 60400\n lags 5s gold
      = price_lag gold.Yes ${ALERTED}\n = notice priceLag venue=kalshi asset=BTC\n never order
      says /why\n hears on Kalshi, where PolyMind does not trade`);
    },
  );

  test('is told of the other side when the price falls', async () => {
    await story(`${KALSHI_COIN}\n coin 59600\n lags 5s gold\n = price_lag gold.No ${ALERTED}
      never price_lag gold.Yes`);
  });

  test('is told once, and again once it had followed', async () => {
    await story(`${KALSHI_COIN}\n coin 60400\n lags 10s gold\n = price_lag gold.Yes ${ALERTED}
      never price_lag\n follows 1m gold\n never price_lag\n coin 60000\n lags 5s gold
      = price_lag gold.No ${ALERTED}`);
  });

  test('is not told while it follows, nor while its book stands still', async () => {
    await story(`${KALSHI_COIN}\n coin 60400\n follows 20s gold\n never price_lag
      coin 60800\n wait 20s\n never price_lag`);
  });

  test('carries the fee of its own series, and none while it is waived', async () => {
    const told = (options: string) =>
      `${KALSHI_COIN.replace('closes', `${options} closes`)} coin 60400\n lags 5s gold`;
    await story(
      `${told('fee 1')}\n = price_lag gold.Yes\n = notice priceLag price=520000 fee=17472`,
    );
    await story(
      `${told('fee 0.5')}\n = price_lag gold.Yes\n = notice priceLag price=520000 fee=8736`,
    );
    await story(`${told('waived 2026-12-01T00:00:00Z')}\n = price_lag gold.Yes
      = notice priceLag price=520000 fee=0`);
  });

  test('is not looked for where that is off', async () => {
    await story(`set lag.mode off\n ${KALSHI_COIN}\n coin 60400\n lags 5s gold\n never price_lag`);
  });
});

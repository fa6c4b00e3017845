import { describe, test } from 'vitest';
import { COIN, JUMP } from './setting-parts.ts';
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

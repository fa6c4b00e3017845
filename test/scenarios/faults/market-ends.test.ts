import { describe, test } from 'vitest';
import { story } from '../story.ts';

const WAITS = `set entry.rest on\n market rain\n book rain.Yes 0.48x10000 / 0.50x10000\n follow anna
  anna buys rain.Yes 100 @ 0.50\n wait 100ms\n book rain.Yes 0.48x10000 / 0.50x6\n wait 1s
  = fill buy rain.Yes 6\n never order buy`;

describe('a market that is over, or stands still', () => {
  test('F49: a market that ends takes its waiting order along, and pays once', async () => {
    await story(`${WAITS}\n resolve rain 1/0\n = order buy rain.Yes $5 canceled 6 for $3
      = notice resolved\n reserved $0\n cash $503\n has rain.Yes nothing
      resolve rain 1/0\n wait 10m\n restart\n resolve rain 1/0\n wait 10m\n cash $503
      never notice resolved\n never order`);
  });

  test('F49: a market that pauses lets nothing new in, and what was held is sold when it goes on', async () => {
    await story(`${WAITS}\n market rain accepting no\n follow bert\n bert buys rain.Yes 100 @ 0.50
      = copy rain.Yes denied marketClosed\n wait 5m\n = order buy rain.Yes $5 expired 6 for $3
      reserved $0\n anna sells rain.Yes 200 @ 0.48\n = exit rain.Yes held marketClosed
      wait 5m\n never order sell\n has rain.Yes 6 cost $3
      market rain accepting yes\n book rain.Yes 0.48x10000 / 0.50x10000\n wait 61s
      = order sell rain.Yes 6 filled\n has rain.Yes nothing`);
  });
});

import { test } from 'vitest';
import { story } from './story.ts';

/** One market with a deep book, and a leader. */
const WORLD = `
  market rain
  book rain.Yes 0.48x10000 / 0.50x10000
  follow anna
`;

test('a copy spends one percent of the bankroll at the ask, and mirrors the exit', async () => {
  await story(`${WORLD}
    anna buys rain.Yes 100 @ 0.50
    = copy rain.Yes accepted $5 @0.52
    reserved $5
    wait 1s
    = fill buy rain.Yes 10 @0.5 fee $0
    = order buy rain.Yes $5 @0.52 x9.61 filled 10 for $5
    = notice fill
    has rain.Yes 10 cost $5
    cash $495
    reserved $0
    anna sells rain.Yes 100 @ 0.48
    wait 1s
    = exit rain.Yes accepted 10 @0.46
    = order sell rain.Yes 10 @0.46 filled 10 for $4.8
    has rain.Yes nothing
    cash $499.8
  `);
});

import { test } from 'vitest';
import { story } from '../story.ts';

/** 20 shares held for a leader who holds 100. */
const HELD = `market rain\n market snow\n book rain.Yes 0.48x10000 / 0.50x10000
  follow anna spend 10\n anna buys rain.Yes 100 @ 0.50\n wait 1s\n = copy rain.Yes accepted
  = order buy rain.Yes $10`;
const SELLS = 'anna sells rain.Yes 100 @ 0.48';

test('31: an exit that nobody carries out asks for a person within its window, and once', async () => {
  await story(`${HELD}\n book rain.Yes / 0.50x10000\n ${SELLS}\n = exit rain.Yes held slippage
    wait 89s\n never notice exitNeedsYou\n wait 2s\n = notice exitNeedsYou quantity=20000000
    wait 2h\n never notice exitNeedsYou\n book rain.Yes 0.48x10000 / 0.50x10000\n wait 61s
    = order sell rain.Yes 20\n has rain.Yes nothing`);
});

const BOOKS: readonly (readonly [name: string, book: string])[] = [
  ['a book of asks alone sells nothing and keeps the shares', 'book rain.Yes / 0.50x10000'],
  ['a book of nothing at all sells nothing and keeps the shares', 'book rain.Yes /'],
  ['a crossed book sells nothing and keeps the shares', 'book rain.Yes 0.60x10 / 0.50x10'],
];

test.each(BOOKS)('32: %s', async (_name, book) => {
  await story(`${HELD}\n ${book}\n wait 10m\n never exit\n never order sell\n has rain.Yes 20 cost $10
    ${SELLS}\n = exit rain.Yes held\n wait 30s\n never order sell\n has rain.Yes 20 cost $10
    book rain.Yes 0.99x10000 /\n wait 61s\n = order sell rain.Yes 20 filled\n has rain.Yes nothing`);
});

test('36: a book at nothing loses nothing, a resolution does, and what is lost takes up no room', async () => {
  await story(`set limits.positions 1\n set limits.dayLossPercent 1\n ${HELD}
    book rain.Yes / 0.01x10000\n wait 10m\n state armed on\n has rain.Yes 20 cost $10
    never notice paused\n never notice resolved\n book snow.Yes 0.48x10000 / 0.50x10000
    anna buys snow.Yes 100 @ 0.50\n = copy snow.Yes denied positionCount 1 of 1
    resolve rain 0/1\n = notice resolved realised=-10000000\n has rain.Yes nothing
    state armed dayLoss\n resume\n wait 61s\n anna buys snow.Yes 100 @ 0.50\n wait 1s
    = copy snow.Yes accepted\n = order buy snow.Yes $10`);
});

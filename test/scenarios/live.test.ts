import { expect, test } from 'vitest';
import { Story, story } from './story.ts';

/** Anna's copies spend real money from here on. */
const LIVE = `
  account 500
  market rain group weather
  book rain.Yes 0.48x10000 / 0.50x10000
  follow anna mode live confidence 0.9 spend 10
  ready
  acknowledge
  mode live
  wait 31s
`;
const BUYS = 'anna buys rain.Yes 100 @ 0.50';
const NOT_PROVEN = { proven: false, stillOpen: ['x'], problem: '' };

test('live is refused until the warning was read, and while something is missing', async () => {
  await story(`account 500\n mode live\n = command setMode refused
    acknowledge\n mode live\n = command setMode refused\n ready\n mode live\n = command setMode done
    mode paper\n lacks the clock is off\n mode live\n = command setMode refused`);
});

test('the warning is read once: a restart remembers it', async () => {
  await story(`account 500\n acknowledge\n restart\n ready\n mode live\n = command setMode done`);
});

test('a live copy is booked in the ledger of the account and nowhere else', async () => {
  await story(`${LIVE}\n ${BUYS}\n wait 2s\n = order buy rain.Yes $10 @0.52 x19.23 filled 19.23
    has rain.Yes nothing\n look live\n has rain.Yes 19.23 cost $9.9996\n cash $490.0004`);
});

test('a copy that waited for its book spends no real money once its wallet is on paper', async () => {
  await story(`${LIVE}\n market snow group white\n anna buys snow.Yes 100 @ 0.50\n wallet anna mode paper
    wait 100ms\n book snow.Yes 0.48x10000 / 0.50x10000\n wait 1s
    = copy snow.Yes denied liveNotReady\n look live\n has snow.Yes nothing`);
});

test('what paper buys uses up no order of the live minute, nor the other way', async () => {
  await story(`set limits.ordersPerMinute 1\n ${LIVE}\n market snow group white\n market hail group north
    book snow.Yes 0.48x10000 / 0.50x10000\n book hail.Yes 0.48x10000 / 0.50x10000
    follow ben confidence 0.9 spend 10\n ben buys snow.Yes 100 @ 0.50\n wait 1s\n = order buy snow.Yes
    ${BUYS}\n wait 2s\n = order buy rain.Yes $10 @0.52 x19.23 filled 19.23
    ben buys hail.Yes 100 @ 0.50\n = copy hail.Yes denied orderRate 1 of 1
    anna buys hail.Yes 100 @ 0.50\n = copy hail.Yes denied orderRate 1 of 1`);
});

test('kill tells what is on its way, and later that nothing is open, with all that was cancelled', async () => {
  const told = await new Story().tell(LIVE);
  told.account.answers.push({ kind: 'accepted', status: 'live', matched: null });
  told.account.sweeps.push(
    { ...NOT_PROVEN, canceled: ['a', 'b'] },
    { ...NOT_PROVEN, canceled: ['c'] },
  );
  await told.tell(`${BUYS}\n wait 500ms\n kill\n = notice killed canceled=1 underway=1
    never notice nothingOpen\n wait 2s\n = notice nothingOpen canceled=3
    never notice nothingOpen\n wait 3m`);
  expect(told.account.sent).toHaveLength(1);
  await told.endFree();
});

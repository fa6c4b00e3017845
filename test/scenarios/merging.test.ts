import { describe, expect, test } from 'vitest';
import { MERGE_ATTEMPTS_MAX } from '../../src/engine/core/trade/merges.ts';
import { Story, story } from './story.ts';

/** Anna is copied into Yes, Bob into No: 20 shares at 50¢ and 20 at 45¢, on paper. */
const BOTH_SIDES = `
  set limits.orderPercent 10
  set limits.marketPercent 10
  set limits.groupPercent 10
  market rain group weather
  book rain.Yes 0.48x10000 / 0.50x10000
  book rain.No 0.50x10000 / 0.52x10000
  follow anna spend 10
  follow bob spend 10.40
  anna buys rain.Yes 100 @ 0.50
  wait 2s
  = order buy rain.Yes $10 filled 20
  bob buys rain.No 100 @ 0.52
  wait 2s
  = order buy rain.No $10.4 filled 20
  cash $479.6
`;
/** The same with real money: 19.23 Yes at their limit of 52¢, 19.25 No at 54¢. */
const LIVE_BOTH_SIDES = `
  set limits.orderPercent 10
  set limits.marketPercent 10
  set limits.groupPercent 10
  account 500
  market rain group weather
  book rain.Yes 0.48x10000 / 0.50x10000
  book rain.No 0.50x10000 / 0.52x10000
  follow anna mode live confidence 0.9 spend 10
  follow bob mode live confidence 0.9 spend 10.40
  ready
  acknowledge
  mode live
  wait 31s
  anna buys rain.Yes 100 @ 0.50
  wait 2s
  = order buy rain.Yes $10 @0.52 x19.23 filled 19.23
  bob buys rain.No 100 @ 0.52
  wait 2s
  = order buy rain.No $10.4 @0.54 x19.25 filled 19.25
  look live
  cash $479.6054
`;
const MERGED = `= notice merged quantity=19230000 payout=19230000
  has rain.Yes nothing\n has rain.No 0.02 cost $0.0108`;

describe('both sides of a market, held for wallets that disagree', () => {
  test('become a dollar a set on paper, each side at the middle of its book', async () => {
    await story(`${BOTH_SIDES}\n wait 61s
      = notice merged quantity=20000000 payout=20000000 realised=-400000
      has rain.Yes nothing\n has rain.No nothing\n cash $499.6`);
  });

  test('wait while everything is stopped, and become dollars once a person armed', async () => {
    await story(`${BOTH_SIDES}\n kill\n = command kill done\n wait 10m\n never notice merged
      arm\n = command arm done\n wait 61s\n = notice merged payout=20000000\n cash $499.6`);
  });

  test('leave what is over with its wallet, which exits as before', async () => {
    const larger = BOTH_SIDES.replace('spend 10\n', 'spend 15\n')
      .replace('$10 filled 20', '$15 filled 30')
      .replace('$479.6', '$474.6');
    await story(`${larger}\n wait 61s\n = notice merged payout=20000000
      has rain.Yes 10 cost $5\n anna sells rain.Yes 100 @ 0.48\n wait 2s
      = order sell rain.Yes 10`);
  });
});

describe('both sides of a market with real money', () => {
  test('are merged on the chain once, and count when the balance has them', async () => {
    const told = await new Story().tell(`${LIVE_BOTH_SIDES}\n wait 2m\n ${MERGED}
      cash $498.8354\n wait 1h\n never notice merged\n state armed on`);
    expect(told.account.redemptions).toBe(1);
    await told.end();
  });

  test('are merged when the answer of the chain was lost', async () => {
    const told = await new Story().tell(`${LIVE_BOTH_SIDES}\n chain lost\n wait 2m\n ${MERGED}
      cash $498.8354\n chain pays\n wait 1h\n state armed on`);
    expect(told.account.redemptions).toBe(1);
    await told.end();
  });

  test('are tried a few times; then a person hears that they stay until the resolution', async () => {
    const told = await new Story().tell(`${LIVE_BOTH_SIDES}\n chain fails\n wait 30m
      = notice merged why=reverted\n has rain.Yes 19.23 cost $9.9996\n wait 6h
      never notice merged\n state armed on`);
    expect(told.account.redemptions).toBe(MERGE_ATTEMPTS_MAX);
    await told.tell(`chain pays\n resolve rain 1/0\n = notice resolved claim=19230000
      wait 2m\n = notice redeemed payout=19230000\n has rain.Yes nothing\n has rain.No nothing`);
    await told.end();
  });

  test('stay without a way to the chain, and a person hears it once', async () => {
    await story(`${LIVE_BOTH_SIDES}\n chain byHand\n wait 2m\n = notice merged why=there
      wait 6h\n never notice merged\n has rain.Yes 19.23 cost $9.9996\n state armed on`);
  });

  test('that the owner merges himself are dollars, neither a deposit nor a kill', async () => {
    await story(`${LIVE_BOTH_SIDES}\n chain byHand\n wait 2m\n = notice merged why=there
      owner redeems rain.Yes 19.23 for 19.23\n owner redeems rain.No 19.23 for 0\n wait 6m
      ${MERGED}\n cash $498.8354\n state armed on`);
  });

  test('that left without dollars stop everything: somebody else has them', async () => {
    await story(`${LIVE_BOTH_SIDES}\n chain unpaid\n wait 20m\n never notice merged payout
      = notice killed\n state killed on`);
  });

  test('are found after a restart that came between the merge and its answer', async () => {
    await story(`${LIVE_BOTH_SIDES}\n chain lost\n wait 55s\n restart\n wait 5m\n ${MERGED}
      cash $498.8354\n state armed on`);
  });
});

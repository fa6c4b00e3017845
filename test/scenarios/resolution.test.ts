import { describe, expect, test } from 'vitest';
import { CLAIM_ATTEMPTS_MAX } from '../../src/engine/core/trade/claims.ts';
import { Story, story } from './story.ts';

/** Anna's copy of 20 shares at 50¢, on paper. */
const PAPER_HELD = `
  market rain group weather
  book rain.Yes 0.48x10000 / 0.50x10000
  follow anna spend 10
  anna buys rain.Yes 100 @ 0.50
  wait 2s
  = order buy rain.Yes $10
`;
/** The same with real money: 19.23 shares at their limit of 52¢. */
const LIVE_HELD = `
  account 500
  market rain group weather
  book rain.Yes 0.48x10000 / 0.50x10000
  follow anna mode live confidence 0.9 spend 10
  ready
  acknowledge
  mode live
  wait 31s
  anna buys rain.Yes 100 @ 0.50
  wait 2s
  = order buy rain.Yes $10 @0.52 x19.23 filled 19.23
  look live
  cash $490.0004
`;
const WON = 'resolve rain 1/0';
const REDEEMED = `= notice redeemed quantity=19230000 payout=19230000 realised=9230400
  has rain.Yes nothing\n cash $509.2304`;

describe('a resolution that is not final', () => {
  test('is told once a stage, in the words of who holds shares, and pays nothing', async () => {
    await story(`${PAPER_HELD}\n market rain closed yes stage proposed
      = notice resolving stage=proposed\n market rain closed yes stage proposed
      never notice resolving\n market rain closed yes stage disputed
      = notice resolving stage=disputed\n market rain closed yes stage proposed
      = notice resolving stage=proposed\n never notice resolved\n has rain.Yes 20 cost $10
      ${WON}\n = notice resolved payout=1000000 realised=10000000\n has rain.Yes nothing`);
  });

  test('that flips pays what became final', async () => {
    await story(`${LIVE_HELD}\n market rain closed yes stage proposed
      = notice resolving stage=proposed\n market rain closed yes stage disputed
      = notice resolving stage=disputed\n wait 1h\n never notice resolved\n never notice redeemed
      cash $490.0004\n resolve rain 0/1\n = notice resolved payout=0 realised=-9999600
      has rain.Yes nothing\n cash $490.0004`);
  });

  test('of a market in which nothing is held is told to nobody', async () => {
    await story(`${PAPER_HELD}\n market snow\n market snow closed yes stage proposed
      never notice resolving`);
  });
});

describe('shares that won with real money', () => {
  test('are claimed at once, and count when the balance has them', async () => {
    const told = await new Story().tell(`${LIVE_HELD}\n ${WON}\n = notice resolved claim=19230000
      wait 10s\n ${REDEEMED}\n wait 1h\n never notice redeemed\n never notice claimNeedsYou`);
    expect(told.account.redemptions).toBe(1);
    await told.end();
  });

  test('are no exposure any more: others may be bought while they wait', async () => {
    await story(`set limits.totalPercent 2\n ${LIVE_HELD}\n market snow
      book snow.Yes 0.48x10000 / 0.50x10000\n anna buys snow.Yes 100 @ 0.50
      = copy snow.Yes denied totalCap\n chain byHand\n ${WON}\n = notice claimNeedsYou
      wait 61s
      anna buys snow.Yes 100 @ 0.50 tx 9\n wait 2s\n = order buy snow.Yes`);
  });

  test('that lost are written off without a word to the chain', async () => {
    const told = await new Story().tell(`${LIVE_HELD}\n resolve rain 0/1
      = notice resolved payout=0 realised=-9999600\n has rain.Yes nothing\n cash $490.0004
      wait 10m\n never notice redeemed`);
    expect(told.account.redemptions).toBe(0);
    await told.end();
  });

  test('of a void market pay a half, in both ledgers', async () => {
    await story(`${PAPER_HELD}\n resolve rain 0.5/0.5\n = notice resolved payout=500000 realised=0
      cash $500`);
    await story(`${LIVE_HELD}\n resolve rain 0.5/0.5\n = notice resolved claim=9615000\n wait 10s
      = notice redeemed payout=9615000 realised=-384600\n has rain.Yes nothing\n cash $499.6154`);
  });

  test.each([
    ['its answer was lost', 'lost', 1],
    ['nothing came of it and nobody said so', 'silent', 2],
    ['it failed', 'fails', 2],
    ['the chain did not know the payout yet', 'early', 2],
  ])('are paid once, also when %s', async (_, mood, times) => {
    const told = await new Story().tell(`${LIVE_HELD}\n chain ${mood}\n ${WON}
      = notice resolved claim=19230000\n wait 20s\n chain pays\n wait 15m\n ${REDEEMED}
      wait 1h\n never notice redeemed\n never notice claimNeedsYou`);
    expect(told.account.redemptions).toBe(times);
    await told.end();
  });

  test('that nobody can redeem here are left to a person, and counted when he did', async () => {
    await story(`${LIVE_HELD}\n chain byHand\n ${WON}\n = notice resolved
      = notice claimNeedsYou claim=19230000 why=there\n has rain.Yes 19.23 cost $9.9996
      wait 6h\n never notice claimNeedsYou\n never notice redeemed
      owner redeems rain.Yes 19.23 for 19.23\n wait 6m\n ${REDEEMED}`);
  });

  test('are tried so often and no more; a person may have it tried again', async () => {
    const told = await new Story().tell(`${LIVE_HELD}\n chain fails\n ${WON}\n wait 2h
      = notice claimNeedsYou attempts=5 why=reverted\n wait 24h\n never notice claimNeedsYou`);
    expect(told.account.redemptions).toBe(CLAIM_ATTEMPTS_MAX);
    await told.tell(`chain pays\n close rain.Yes\n = command close done\n wait 10s\n ${REDEEMED}`);
    expect(told.account.redemptions).toBe(CLAIM_ATTEMPTS_MAX + 1);
    await told.end();
  });

  test('that paid somebody else are neither won nor lost, and a person hears of it', async () => {
    await story(`${LIVE_HELD}\n chain unpaid\n ${WON}\n wait 3m\n never notice redeemed
      = notice claimNeedsYou claim=19230000 why=unpaid\n has rain.Yes nothing\n cash $490.0004
      state armed on`);
  });

  test('that were redeemed before their resolution was known make neither a kill nor a deposit', async () => {
    await story(`${LIVE_HELD}\n market rain closed yes\n owner redeems rain.Yes 19.23 for 19.23
      wait 20m\n state armed on\n has rain.Yes 19.23 cost $9.9996\n cash $490.0004\n ${WON}\n wait 10s
      ${REDEEMED}`);
  });

  test('may be redeemed in parts', async () => {
    await story(`${LIVE_HELD}\n chain byHand\n ${WON}\n owner redeems rain.Yes 9 for 9\n wait 6m
      = notice redeemed quantity=9000000 payout=9000000\n has rain.Yes 10.23 cost $5.3196
      cash $499.0004\n owner redeems rain.Yes 10.23 for 10.23\n wait 6m
      = notice redeemed quantity=10230000\n has rain.Yes nothing\n cash $509.2304`);
  });

  test('and a deposit at the same time are told apart', async () => {
    await story(`${LIVE_HELD}\n ${WON}\n owner redeems rain.Yes 0 for 100\n wait 10m\n = notice redeemed payout=19230000
      has rain.Yes nothing\n cash $609.2304`);
  });

  test('wait while everything is killed', async () => {
    const told = await new Story().tell(`${LIVE_HELD}\n kill\n ${WON}\n wait 10m`);
    expect(told.account.redemptions).toBe(0);
    await told.tell(`arm\n wait 20s\n ${REDEEMED}`);
    await told.end();
  });

  test.each([
    ['before', `restart\n ready\n ${WON}`],
    ['while the chain was asked', `chain lost\n ${WON}\n restart\n ready`],
    ['while nothing came of it', `chain silent\n ${WON}\n restart\n ready\n chain pays`],
    ['while a person was to do it', `chain byHand\n ${WON}\n chain pays\n restart\n ready`],
  ])('are paid once with a restart %s', async (_, what) => {
    const told = await new Story().tell(`${LIVE_HELD}\n ${what}\n wait 10m\n ${REDEEMED}
      restart\n ready\n wait 1h\n never notice redeemed`);
    await told.end();
  });
});

describe('shares that are not settled', () => {
  test('are not claimed, and not written off, before the chain spoke', async () => {
    const bought = LIVE_HELD.replace('ready\n', 'ready\n matches\n');
    const won = await new Story().tell(`${bought}\n ${WON}\n wait 5m`);
    expect(won.account.redemptions).toBe(0);
    await won.tell(`settles\n wait 20s\n ${REDEEMED}`);
    await won.end();
    await story(`${bought}\n resolve rain 0/1\n wait 5m\n has rain.Yes 19.23 cost $9.9996\n undoes
      = notice settlementFailed undone=1\n has rain.Yes nothing\n cash $500\n wait 1m
      never notice resolved realised=-9999600\n state armed on`);
  });

  const BOUGHT = LIVE_HELD.replace('ready\n', 'ready\n matches\n');
  const LEAVES = 'anna sells rain.Yes 100 @ 0.48';

  test('are not sold: the exit waits, says so, and goes on when they are', async () => {
    await story(`${BOUGHT}\n ${LEAVES}\n wait 20s\n = exit rain.Yes held unsettled 0 of 19.23
      never order sell\n settles\n wait 1s\n = order sell rain.Yes 19.23 @0.46 filled\n has rain.Yes nothing`);
  });

  test('are sold when the setting says so', async () => {
    await story(`set exit.sellUnsettled on\n ${BOUGHT}\n ${LEAVES}\n wait 2s
      = order sell rain.Yes 19.23 @0.46 filled`);
  });
});

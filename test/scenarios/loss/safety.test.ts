import { describe, expect, test, vi } from 'vitest';
import { Readiness } from '../../../src/app/running/live/readiness.ts';
import { lackText } from '../../../src/engine/domain/live-lack.ts';
import { isTerminal } from '../../../src/engine/domain/order-state.ts';
import { dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { Chat } from '../../bot/chat-person.ts';
import { Story, story } from '../story.ts';
import { BUYS, FOUND_MS, LIVE, MINUTE_MS } from './live-words.ts';
import { WireRun } from './wire-run.ts';

describe('45: a venue that restarts', () => {
  const RESTART = { on: 'venue', mode: 'restarting', forMs: 30_000, postOnlyMs: 120_000 } as const;

  test('45: an order that takes is held, not hammered into refusals, and expires with its trade', async () => {
    const run = await WireRun.begin();
    run.world.inject(RESTART);
    await run.copies();
    await run.pass(5 * MINUTE_MS);
    expect(run.last).toMatchObject({ status: 'notPlaced', filledQuantity: 0 });
    expect(run.sent.length, 'sendings while it was young').toBeLessThanOrEqual(5);
    expect(run.notices('rejected')).toEqual([]);
    expect([run.ledger.totals().reserved, run.state.control.killed]).toEqual([0, null]);
    expect(run.landed).toEqual([]);
  });

  test('45: one whose trade stays young enough is sent when the window is over, and filled once', async () => {
    const run = await WireRun.begin({ settings: { 'entry.maxAgeSeconds': '600' } });
    await run.follow('bea');
    run.world.inject(RESTART);
    await run.copies();
    await run.pass(MINUTE_MS);
    const sent = run.sent.length;
    await run.copies('buy', 'bea');
    await run.pass(80_000);
    expect(run.sent.length, 'while only makers are let in nothing is sent').toBe(sent);
    run.showBook();
    for (let passed = 0; passed < 12; passed += 1) {
      await run.pass(5_000);
      run.showBook();
    }
    await run.pass(5 * MINUTE_MS);
    expect(run.sent.length, 'each once more').toBe(sent + 2);
    expect(run.orders.map(({ filledQuantity }) => filledQuantity > 0)).toEqual([true, true]);
    expect([run.landed.length, run.held()]).toEqual([2, run.world.truth(0)]);
  });
});

describe('46: a clock that is wrong', () => {
  test.each([90_000, -90_000])(
    '46: by %i ms keeps live from beginning, kills it where it is on, and signs by the venue',
    async (skewMs) => {
      const run = await WireRun.begin();
      run.world.inject({ on: 'clock', skewMs });
      const readiness = new Readiness({
        sources: {
          geoblock: async () => ({ blocked: false, country: 'XX' }) as never,
          checkClock: () => run.executor.checkClock(),
          isClosedOnly: async () => false,
          collateral: async () => ({ micro: dollars(5), allowances: new Map() }) as never,
          signerState: () => ({ kind: 'open' }),
          isChannelOpen: () => true,
        },
        onChange: () => undefined,
        onError: (error) => {
          throw error;
        },
      });
      expect(await readiness.look()).toContainEqual(expect.stringContaining(lackText('clock')));
      // Signatures go by the venue's clock, so that an order under way is not lost to it.
      await run.copies();
      await run.pass(FOUND_MS);
      expect(run.last.filledQuantity).toBeGreaterThan(0);
      const [fault, detail] = run.faults.at(-1) ?? [];
      expect([fault, detail]).toEqual(['clockSkew', expect.stringMatching(/ 90\.\d s |89\.\d s /)]);
      run.bare.step({ kind: 'account', event: { kind: 'fault', fault: 'clockSkew', detail: '' } });
      await run.settle();
      expect(run.state.control.killed?.reason).toMatch(/clock/);
      const sent = run.sent.length;
      await run.pass(2 * MINUTE_MS);
      await run.copies();
      expect(run.sent).toHaveLength(sent);
    },
  );

  test('46: on paper it kills nothing', async () => {
    const told = await new Story().tell('account 500\n market rain\n ready');
    await told.hear({ kind: 'fault', fault: 'clockSkew', detail: '90 s' });
    await told.tell('state armed on');
    await told.end();
  });
});

describe('47: kill', () => {
  test('47: with orders resting, partly filled, in flight and queued: none stays open, every fill is booked', async () => {
    const run = await WireRun.begin({ settings: { 'entry.rest': 'on' } });
    await run.follow('bea');
    await run.follow('cleo');
    await run.rests(0);
    const met = await run.world.theyMeet(run.listed, run.last.intent.limitPrice, dollars(2));
    expect(met).toBeGreaterThan(0);
    run.world.inject({ on: 'post', fault: { kind: 'acceptSlowly', delayMs: 5_000 } });
    for (const wallet of ['bea', 'cleo']) {
      run.showBook({ asks: [`${(run.world.bestBid - 0.05).toFixed(2)}x1000`], bids: ['0.01x9'] });
      run.leader('buy', { wallet, price: Number((run.world.bestBid - 0.05).toFixed(2)) });
    }
    await vi.waitFor(async () => {
      await run.work();
      expect(run.landed).toHaveLength(2);
    });
    const underway = run.orders.slice(1).map(({ status }) => status);
    expect(underway, 'one landed without our knowing, one waits behind it').toEqual(
      Array(2).fill('submitted'),
    );
    // The first attempts to cancel fail as well.
    run.world.inject({ on: 'cancel', fault: { kind: 'dropUnread' }, times: 2 });
    run.bare.command({ kind: 'kill', reason: 'enough' });
    await run.work();
    run.world.clock.advance(5_000);
    run.bare.nowMs = run.nowMs;
    await run.pass(MINUTE_MS);
    expect(run.notices('killed')).toMatchObject([{ canceled: 3, underway: 3 }]);
    expect(run.notices('nothingOpen'), 'the proof, told once').toHaveLength(1);
    expect(run.sent, 'what waited never went').toHaveLength(2);
    expect(run.landed.map(({ status }) => status)).toEqual(['CANCELED', 'CANCELED']);
    expect(run.orders.every(({ status }) => isTerminal(status))).toBe(true);
    expect([run.held(), run.held()], 'what was filled').toEqual([met, run.world.truth(0)]);
    expect(run.ledger.totals().reserved).toBe(0);
    await run.pass(2 * MINUTE_MS);
    await run.copies();
    expect(run.bare.decisions.at(-1)).toMatchObject({ verdict: 'denied', reason: 'killed' });
    expect(run.sent).toHaveLength(2);
  });
});

describe('48: a kill that lasts', () => {
  const STILL_KILLED = `wait 61s\n ${BUYS}\n = copy rain.Yes denied killed\n never order`;

  test.each([
    ['a restart', 'restart\n ready'],
    ['a switch to paper', 'mode paper'],
    ['a switch to paper and a restart', 'mode paper\n restart\n ready'],
    ['a restart, and live again', 'restart\n ready\n mode paper\n mode live\n wait 31s'],
    ['two restarts', 'restart\n restart\n ready'],
    ['resume', 'resume'],
  ])('48: outlasts %s, until a person arms', async (_name, happens) => {
    await story(`${LIVE} kill enough\n state killed on\n ${happens}\n state killed on
      book rain.Yes 0.48x10000 / 0.50x10000\n ${STILL_KILLED}\n arm\n state armed on`);
  });

  test('48: a kill acts at once, and is lifted only by who types the phrase and a code', async () => {
    const ada = { actor: 'telegram:7', role: 'admin' } as const;
    const chat = new Chat();
    chat.codes.set(ada.actor, 'right');
    chat.world.isLive();
    await chat.say('/kill', ada);
    const killed = () => chat.world.control.killed;
    expect(killed()).not.toBeNull();
    await chat.say('/kill off', ada);
    expect(killed(), 'it was asked, not done').not.toBeNull();
    await chat.say('yes', ada);
    expect(killed()).not.toBeNull();
    await chat.say('/kill off', ada);
    await chat.say('arm 300 482913', ada);
    expect(killed()).toBeNull();
  });
});

describe('49: a mode that changes, and an order that was refused', () => {
  test('49: an order keeps the ledger it was born in over a switch to paper, and so does its exit', async () => {
    const run = await WireRun.begin();
    run.world.inject({ on: 'post', fault: { kind: 'acceptThenDrop' } });
    await run.copies();
    expect(run.last.status).toBe('inDoubt');
    await run.command({ kind: 'setMode', mode: 'paper' });
    await run.pass(20_000);
    expect(run.held()).toBeGreaterThan(0);
    await run.copies('sell');
    await run.pass(20_000);
    expect(run.last).toMatchObject({ intent: { side: 'sell' } });
    expect(run.held()).toBe(run.world.truth(0));
    expect(run.held()).toBeLessThan(shares(1));
    const paper = run.state.ledgers.get('paper' as never);
    expect([paper?.cash, paper?.positions.size]).toEqual([dollars(500), 0]);
    expect([...run.state.orders.values()].filter((one) => one.intent.ledger === 'paper')).toEqual(
      [],
    );
  });

  test('49: a live order that the venue refuses is an error, and never a paper trade', async () => {
    const told = await new Story().tell(LIVE);
    const text = 'not enough balance / allowance';
    told.account.answers.push({ kind: 'refused', cause: 'balance', text });
    await told.tell(`${BUYS}\n wait 2s\n = order buy rain.Yes $10 rejected 0\n = notice rejected
      wait 5m\n never order\n has rain.Yes nothing\n cash $500\n look live\n has rain.Yes nothing
      cash $500`);
    await told.end();
  });

  test('49: what live lacks denies the copy with its reason, and never makes it on paper', async () => {
    await story(`${LIVE} lacks the clock is off\n ${BUYS}\n = copy rain.Yes denied liveNotReady
      wait 5m\n never order\n has rain.Yes nothing`);
  });
});

describe('50: limits after everything in memory is gone', () => {
  const LOSS = `
    set bankroll 100\n set limits.orderPercent 20\n set limits.marketPercent 50
    set limits.groupPercent 50\n set limits.walletDayPercent 100\n set limits.walletPercent 100
    set limits.dayLossPercent 5\n set timeZone America/New_York
  `;
  /** Buys for $10 at 0.52 and sells where the bid is. */
  const loses = (bid: string, worst: string): string => `
    wait 61s\n book rain.Yes 0.48x10000 / 0.50x10000\n ${BUYS}\n wait 2s\n = order buy rain.Yes filled
    book rain.Yes ${bid}x10000 / 0.50x10000\n anna sells rain.Yes 100 @ ${bid}\n wait 2s
    = order sell rain.Yes @${worst} filled`;

  test('50: the loss of the day is rebuilt from the ledger, and ends at midnight of its zone', async () => {
    await story(`${LOSS} ${LIVE} ${loses('0.40', '0.38')}\n state armed on\n restart\n ready
      wait 5s\n ${loses('0.40', '0.38')}\n = notice paused\n state armed dayLoss\n restart\n ready
      state armed dayLoss\n at 2026-10-01T00:10:00Z\n state armed dayLoss
      at 2026-10-01T03:58:00Z\n restart\n ready\n state armed dayLoss
      at 2026-10-01T04:01:30Z\n state armed on\n = notice resumed`);
  });

  test('50: prices that move without a sale are no loss of the day', async () => {
    await story(`${LOSS} ${LIVE} ${BUYS}\n wait 2s\n = order buy rain.Yes filled
      book rain.Yes 0.05x10000 / 0.50x10000\n set limits.drawdownPercent 100\n wait 5m
      state armed on\n restart\n ready\n wait 5m\n state armed on`);
  });

  test('50: what was spent for a wallet today still counts, and tomorrow it does not', async () => {
    await story(`${LOSS} set limits.walletDayPercent 15\n ${LIVE} ${BUYS}\n wait 2s
      = order buy rain.Yes $10\n restart\n ready\n wait 61s\n book rain.Yes 0.48x10000 / 0.50x10000
      ${BUYS}\n = copy rain.Yes accepted $5\n wait 2s\n = order buy rain.Yes $5\n restart\n ready
      wait 61s\n book rain.Yes 0.48x10000 / 0.50x10000\n ${BUYS}
      = copy rain.Yes denied walletDayCap\n at 2026-10-01T04:01:30Z
      book rain.Yes 0.48x10000 / 0.50x10000\n ${BUYS}\n = copy rain.Yes accepted $10\n wait 2s
      = order buy rain.Yes $10`);
  });
});

describe('51: a hundred signals at one moment', () => {
  test('51: never exceed the cap, in our books and at the exchange', async () => {
    const SIGNALS = 100;
    const cap = dollars(50);
    const run = await WireRun.begin({
      settings: {
        'limits.marketPercent': '10',
        'limits.groupPercent': '50',
        'limits.ordersPerMinute': '120',
      },
    });
    for (let at = 0; at < SIGNALS; at += 1) await run.follow(`w${at}`);
    run.showBook();
    run.world.inject({ on: 'post', fault: { kind: 'acceptThenDrop' }, times: 2 });
    for (let at = 0; at < SIGNALS; at += 1) run.leader('buy', { wallet: `w${at}` });
    const asked = () => run.orders.reduce((sum, { intent }) => sum + intent.spend, 0);
    expect(asked()).toBeGreaterThan(0);
    expect(asked(), 'while all of them wait').toBeLessThanOrEqual(cap);
    await run.settle();
    await run.pass(MINUTE_MS);
    const decided = run.bare.decisions.filter(({ signalKind }) => signalKind === 'copy');
    expect(new Set(decided.map(({ signalId }) => signalId)).size).toBe(SIGNALS);
    expect(asked()).toBeLessThanOrEqual(cap);
    const owner = run.landed[0]?.owner ?? '';
    const paid = run.world.exchange
      .tradesOf(owner)
      .reduce((sum, { price, size }) => sum + (price / 1e6) * size, 0);
    expect(paid).toBeGreaterThan(0);
    expect(paid).toBeLessThanOrEqual(cap);
    expect(run.held()).toBe(run.world.truth(0));
    expect(run.orders.every(({ status }) => isTerminal(status))).toBe(true);
    console.info(
      `51: ${SIGNALS} signals, ${run.sent.length} orders, $${(paid / 1e6).toFixed(2)} of $50`,
    );
  });
});

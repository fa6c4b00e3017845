import { describe, expect, it } from 'vitest';
import { contentId, shortId } from '../../../src/engine/domain/ids.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { copySignal } from '../../engine/brain/entry-examples.ts';
import { LEADER, MARKET, YES } from '../../engine/intelligence/examples.ts';
import { context, decision, exitSignal, notice, orderView, view } from './examples.ts';
import { BOUGHT, SOLD, said, worded } from './words.ts';

describe('a copy', () => {
  it('says what it cost against what was seen', async () => {
    expect(await said(BOUGHT)).toEqual([
      '● PAPER bought 8.06 YES at 62.0¢ · $5.00',
      'Fed cuts in December?   ace paid 61.7¢ · we were 1.9 s behind, 0.3¢ worse',
      '[Why: /why 1NT3NT]',
      `[Close: /close ${shortId(contentId('position', [`paper|${LEADER}|${YES}`]))}]`,
      `[Mute wallet: /wallet ${LEADER} mute 2h]`,
    ]);
  });

  it.each([
    [61.7, 'same price'],
    [62.5, '0.5¢ better'],
  ])('that the leader paid %d¢ for is told as %s', async (theirs, words) => {
    const [, line] = await said({
      ...BOUGHT,
      data: {
        ...BOUGHT.data,
        price: cents(61.7),
        leaderPrice: cents(theirs === 62.5 ? 62.2 : theirs),
      },
    });
    expect(line).toContain(`behind, ${words}`);
  });

  it('that was filled in part says how much was meant', async () => {
    const part = {
      ...BOUGHT,
      data: { ...BOUGHT.data, whole: 0, quantity: shares(3.2), notional: dollars(1.98) },
    };
    const found = view(decision({ verdict: 'accepted' }), copySignal(), [orderView()]);
    expect((await said(part, context(found)))[0]).toBe(
      '◐ PAPER bought 3.2 YES at 62.0¢ · $1.98 of $5.00',
    );
    expect((await said(part))[0]).toBe('◐ PAPER bought 3.2 YES at 62.0¢ · $1.98 · in part');
  });
});

describe('an exit', () => {
  const exit = (change: Parameters<typeof exitSignal>[0]) =>
    context(view(decision({ signalKind: 'exit', verdict: 'held' }), exitSignal(change)));

  it('that mirrors a sale is compared with it', async () => {
    expect((await said(SOLD, exit({}))).slice(0, 2)).toEqual([
      '● PAPER sold 8.06 YES at 65.5¢ · $5.27 · fee $0.03',
      'Fed cuts in December?   ace sold at 66.0¢ · we were 2.1 s behind, 0.5¢ worse',
    ]);
  });

  it('without a price of the leader says why it was made', async () => {
    const merged = await said(SOLD, exit({ cause: 'merge', leaderPrice: null }));
    expect(merged[1]).toContain('ace merged both sides into cash · we were 2.1 s behind');
    expect((await said(SOLD, exit({ cause: 'manual' })))[1]).toContain('closed by hand');
  });

  it.each([
    ['stopLoss', 'your stop loss, ace holds on'],
    ['trailingStop', 'your trailing stop, ace holds on'],
    ['takeProfit', 'your take profit, ace holds on'],
    ['timeStop', 'held as long as you allow, ace holds on'],
  ] as const)('of our own says which rule it was: %s', async (cause, words) => {
    const [, line] = await said(SOLD, exit({ cause, leaderPrice: null }));
    expect(line).toBe(`Fed cuts in December?   ${words}`);
  });

  it('that was filled in part says of how many shares', async () => {
    const found = view(decision({ signalKind: 'exit' }), exitSignal(), [
      orderView({ side: 'sell', quantity: shares(20) }),
    ]);
    const part = { ...SOLD, data: { ...SOLD.data, whole: 0 } };
    expect((await said(part, context(found)))[0]).toBe(
      '◐ PAPER sold 8.06 of 20 YES at 65.5¢ · $5.27 · fee $0.03',
    );
  });

  it('that nobody took asks for a person', async () => {
    const reason = {
      gate: 'slippage',
      verdict: 'wait',
      actual: 0,
      limit: 1,
      unit: 'flag',
    } as const;
    const found = view(
      decision({
        signalKind: 'exit',
        verdict: 'held',
        reason: 'slippage',
        gates: [{ ...reason, note: 'nobody buys' }],
      }),
      exitSignal(),
    );
    const asked: string[] = [];
    const decisionOf = async (id: string) => {
      asked.push(id);
      return found;
    };
    const knows = { ...context(found), decision: decisionOf };
    const needs = notice({
      kind: 'exitNeedsYou',
      subject: 's1gn4l|exit|paper',
      data: { wallet: LEADER, market: MARKET, token: YES, quantity: shares(8.06), tries: 3 },
    });
    expect(await said(needs, knows)).toEqual([
      '! PAPER exit needs you: 8.06 YES not sold after 3 tries',
      'Fed cuts in December?   nobody buys',
      'runbook: exit-needs-you',
      '[Why: /why S1GN4L]',
      `[Close: /close ${shortId(contentId('position', [`paper|${LEADER}|${YES}`]))}]`,
      '[Positions: /positions]',
    ]);
    expect(asked).toEqual(['s1gn4l']);
    expect((await worded(needs, knows)).about).toBe('s1gn4l');
  });

  it('that waits says for what', async () => {
    const result = {
      gate: 'bookMissing',
      verdict: 'wait',
      actual: 0,
      limit: 1,
      unit: 'flag',
      note: null,
    } as const;
    const found = view(
      decision({ verdict: 'held', reason: 'bookMissing', gates: [result] }),
      exitSignal(),
    );
    expect((await said(notice({ kind: 'exitHeld' }), context(found)))[0]).toBe(
      '○ PAPER exit waits: its book is not known',
    );
  });
});

describe('a denial', () => {
  const moved = {
    gate: 'priceMoved',
    verdict: 'stop',
    actual: cents(2),
    limit: cents(1.5),
    unit: 'price',
    note: null,
  } as const;
  const denied = notice({
    kind: 'denied',
    subject: 'd3c1510n',
    data: { gate: 'priceMoved', actual: 1, limit: 1, wallet: LEADER, market: MARKET },
  });

  it('names the first gate that stopped it, with both numbers', async () => {
    const found = view(decision({ reason: 'priceMoved', gates: [moved] }));
    expect(await said(denied, context(found))).toEqual([
      '✕ PAPER not copied: price moved 2.0¢, limit 1.5¢',
      'Fed cuts in December?   ace paid 31.0¢, book is 33.0¢',
      '[Why: /why D3C151]',
      '[Raise limit: /settings entry.driftCents]',
    ]);
  });

  it('before sending tells the check that stopped it, not the one that had let it by', async () => {
    const now = { ...moved, actual: cents(33), limit: cents(32) };
    const found = view(
      decision({
        reason: 'priceMoved',
        limitPrice: cents(32),
        gates: [{ ...moved, verdict: 'pass', actual: cents(1) }, now],
      }),
    );
    expect((await said(denied, context(found))).slice(0, 2)).toEqual([
      '✕ PAPER not copied: price is 33.0¢ now, limit 32.0¢',
      'Fed cuts in December?   ace paid 31.0¢',
    ]);
  });

  it('without its record still says the reason and the market', async () => {
    expect((await said(denied)).slice(0, 2)).toEqual([
      '✕ PAPER not copied: price moved',
      'Fed cuts in December?',
    ]);
  });
});

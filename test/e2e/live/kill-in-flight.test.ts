import { expect, onTestFinished, test, vi } from 'vitest';
import { PolymarketExecutor } from '../../../src/data/polymarket/trading/polymarket-executor.ts';
import { brokenInvariants } from '../../../src/engine/core/invariants.ts';
import { isTerminal } from '../../../src/engine/domain/order-state.ts';
import type { CancelAllAnswer } from '../../../src/engine/domain/venue-answer.ts';
import type { OrderSubmission } from '../../../src/sim/exchange/exchange.ts';
import type { CancelFault } from '../../../src/sim/wire/trading/injections.ts';
import { HELD_MS, LATE_MS } from './held-posts.ts';
import { type Choice, KILL_TEST_MS_MAX, KillRun } from './kill-run.ts';

const IN_FLIGHT = 20;
/** They wait for a free connection. */
const QUEUED = 5;
/** Copies that wait in the book for what they did not get. */
const RESTING = { 'entry.rest': 'on' };

/** What else is wrong when the kill comes. */
interface Trouble {
  readonly what: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Of the POSTs in flight: their connections are torn, and they land long after. */
  readonly landingLate?: number;
  readonly isStoreHeld?: boolean;
  readonly cancels?: readonly CancelFault[];
}

const TROUBLES: readonly Trouble[] = [
  { what: 'nothing else' },
  { what: 'orders that would rest', settings: RESTING, landingLate: 3 },
  { what: 'a database that hangs', settings: RESTING, isStoreHeld: true },
  {
    what: 'lost answers to cancels',
    settings: RESTING,
    cancels: [
      { kind: 'acceptThenDrop' },
      { kind: 'dropUnread' },
      { kind: 'acceptThen500' },
      { kind: 'refuse', status: 429, error: 'Too Many Requests' },
    ],
  },
];

test.each(TROUBLES)(
  'a kill with 20 POSTs in flight and $what sends nothing more and accounts for each',
  { timeout: KILL_TEST_MS_MAX },
  async (trouble) => {
    const run = await KillRun.start(trouble.settings);
    const taken = watchOrders(run, trouble);
    const choices = await inFlight(run, trouble);
    const { landingLate = 0, isStoreHeld = false } = trouble;
    expect(taken).toHaveLength(IN_FLIGHT - landingLate);
    await ownerRests(run, choices);
    if (isStoreHeld) run.store.manner = 'hangs';
    for (const fault of trouble.cancels ?? []) run.sim.trading?.inject({ on: 'cancel', fault });

    const ourHashes = new Set(taken.map(({ hash }) => hash));
    const resting = run.openAtVenue.filter(({ hash }) => ourHashes.has(hash));
    if (trouble.settings !== undefined) expect(resting.length).toBeGreaterThan(0);
    const sweeps = watchSweeps();

    const killed = await run.act({ kind: 'kill', reason: 'a test' });
    expect(killed.outcome).toBe('done');
    const decidedBefore = run.decisions().length;
    for (const choice of choices.slice(IN_FLIGHT, IN_FLIGHT + 3)) run.leaderBuys(choice);
    // The venue lists nothing, twice; that proves nothing while answers are on their way.
    await run.until(() => expect(sweeps.some(({ proven }) => proven)).toBe(true));
    expect(run.program.engine.live.isSweeping).toBe(true);
    expect(run.clock.held(HELD_MS)).toBe(IN_FLIGHT - landingLate);
    run.clock.release(HELD_MS);
    await run.until(() => {
      expect(run.program.engine.live.isSweeping).toBe(false);
      expect(run.openAtVenue).toEqual([]);
    });
    // What lands only now is no less ours to end.
    expect(run.clock.held(LATE_MS)).toBe(landingLate);
    run.clock.release(LATE_MS);
    await run.until(() => expect(run.state.open.size).toBe(0));
    if (isStoreHeld) {
      expect(run.store.held).toBeGreaterThan(0);
      expect(run.notices('nothingOpen')).toEqual([]);
      run.store.release();
    }
    await run.until(() => {
      expect(run.notices('nothingOpen')).toHaveLength(1);
      expect(run.decisions().slice(decidedBefore)).toEqual(['killed', 'killed', 'killed']);
    });

    expect(taken).toHaveLength(IN_FLIGHT);
    expect(run.openAtVenue).toEqual([]);
    for (const _ of ['once', 'and again']) {
      const listed = await run.owner.get('/data/orders');
      expect(listed.body).toMatchObject({ count: 0, data: [] });
    }
    await accountedFor(run, taken);
    await closesOne(run, taken);
  },
);

/** Every order of the program that reaches the exchange, from now on. */
function watchOrders(run: KillRun, { settings }: Trouble): readonly OrderSubmission[] {
  const { exchange } = run.venue;
  const submit = exchange.submit.bind(exchange);
  const taken: OrderSubmission[] = [];
  let isInside = false;
  vi.spyOn(exchange, 'submit').mockImplementation((order) => {
    const isOurs = run.orders.some(({ externalId }) => externalId === order.hash);
    if (!isOurs || isInside) return submit(order);
    taken.push(order);
    // Half of what would wait in the book finds nothing to take there.
    if (settings !== undefined && taken.length % 2 === 0) {
      isInside = true;
      run.strangerTakes(order);
      isInside = false;
    }
    return submit(order);
  });
  return taken;
}

/** What became of every attempt to prove that nothing is open. */
function watchSweeps(): readonly CancelAllAnswer[] {
  const answers: CancelAllAnswer[] = [];
  const { prototype } = PolymarketExecutor;
  const { cancelAllOrders } = prototype;
  const spy = vi.spyOn(prototype, 'cancelAllOrders').mockImplementation(async function (
    this: PolymarketExecutor,
  ) {
    const answer = await cancelAllOrders.call(this);
    answers.push(answer);
    return answer;
  });
  onTestFinished(() => spy.mockRestore());
  return answers;
}

/** 20 copies whose answers are held, and some more behind them. */
async function inFlight(run: KillRun, { landingLate = 0 }: Trouble): Promise<readonly Choice[]> {
  const choices = run.choices();
  const late = { kind: 'landLate', delayMs: LATE_MS } as const;
  const slow = { kind: 'acceptSlowly', delayMs: HELD_MS } as const;
  run.sim.trading?.inject({ on: 'post', fault: late, times: landingLate });
  run.sim.trading?.inject({ on: 'post', fault: slow, times: IN_FLIGHT - landingLate });
  for (const [at, choice] of choices.slice(0, IN_FLIGHT).entries()) run.leaderBuys(choice, at % 3);
  await run.until(() => {
    expect(run.clock.held(HELD_MS) + run.clock.held(LATE_MS)).toBe(IN_FLIGHT);
    const doubts = run.orders.filter(({ status }) => status === 'inDoubt');
    expect(doubts).toHaveLength(landingLate);
    const filled = run.orders.filter(({ filledQuantity }) => filledQuantity > 0);
    expect(filled.length).toBeGreaterThanOrEqual((IN_FLIGHT - landingLate) / 2);
  });
  // Bytes of a token go one after the other: these wait for those of the same.
  const held = run.orders.filter(({ status }) => status !== 'inDoubt');
  const again = choices.filter(({ tokenId }) =>
    held.some(({ intent, filledQuantity }) => intent.tokenId === tokenId && filledQuantity > 0),
  );
  for (const choice of again.slice(0, QUEUED)) run.leaderBuys(choice, 3);
  await run.until(() => {
    const sent = run.orders.filter(({ status }) => status === 'submitted' || status === 'open');
    expect(sent.length).toBe(IN_FLIGHT - landingLate + QUEUED);
  });
  return choices;
}

/** An order that the program knows nothing of. */
async function ownerRests(run: KillRun, choices: readonly Choice[]): Promise<void> {
  const of = choices.at(-1);
  if (of === undefined) throw new Error('nothing is offered');
  const { market, outcome } = of;
  const makerAmount = Math.round((market.tick / 1e6) * 100e6);
  const order = await run.owner.order({ market, outcome, makerAmount, takerAmount: 100e6 });
  expect((await run.owner.post(order)).body).toMatchObject({ success: true, status: 'live' });
}

/** Nothing is underway, and what the venue matched is booked and held, no more and no less. */
async function accountedFor(run: KillRun, taken: readonly OrderSubmission[]): Promise<void> {
  const all = run.accounted();
  expect(all).toHaveLength(IN_FLIGHT + QUEUED);
  for (const { order, matched, booked } of all) {
    expect(isTerminal(order.status)).toBe(true);
    expect({ filled: order.filledQuantity, booked }).toEqual({ filled: matched, booked: matched });
  }
  const hashes = new Set(taken.map(({ hash }) => hash));
  const unsent = all.filter(({ order }) => !hashes.has(order.externalId));
  expect(unsent.map(({ order }) => `${order.status}: ${order.reason}`)).toEqual(
    Array.from({ length: QUEUED }, () => 'notPlaced: killed'),
  );
  expect(all.filter(({ booked }) => booked > 0).length).toBeGreaterThanOrEqual(IN_FLIGHT / 2);
  expect(brokenInvariants(run.program.engine)).toEqual([]);
  expect(run.state.ledgers.get(run.ledger)?.totals().reserved).toBe(0);
  const [{ funder }] = [run.owner.account];
  for (const { tokenId } of run.choices()) {
    expect(run.held(tokenId)).toBe(run.venue.exchange.balance(funder, tokenId));
  }
}

/** A person may still sell by hand. */
async function closesOne(run: KillRun, taken: readonly OrderSubmission[]): Promise<void> {
  const held = run.choices().find(({ tokenId, market, outcome }) => {
    return run.held(tokenId) > 0 && market.book(outcome).bids.length > 0;
  });
  if (held === undefined) throw new Error('nothing is held');
  const { tokenId } = held;
  const before = run.held(tokenId);
  const { outcome } = await run.act({
    ...{ kind: 'close', ledger: run.ledger, tokenId: tokenId as never },
  });
  expect(outcome).toBe('done');
  await run.until(() => expect(run.held(tokenId)).toBeLessThan(before));
  expect(taken.length).toBeGreaterThan(IN_FLIGHT);
  expect(taken.slice(IN_FLIGHT).every((order) => order.side === 'SELL')).toBe(true);
  expect(run.state.control.killed).not.toBeNull();
}

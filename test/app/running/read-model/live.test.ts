import { describe, expect, test } from 'vitest';

import type { Queries } from '../../../../src/engine/contract/queries.ts';
import type { LedgerId } from '../../../../src/engine/domain/ids.ts';
import { PAPER } from '../../../../src/engine/domain/ids.ts';
import { lackText } from '../../../../src/engine/domain/live-lack.ts';
import { shares } from '../../../../src/engine/domain/values/money.ts';
import { ACCOUNT, ScriptedAccount } from '../../../scenarios/scripted-account.ts';
import { LivedDay } from './lived-day.ts';

/** A day in which anna is copied with real money. */
async function liveDay(settlement: 'mined' | 'confirmed'): Promise<[LivedDay, Queries]> {
  const account = new ScriptedAccount(500);
  account.settlement = settlement;
  const day = await LivedDay.lived({ account });
  return [day, day.queries()];
}

const inLedger = (id: LedgerId) => (one: { readonly position: { readonly ledger: LedgerId } }) =>
  one.position.ledger === id;

describe('with an account', () => {
  test('it says what live lacks, and whether the warning was read', async () => {
    const day = await LivedDay.begin({ account: new ScriptedAccount(500) });
    const before = day.queries().status();
    expect(before.accounts).toEqual([ACCOUNT]);
    expect(before.liveMissing).toEqual([lackText('unseen')]);
    expect(before.liveWarningRead).toBe(false);
    await day.ready();
    const after = day.queries().status();
    expect(after).toMatchObject({ liveMissing: [], liveWarningRead: true, mode: 'live' });
    expect(after.provingNothingOpen).toBe(false);
  });

  test('shares whose trades the chain may undo are marked, position by position', async () => {
    const [, queries] = await liveDay('mined');
    const [held] = queries.positions().filter(inLedger(ACCOUNT));
    expect(held?.unsettled).toBeGreaterThan(0);
    expect(held?.unsettled).toBeLessThanOrEqual(held?.position.quantity ?? 0);
    const [live] = (await queries.pnl(0)).filter(({ ledger }) => ledger === ACCOUNT);
    const [paper] = (await queries.pnl(0)).filter(({ ledger }) => ledger === PAPER);
    expect(live?.unsettled).toBe(live?.fills);
    expect(paper?.unsettled).toBe(0);
  });

  test('what is final is not', async () => {
    const [, queries] = await liveDay('confirmed');
    const [held] = queries.positions().filter(inLedger(ACCOUNT));
    expect(held?.unsettled).toBe(shares(0));
  });

  test('an order is told with everything that happened to it, oldest first', async () => {
    const [, queries] = await liveDay('confirmed');
    const orders = await queries.orders(10);
    const [first] = orders.filter(({ order }) => order.intent.ledger === ACCOUNT).slice(-1);
    const life = await queries.order(first?.order.intent.id ?? '');
    const kinds = life?.events.map(({ kind }) => kind) ?? [];
    expect(kinds.slice(0, 3)).toEqual(['signed', 'sent', 'accepted']);
    expect(kinds.at(-1)).toBe('ended');
    expect(life?.fills).toHaveLength(1);
  });
});

import { describe, expect, test } from 'vitest';
import { MemoryStore } from '../../../../src/data/store/memory.ts';
import { LIVE_DELAY_MS } from '../../../../src/engine/core/trade/mode.ts';
import type { CommandBody } from '../../../../src/engine/domain/command.ts';
import { ARMED } from '../../../../src/engine/domain/control.ts';
import type { LedgerId } from '../../../../src/engine/domain/ids.ts';
import type { Notice } from '../../../../src/engine/domain/notice.ts';
import { dollars } from '../../../../src/engine/domain/values/money.ts';
import { BareEngine } from '../bare-engine.ts';

const NOW = 1_790_000_000_000;
const ACCOUNT = 'live:polymarket:0x6177777777777777777777777777777777779cd5' as LedgerId;
const LIVE: CommandBody = { kind: 'setMode', mode: 'live' };
const ON_PAPER: CommandBody = { kind: 'setMode', mode: 'paper' };

const ACKNOWLEDGE: CommandBody = { kind: 'acknowledgeLive' };

/** An engine with an account that lacks nothing, whose warning was read. */
function readyEngine(): BareEngine {
  const bare = new BareEngine(NOW, {}, { accounts: [ACCOUNT] });
  bare.step({ kind: 'account', event: { kind: 'readiness', ledger: ACCOUNT, missing: [] } });
  const reading = { openOrders: [], fills: [], balance: dollars(300), holdings: [] };
  bare.step({
    kind: 'effect',
    result: { kind: 'accountRead', ledger: ACCOUNT, reading, problem: '' },
  });
  bare.command(ACKNOWLEDGE);
  return bare;
}

const control = (bare: BareEngine) => bare.engine.trade.state.control;
const notices = (bare: BareEngine, kind: Notice['kind']): Notice[] =>
  bare.changes.flatMap((one) =>
    one.kind === 'notice' && one.notice.kind === kind ? [one.notice] : [],
  );
const answer = (bare: BareEngine) => bare.effects.findLast((effect) => effect.kind === 'answer');

describe('paper and live', () => {
  test('without an account live is refused, and is an error', () => {
    const bare = new BareEngine(NOW);
    bare.command(LIVE);
    expect(answer(bare)).toMatchObject({ outcome: 'refused' });
    expect(control(bare).live).toBeNull();
    expect(notices(bare, 'mode')).toEqual([]);
  });

  test('with one it begins after a while, is written down, and everybody is told', () => {
    const bare = readyEngine();
    bare.command(LIVE);
    const live = { atMs: NOW, entriesFromMs: NOW + LIVE_DELAY_MS };
    expect(control(bare).live).toEqual(live);
    expect(bare.changes).toContainEqual({
      kind: 'control',
      control: { ...ARMED, warningReadAtMs: NOW, live },
    });
    expect(notices(bare, 'mode')[0]?.data).toEqual({
      from: 'paper',
      to: 'live',
      by: 'test',
      entriesFromMs: NOW + LIVE_DELAY_MS,
    });
  });

  test('it is refused with the reason while anything is missing', () => {
    const bare = new BareEngine(NOW, {}, { accounts: [ACCOUNT] });
    bare.command(LIVE);
    expect(answer(bare)).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('warning'),
    });
    bare.command(ACKNOWLEDGE);
    bare.step({
      kind: 'account',
      event: { kind: 'readiness', ledger: ACCOUNT, missing: ['an allowance for the exchange'] },
    });
    bare.command(LIVE);
    expect(answer(bare)).toMatchObject({
      message: expect.stringContaining('an allowance for the exchange'),
    });
    bare.step({ kind: 'account', event: { kind: 'readiness', ledger: ACCOUNT, missing: [] } });
    bare.command(LIVE);
    expect(answer(bare)).toMatchObject({
      message: expect.stringContaining('not compared with ours'),
    });
    expect(control(bare).live).toBeNull();
  });

  test('what the account held when it was connected is where its ledger begins', () => {
    const bare = readyEngine();
    expect(bare.engine.trade.state.ledgers.get(ACCOUNT)?.cash).toBe(dollars(300));
    expect(bare.changes.filter(({ kind }) => kind === 'flow')).toHaveLength(2);
  });

  test('said twice it changes nothing more', () => {
    const bare = readyEngine();
    bare.command(LIVE);
    bare.nowMs += 5_000;
    bare.command(LIVE);
    expect(control(bare).live?.atMs).toBe(NOW);
    expect(notices(bare, 'mode')).toHaveLength(1);
  });

  test('back to paper ends it at once', () => {
    const bare = readyEngine();
    bare.command(LIVE);
    bare.command(ON_PAPER);
    expect(control(bare).live).toBeNull();
    expect(notices(bare, 'mode').map(({ data }) => data['to'])).toEqual(['live', 'paper']);
  });

  test('a kill leaves the mode, and arming does not go live by itself', () => {
    const bare = new BareEngine(NOW);
    bare.command({ kind: 'kill', reason: 'a test' });
    bare.command({ kind: 'arm' });
    expect(control(bare)).toEqual(ARMED);
  });

  test('it survives a restart with its account, and falls back to paper without it', async () => {
    const before = readyEngine();
    before.command(LIVE);
    const store = new MemoryStore();
    await store.commit(before.changes);
    const snapshot = await store.snapshot(NOW + 1);
    const after = new BareEngine(NOW + 1, {}, { snapshot, accounts: [ACCOUNT] });
    expect(control(after).live).toEqual(control(before).live);
    const without = new BareEngine(NOW + 1, {}, { snapshot });
    expect(control(without).live).toBeNull();
    expect(notices(without, 'mode')[0]?.data['by']).toContain('no account');
  });
});

describe('raised limits', () => {
  const raise = (value: string): CommandBody => ({
    kind: 'changeSetting',
    key: 'limits.orderPercent',
    value,
  });

  test('are told, with who did it; lowered ones are not', () => {
    const bare = new BareEngine(NOW);
    bare.command(raise('1'));
    expect(notices(bare, 'raised')).toEqual([]);
    bare.command(raise('5'));
    expect(notices(bare, 'raised')[0]?.data).toEqual({
      what: 'limits.orderPercent',
      from: '1',
      to: '5',
      by: 'test',
    });
  });

  test('other settings are nobody else’s business', () => {
    const bare = new BareEngine(NOW);
    bare.command({ kind: 'changeSetting', key: 'entry.driftCents', value: '4' });
    expect(notices(bare, 'raised')).toEqual([]);
  });
});

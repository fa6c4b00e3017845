import { describe, expect, it } from 'vitest';
import { FloodError, LostError, OfflineError } from '../../../src/bot/chat/chat-port.ts';
import { isoWeek, lastWeek, yesterday } from '../../../src/bot/notice/calendar.ts';
import { LOOK_MS } from '../../../src/bot/notice/digest.ts';
import { SHADOW_NAIVE, SHADOW_RULES } from '../../../src/engine/domain/ids.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import type { WalletScore } from '../../../src/engine/domain/wallet-score.ts';
import { walletScore } from '../score-facts.ts';
import { notice } from './examples.ts';
import { type Deed, HOUR_MS, LIVE, MONDAY_EIGHT_MS, Morning, SUNDAY_MS, ZONE } from './morning.ts';

const at = (day: number, hour: number): number => Date.UTC(2026, 10, day, hour - 1);

/** A morning on which the digest has been running since Sunday, until Monday 08:00. */
async function monday(deeds: readonly Deed[]): Promise<Morning> {
  const morning = new Morning();
  morning.deeds = deeds;
  morning.digest.start();
  await morning.timing.advance(2 * HOUR_MS);
  morning.sent.length = 0;
  await morning.timing.advance(24 * HOUR_MS);
  return morning;
}

const DEEDS: readonly Deed[] = [
  { atMs: at(17, 10), wallet: 'whale', realised: 70, copies: 5 },
  { atMs: at(18, 10), wallet: 'ace', realised: -22, copies: 2 },
  { atMs: at(22, 10), wallet: 'whale', realised: 7.1, copies: 9 },
  { atMs: at(22, 11), wallet: 'ace', realised: -1.24, copies: 5 },
  { atMs: at(22, 12), gate: 'priceMoved' },
  { atMs: at(22, 13), gate: 'priceMoved' },
  { atMs: at(22, 14), gate: 'clipMinimum' },
  // Today: not yesterday's.
  { atMs: at(23, 1), wallet: 'whale', realised: 100, copies: 3 },
  { atMs: at(23, 2), gate: 'signalAge' },
];

describe('the daily digest', () => {
  it('tells yesterday, and on a Monday the week as well, with pictures', async () => {
    const morning = await monday(DEEDS);
    await expect(`${morning.texts.join('\n\n')}\n`).toMatchFileSnapshot('./digest.golden.txt');
    const [week] = morning.sent;
    expect(week?.picture).toMatchObject({ kind: 'lines', unit: 'dollars' });
    expect(week?.picture?.title).toContain('+$53.86 from closed trades in week 47 on paper');
    const points = week?.picture?.kind === 'lines' ? (week.picture.series[0]?.points ?? []) : [];
    expect(Math.max(...points.map(({ atMs }) => atMs))).toBeLessThanOrEqual(at(23, 0));
  });

  it('says in the week what other brains made, how sure that is, and what skipped trades would have', async () => {
    const morning = new Morning();
    morning.deeds = DEEDS;
    const naive = { ledger: SHADOW_NAIVE, net: dollars(-18.1), copies: 212, spent: dollars(1_060) };
    const rules = { ledger: SHADOW_RULES, net: dollars(96.4), copies: 61, spent: dollars(305) };
    const interval = { low: dollars(12.4), high: dollars(216.6) };
    const of = { ledger: SHADOW_RULES, against: SHADOW_NAIVE, net: dollars(114.5), markets: 38 };
    morning.world.money.brains = {
      results: [naive, rules],
      differences: [{ ...of, interval }],
      skipped: [{ gate: 'priceMoved', trades: 88, net: dollars(-80) }],
      isCut: false,
    };
    morning.digest.start();
    await morning.timing.advance(26 * HOUR_MS);
    const [week = ''] = morning.texts.filter((text) => text.includes('Week 47'));
    expect(week).toContain('(naive copying −$18.10)');
    expect(week).toContain('skipped trades would have made −$80');
    expect(week).toContain('90 % between +$12.40 and +$216.60 over 38 markets');
  });

  it('names the scores that moved most, and what became of a kind', async () => {
    const moving = async (to: readonly WalletScore[]): Promise<string> => {
      const morning = new Morning();
      morning.deeds = DEEDS;
      morning.world.scores.history = to;
      morning.digest.start();
      await morning.timing.advance(26 * HOUR_MS);
      return morning.texts.at(-1) ?? '';
    };
    const yesterday = (hour: number, value: number, kind: WalletScore['kind'] = 'directional') =>
      walletScore({ atMs: at(22, hour), kind, confidence: { value, low: value, high: value } });
    expect(await moving([yesterday(2, 0.54), yesterday(20, 0.62)])).toContain(
      '\nscores: whale-7 0.54 → 0.62\n',
    );
    expect(await moving([yesterday(2, 0.54), yesterday(20, 0.53, 'maker')])).toContain(
      'scores: whale-7 0.54 → 0.53 (market maker, trades both sides)',
    );
    expect(await moving([yesterday(2, 0.54), yesterday(20, 0.55)])).not.toContain('scores:');
    expect(await moving([yesterday(2, Number.NaN), yesterday(20, 0.5)])).not.toContain('NaN');
  });

  it('never mixes ledgers', async () => {
    const morning = await monday([
      ...DEEDS,
      { atMs: at(22, 15), ledger: LIVE, wallet: 'ace', realised: 2, copies: 1 },
    ]);
    const text = morning.texts.at(-1) ?? '';
    expect(text).toContain('PAPER +$5.86 closed · 14 copies');
    expect(text).toContain('LIVE +$2.00 closed · 1 copy');
  });

  it('comes with nothing to tell too, and says why', async () => {
    const morning = await monday([]);
    expect(morning.texts.at(-1)).toContain('No copy: no leader traded');
    const skipped = await monday([
      { atMs: at(22, 12), gate: 'priceMoved' },
      { atMs: at(22, 13), gate: 'clipMinimum' },
    ]);
    expect(skipped.texts.at(-1)).toContain(
      'No copy: 2 leader trades, none passed: 1 price moved, 1 clip too small',
    );
    const killed = new Morning();
    killed.world.control = { ...killed.world.control, killed: { reason: 'x', atMs: 0 } };
    killed.digest.start();
    await killed.timing.advance(2 * HOUR_MS);
    expect(killed.texts.at(-1)).toContain('No copy: everything is killed');
  });

  it('counts what was left to it since the one before', async () => {
    const morning = new Morning();
    const left = (atMs: number, kind: 'denied' | 'placed'): void => {
      const id = `n${morning.rows.notices.length}`;
      morning.rows.notices.push(notice({ kind, id, atMs }));
      morning.rows.states.set(id, 'digest');
    };
    left(SUNDAY_MS - HOUR_MS, 'denied');
    morning.digest.start();
    await morning.timing.advance(2 * HOUR_MS);
    expect(morning.texts.at(-1)).not.toContain('left to this digest');
    left(SUNDAY_MS + 3 * HOUR_MS, 'denied');
    left(SUNDAY_MS + 3 * HOUR_MS, 'denied');
    left(SUNDAY_MS + 4 * HOUR_MS, 'placed');
    await morning.timing.advance(24 * HOUR_MS);
    expect(morning.texts.at(-1)).toContain('left to this digest: PAPER 2 skips, 1 order');
  });
});

describe('the time of the digest', () => {
  it('is eight in the zone of the reader, once a day, over restarts', async () => {
    const morning = new Morning();
    morning.digest.start();
    await morning.timing.advance(HOUR_MS - 1);
    expect(morning.sent).toEqual([]);
    await morning.timing.advance(LOOK_MS);
    expect(morning.titles).toEqual([expect.stringContaining('Sat 21 Nov')]);
    for (let at = 0; at < 20; at += 1) {
      await morning.restart();
      await morning.timing.advance(HOUR_MS);
    }
    expect(morning.sent).toHaveLength(1);
    await morning.timing.advance(4 * HOUR_MS);
    expect(morning.titles.slice(1)).toEqual([
      expect.stringContaining('Week 47'),
      expect.stringContaining('Sun 22 Nov'),
    ]);
  });

  it('is not missed by a process that comes back later on the same day', async () => {
    const morning = new Morning();
    morning.digest.start();
    await morning.timing.advance(0);
    await morning.digest.close();
    await morning.timing.advance(8 * HOUR_MS);
    expect(morning.sent).toEqual([]);
    await morning.restart();
    expect(morning.titles).toEqual([expect.stringContaining('Sat 21 Nov')]);
  });

  it('of a target that came later in the day is the next morning', async () => {
    const morning = new Morning(MONDAY_EIGHT_MS + HOUR_MS);
    morning.digest.start();
    await morning.timing.advance(20 * HOUR_MS);
    expect(morning.sent).toEqual([]);
    await morning.timing.advance(4 * HOUR_MS);
    expect(morning.titles).toEqual([expect.stringContaining('Mon 23 Nov')]);
  });

  it('is later when the platform does not answer, and a possible repeat says so', async () => {
    const morning = new Morning();
    morning.digest.start();
    const failures = [new FloodError(90_000), new OfflineError('no route'), new LostError('?')];
    morning.fails = () => failures.shift() ?? null;
    await morning.timing.advance(3 * HOUR_MS);
    expect(morning.titles).toEqual([expect.stringMatching(/Sat 21 Nov.*\(may repeat\)$/)]);
  });

  it('is not repeated in silence by a run that was killed while it was sent', async () => {
    const morning = new Morning();
    morning.digest.start();
    await morning.timing.advance(0);
    const put = morning.rows.putPosition.bind(morning.rows);
    morning.rows.putPosition = async (name, value) => {
      if (value.includes('"sent"')) throw new Error('killed here');
      await put(name, value);
    };
    await morning.timing.advance(HOUR_MS + LOOK_MS);
    expect(morning.sent).toHaveLength(1);
    await morning.timing.advance(10 * LOOK_MS);
    expect(morning.sent).toHaveLength(1);
    morning.rows.putPosition = put;
    await morning.restart();
    expect(morning.titles).toEqual([
      expect.not.stringContaining('may repeat'),
      expect.stringContaining('(may repeat)'),
    ]);
  });
});

describe('the calendar', () => {
  it('knows ISO weeks at the turn of years', () => {
    const noon = (text: string): number => Date.parse(`${text}T12:00:00Z`);
    expect(isoWeek(noon('2026-11-22'), 'UTC')).toEqual({ year: 2026, week: 47 });
    expect(isoWeek(noon('2027-01-01'), 'UTC')).toEqual({ year: 2026, week: 53 });
    expect(isoWeek(noon('2027-01-04'), 'UTC')).toEqual({ year: 2027, week: 1 });
    expect(isoWeek(noon('2024-12-30'), 'UTC')).toEqual({ year: 2025, week: 1 });
    expect(isoWeek(noon('2021-01-03'), 'UTC')).toEqual({ year: 2020, week: 53 });
  });

  it('knows yesterday and last week where clocks change', () => {
    // Clocks in Berlin went back on Sunday 25 October 2026: that day had 25 hours.
    const monday = Date.UTC(2026, 9, 26, 7);
    const day = yesterday(monday, ZONE);
    expect(day.untilMs - day.fromMs).toBe(25 * HOUR_MS);
    const week = lastWeek(monday, ZONE);
    expect(week.untilMs).toBe(day.untilMs);
    expect(week.untilMs - week.fromMs).toBe((7 * 24 + 1) * HOUR_MS);
  });
});

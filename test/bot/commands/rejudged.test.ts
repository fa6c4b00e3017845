import { describe, expect, test } from 'vitest';
import { rejudgedWords } from '../../../src/bot/commands/effect/rejudged.ts';
import type { Decision, GateResult } from '../../../src/engine/domain/decision.ts';
import { DAY_MS } from '../../../src/engine/domain/time.ts';
import { cents, dollars } from '../../../src/engine/domain/values/money.ts';
import type { WalletRules } from '../../../src/engine/domain/wallet.ts';
import { NOW, TURKEY, whale } from '../chat-facts.ts';
import { pastDecision } from '../chat-past.ts';
import { Chat } from '../chat-person.ts';
import { plainReply } from '../plain-reply.ts';

const { world } = new Chat();

function words(entries: readonly Decision[], rules: Partial<WalletRules> = {}): string | null {
  const { queries, settings } = world;
  return rejudgedWords({ rules: whale(rules), settings, entries, queries });
}

/** A copy that met one more gate. */
function copyWith(gate: Partial<GateResult> & Pick<GateResult, 'gate'>, index = 0): Decision {
  const copy = pastDecision(index, { clip: 100 });
  const met = { verdict: 'pass', actual: 1, limit: 1, unit: 'flag', note: null, ...gate } as const;
  return { ...copy, gates: [...copy.gates, met] };
}

describe('the last week by other rules', () => {
  const past = [
    pastDecision(0, { clip: 100 }),
    pastDecision(1, { clip: 30 }),
    pastDecision(2, { clip: 12 }),
    pastDecision(3, { clip: 100, moved: 2.1 }),
  ];

  test('is counted trade by trade, with what stops most', () => {
    expect(words(past)).toBe('7 days by these rules: 2 copies, 2 skips (1 clip too small)');
    expect(words(past, { minLeaderClip: dollars(50) })).toBe(
      '7 days by these rules: 1 copy, 3 skips (2 clip too small)',
    );
    expect(words(past, { minLeaderClip: dollars(1), maxDrift: cents(5) })).toBe(
      // The drift is also limited by the share of the price: 5 % of 31¢.
      '7 days by these rules: 3 copies, 1 skip (1 price moved)',
    );
  });

  test.each<[string, Partial<WalletRules>, string]>([
    ['age', { maxAgeMs: 1_000 }, '3 too old'],
    ['price', { priceMin: cents(40), priceMax: cents(90) }, '3 price outside the band'],
    ['being enabled', { enabled: false }, '4 wallet disabled'],
  ])('%s is judged as it is', (_, rules, most) => {
    expect(words(past, rules)).toContain(most);
  });

  test('a wallet without a score is one that scores nothing', () => {
    const score = { gate: 'walletConfidence', actual: null, limit: 0, unit: 'score' } as const;
    expect(words([copyWith(score)], { minConfidence: 0.5 })).toContain(
      '1 skip (1 wallet score low)',
    );
    expect(words([copyWith({ ...score, actual: 0.6 })], { minConfidence: 0.5 })).toContain(
      '1 copy',
    );
  });

  test('a small copy is bought or left by the rule for small copies', () => {
    const small = {
      gate: 'venueMinimum',
      actual: dollars(2),
      limit: dollars(3),
      unit: 'money',
    } as const;
    expect(words([copyWith(small)], { small: 'min' })).toContain('1 copy, 0 skips');
    expect(words([copyWith(small)], { small: 'skip' })).toContain("1 skip (1 under the venue's");
    expect(words([copyWith({ ...small, limit: dollars(9) })], { small: 'min' })).toContain(
      '1 skip',
    );
  });

  test('categories are those of the market, and of an unknown market what was said then', () => {
    const gate = { gate: 'walletCategory' } as const;
    const turkey = { ...copyWith(gate), marketId: TURKEY.id };
    const unknown = { ...copyWith(gate), marketId: '0xunknown' as Decision['marketId'] };
    expect(words([turkey], { categoriesDenied: ['politics'] })).toContain('1 skip (1 category');
    expect(words([turkey], { categoriesAllowed: ['politics'] })).toContain('1 copy');
    expect(words([unknown], { categoriesDenied: ['politics'] })).toContain('1 copy');
  });

  test('what other gates said stays, and older trades do not count', () => {
    const closed = copyWith({ gate: 'marketClosed', verdict: 'stop', actual: 0 });
    expect(words([closed])).toContain('1 skip (1 market closed)');
    const old = { ...pastDecision(0, { clip: 100 }), atMs: NOW - 8 * DAY_MS };
    expect(words([old])).toBeNull();
    expect(words([])).toBeNull();
  });
});

test('copying makers too previews whom that would have let through', async () => {
  const chat = new Chat();
  const stopped = copyWith({
    gate: 'walletKind',
    verdict: 'stop',
    actual: 0,
    note: 'maker: bought both sides in 41 of 50 markets',
  });
  chat.world.decisions = [{ ...stopped, verdict: 'denied', reason: 'walletKind', spend: null }];
  const answer = plainReply(await chat.say('/settings wallets.copyMakers on'));
  expect(answer).toContain('would have let 1 skipped trade through');
  expect(plainReply(await chat.say('/why'))).toContain(
    'not copied: whale-7 trades both sides (market maker)',
  );
});

describe('every rule of a wallet', () => {
  test.each([
    ['scale 0.5', 'caps 12 of last 20'],
    ['size $8', 'the last 20 copies cost $84, by this size at most $160'],
    ['size 1.5%', 'the last 20 copies cost $84, by this size at most $150'],
    ['max $4', 'would have capped 12 of the last 20 copies'],
    ['day $9', 'would have capped'],
    ['market $10', 'would have capped'],
    ['score 0.3', '7 days by these rules: '],
    ['lead $50', 'would have stopped 8 of the last 20 copies'],
    ['price 40-90', 'would have stopped 20 of the last 20 copies'],
    ['age 2s', 'would have stopped 20 of the last 20 copies'],
    ['drift 0.2', 'would have stopped 20 of the last 20 copies'],
    ['small skip', '7 days by these rules: '],
    ['exit all', '1 open position, $14.54 at cost'],
    ['size share', '1 % of what the book is worth, at most $10'],
    ['size kelly', 'by edge, 25 % of Kelly, at most $10'],
    ['stop 30%', '0 of 1 open copy would be sold now'],
    ['profit 1%', '1 of 1 open copy would be sold now'],
    ['trail 20%', '0 of 1 open copy would be sold now'],
    ['hold 1m', '1 of 1 open copy would be sold now'],
    ['deny politics', 'would have stopped 8 of the last 20 copies'],
    ['disable', '1 open position, $14.54 at cost'],
  ])('%s previews what it would have done', async (rule, preview) => {
    expect(plainReply(await new Chat().say(`/wallet whale-7 ${rule}`))).toContain(preview);
  });

  test('enabling and resetting tell the last week as well', async () => {
    const chat = new Chat();
    await chat.say('/wallet whale-7 lead $50');
    expect(plainReply(await chat.say('/wallet whale-7 price 10-90'))).toContain('would have');
    const reset = plainReply(await chat.say('/wallet whale-7 reset'));
    expect(reset).toContain('7 days by these rules: 20 copies, 5 skips (3 clip too small)');
    await chat.say('/wallet whale-7 disable');
    const enabled = plainReply(await chat.say('/wallet whale-7 enable'));
    expect(enabled).toContain('7 days by these rules: 20 copies, 5 skips');
  });
});

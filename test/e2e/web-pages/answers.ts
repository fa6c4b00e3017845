import type { Answer, Reply } from '../../../src/bot/web/contract/command.ts';
import type { Why } from '../../../src/bot/web/contract/decisions.ts';
import type { Filters, Markets } from '../../../src/bot/web/contract/filters.ts';
import type { Limits } from '../../../src/bot/web/contract/limits.ts';
import type { OrderLife } from '../../../src/bot/web/contract/orders.ts';
import { decision, NOW, order, outcomeRef, PAPER } from './world-parts.ts';

export function filters(): Filters {
  const deny = { type: 'keyword' as const, action: 'deny' as const };
  return {
    atMs: NOW,
    filters: [
      { ...deny, value: 'election', words: 'deny keyword election' },
      { type: 'category', action: 'deny', value: 'crypto', words: 'deny category crypto' },
      {
        type: 'market',
        action: 'allow',
        value: '0x1',
        words: 'allow market Fed cuts rates in December?',
      },
    ],
    categories: ['politics', 'crypto', 'sports', 'economics'],
    hasCategoryList: false,
  };
}

export function markets(): Markets {
  const side = { tokenId: '1', label: 'Yes', bid: 610_000, ask: 620_000, stops: [] };
  return {
    atMs: NOW,
    count: 1,
    markets: [
      {
        market: outcomeRef(0).market,
        venue: 'polymarket',
        status: 'open',
        categories: ['economics'],
        closesAtMs: NOW + 17 * 86_400_000,
        sides: [
          side,
          { ...side, tokenId: '2', label: 'No', stops: ['quality 0.21, at least 0.30'] },
        ],
        bookAgeMs: 140,
        trusted: true,
        quality: 0.71,
        allowed: true,
        verdict: 'Entries are allowed: the rule "allow this market" stands before all others.',
      },
    ],
  };
}

type Three = readonly [string, string, string];

export function limits(): Limits {
  const row = ([name, about, words]: Three, used: string | null) => ({
    name,
    about,
    words,
    unit: 'share' as const,
    used,
    usedWords: used === null ? null : `${used} used`,
  });
  const setting = (key: string, [value, initial]: readonly [string, string], about: string) => ({
    key,
    group: key.split('.')[0] ?? '',
    value,
    initial,
    isChanged: value !== initial,
    about,
    expects: 'a number',
  });
  return {
    atMs: NOW,
    ledger: PAPER,
    bankroll: 500_000_000,
    mostAtRisk: 300_000_000,
    limits: [
      { ...row(['bankroll', 'all limits are shares of it', '$500'], null), unit: 'money' },
      row(['order', 'most that one order spends', '$10 (2 %)'], null),
      row(['market', 'most in one market', '$25 (5 %)'], null),
      row(['total', 'most in all positions', '$300 (60 %)'], '$88.12'),
      row(['day', 'loss of a day that pauses entries', '$25 (5 %)'], '$0.00'),
      { ...row(['positions', 'most open positions', '40'], '4'), unit: 'count' },
    ],
    settings: [
      setting('entry.driftCents', ['1.5c', '2c'], 'most that the price moved since their trade'),
      setting('entry.maxAgeMs', ['15000', '15000'], 'oldest signal'),
      setting('exit.tries', ['3', '3'], 'tries of an exit before a person is asked'),
      setting('notify.quietFrom', ['23:00', '23:00'], 'begin of the quiet hours'),
    ],
  };
}

export function orderLife(at: number): OrderLife {
  const one = order(at);
  const event = ([kind, words, detail]: Three, after: number) => ({
    kind,
    words,
    detail,
    atMs: one.createdAtMs + after,
  });
  return {
    order: one,
    externalId: `0x${'ab12'.repeat(16)}`,
    timeInForce: 'FAK',
    expiresAtMs: one.createdAtMs + 60_000,
    restsUntilMs: null,
    settingsVersion: 14,
    fills:
      one.filledQuantity === 0
        ? []
        : [
            {
              id: 'f1',
              side: one.side,
              price: one.average ?? one.limitPrice,
              quantity: one.filledQuantity,
              notional: one.filledNotional,
              fee: one.fees,
              settlement: 'confirmed',
              words: 'settled on chain',
              transaction: `0x${'cd34'.repeat(16)}`,
              atMs: one.createdAtMs + 400,
            },
          ],
    events: [
      event(['committed', 'written down, with its bytes', ''], 0),
      event(['submitted', 'sent to the venue', 'once'], 120),
      event(['answered', 'the venue took it', 'after 180 ms'], 300),
      event(['filled', 'filled', `${one.filledQuantity / 1_000_000} shares`], 400),
      event(['settled', 'settled on chain', ''], 2_000),
    ],
    attempts: [one, { ...order(at + 1), id: 'other', shortId: 'OTHER1' }],
  };
}

export function why(at: number): Why {
  const gate = (name: string, words: string, verdict: Why['gates'][number]['verdict']) => ({
    gate: name,
    verdict,
    words,
    actual: 1,
    limit: 2,
    unit: 'price' as const,
    note: null,
  });
  return {
    decision: decision(at),
    settingsVersion: 14,
    evidence: {
      leaderPrice: 617_000,
      leaderNotional: 240_000_000,
      fraction: null,
      fair: null,
      tradedAtMs: NOW - 9_000,
      receivedAtMs: NOW - 7_200,
    },
    gates: [
      gate('killed', 'not killed', 'pass'),
      gate('age', 'signal 1.8 s old, at most 15 s', 'pass'),
      gate('size', 'half of what the book shows within 2 %', 'shrink'),
      gate('drift', 'price moved 2.1¢, limit 1.0¢', 'stop'),
    ],
    orders: [order(1)],
  };
}

const PLAIN: Reply = { symbol: null, title: [], blocks: [], buttons: [], asks: null, files: [] };

/** An answer in words. */
export function said(symbol: Reply['symbol'], title: string, ...lines: string[]): Answer {
  const blocks =
    lines.length === 0 ? [] : [{ kind: 'lines' as const, lines: lines.map((line) => [line]) }];
  return { isOutcome: false, reply: { ...PLAIN, symbol, title: [title], blocks } };
}

/** What the double answers to going live: a card that takes a phrase and a code. */
export function liveCard(): Answer {
  const { reply } = said('!', 'Go live?  PAPER → LIVE on account 0x61…9cd5', 'most at risk $300');
  return {
    isOutcome: false,
    reply: {
      ...reply,
      buttons: [
        {
          label: 'Stay in paper',
          style: 'safe',
          validMs: 120_000,
          token: 'keep-paper',
          line: '/status',
          form: null,
        },
        {
          label: 'Go live',
          style: 'danger',
          validMs: 120_000,
          token: 'type-it',
          line: null,
          form: { title: 'LIVE 300', field: 'Type LIVE 300', example: 'LIVE 300 123456' },
        },
      ],
      asks: { phrase: 'LIVE 300', needsCode: true, validMs: 120_000 },
    },
  };
}

/** A change that was made and can be taken back. */
export function undoable(title: string): Answer {
  const { reply } = said('◆', title);
  return {
    isOutcome: true,
    reply: {
      ...reply,
      buttons: [
        { label: 'Undo', style: 'plain', validMs: 60_000, token: 'undo-1', line: null, form: null },
      ],
    },
  };
}

import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/bot/format/compose.ts';
import { lackText } from '../../src/engine/domain/live-lack.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import { ACE, WHALE, whale } from './chat-facts.ts';
import { Chat } from './chat-person.ts';
import { IN_DOUBT, isTrading, LACKS } from './live-facts.ts';
import { plainReply } from './plain-reply.ts';

const ADA = { actor: 'telegram:7', role: 'admin' } as const;
const BOB = { actor: 'telegram:8', role: 'trader' } as const;

const title = (chat: Chat): string => plainText(chat.last.title);
const kinds = (chat: Chat): string[] => chat.world.done.map(({ body }) => body.kind);

/** A chat with an account whose warning nobody has read, and Ada with a second factor. */
function fresh(): Chat {
  const chat = new Chat();
  chat.world.hasAccount();
  chat.world.control = { ...chat.world.control, warningReadAtMs: null };
  chat.codes.set(ADA.actor, 'right');
  return chat;
}

describe('the way to live', () => {
  test('reads as its golden file, from no account to the first entry', async () => {
    const chat = new Chat();
    const said = [await chat.transcript(['/mode', '/mode live'], ADA)];
    chat.world.hasAccount();
    chat.world.control = { ...chat.world.control, warningReadAtMs: null };
    chat.codes.set(ADA.actor, 'right');
    chat.world.status = { liveMissing: LACKS };
    said.push(await chat.transcript(['/mode', '/mode live'], ADA));
    chat.world.status = {};
    said.push(await chat.transcript(['/wallet ace live', 'live 300 482913'], ADA));
    const way = ['/mode', '/mode live', '[I have read this]', 'live 300 482913', '/mode'];
    said.push(await chat.transcript(way, ADA));
    chat.world.status = { liveMissing: [lackText('channel')] };
    said.push(await chat.transcript(['/mode'], ADA));
    expect(chat.reports).toEqual([]);
    await expect(said.join('\n')).toMatchFileSnapshot('./commands/live-way.golden.txt');
  });

  test('whatever is missing keeps the warning and the card away', async () => {
    const chat = fresh();
    chat.world.status = { liveMissing: LACKS };
    await chat.say('/mode live', ADA);
    expect(plainReply(chat.last).split('\n')).toHaveLength(LACKS.length + 3);
    expect(chat.prompts.size).toBe(0);
    expect(chat.last.asks).toBeUndefined();
  });

  test('the warning is acknowledged once, and the card is shown in its place', async () => {
    const chat = fresh();
    await chat.say('/mode live', ADA);
    expect(chat.last.buttons.map(({ label }) => label)).toEqual([
      'Stay in paper',
      'I have read this',
    ]);
    await chat.press('I have read this', ADA);
    expect(kinds(chat)).toEqual(['acknowledgeLive']);
    expect(title(chat)).toContain('Go live?  PAPER → LIVE');
    expect(chat.last.asks?.phrase).toBe('LIVE 300');
    await chat.say('/mode live', ADA);
    expect(title(chat)).toContain('Go live?  PAPER → LIVE');
    await chat.say('live 300 482913', ADA);
    expect(kinds(chat)).toEqual(['acknowledgeLive', 'setMode']);
  });

  test('reading it confirms nothing else: staying in paper ends it', async () => {
    const chat = fresh();
    await chat.say('/mode live', ADA);
    const read = chat.token('I have read this');
    await chat.press('Stay in paper', ADA);
    await chat.tap(read, ADA);
    expect(title(chat)).toContain('you answered this already');
    expect(kinds(chat)).toEqual([]);
  });

  test('only an admin may acknowledge it, and only where nobody else reads', async () => {
    const chat = fresh();
    await chat.say('/mode live', BOB);
    expect(title(chat)).toContain('needs the role admin');
    chat.isPrivate = false;
    await chat.say('/mode live', ADA);
    expect(title(chat)).toContain('private chat');
    expect(kinds(chat)).toEqual([]);
  });

  test('a warning that another admin read meanwhile is not acknowledged twice', async () => {
    const chat = fresh();
    await chat.say('/mode live', ADA);
    chat.world.control = { ...chat.world.control, warningReadAtMs: chat.world.nowMs };
    await chat.press('I have read this', ADA);
    expect(title(chat)).toContain('it has been changed since this was shown');
    expect(kinds(chat)).toEqual([]);
  });

  test('what is missing by the time it is typed keeps paper on paper', async () => {
    const chat = fresh();
    chat.world.hasAccount();
    await chat.say('/mode live', ADA);
    chat.world.status = { liveMissing: [lackText('clock', '3.1 s')] };
    await chat.say('live 300 482913', ADA);
    expect(plainReply(chat.last)).toContain('differs from the venue (3.1 s): set it');
    expect(kinds(chat)).toEqual([]);
  });

  test('the card is about the account and not about paper money', async () => {
    const chat = fresh();
    chat.world.hasAccount(120);
    await chat.say('/mode live', ADA);
    expect(plainReply(chat.last)).toContain('balance $120 ');
    expect(plainReply(chat.last)).toContain('most at risk $120 ');
    expect(chat.last.asks?.phrase).toBe('LIVE 120');
  });

  test.each([
    ['by 11 %', 2_055, 0],
    ['by 9 %', 2_105, 1],
  ])('a balance of the account that fell %s meanwhile counts', async (_, left, done) => {
    const chat = fresh();
    chat.world.hasAccount();
    await chat.say('/mode live', ADA);
    chat.world.hasAccount(left);
    await chat.say('live 300 482913', ADA);
    expect(kinds(chat)).toHaveLength(done);
  });
});

describe('a wallet with real money', () => {
  test('is asked with a phrase and a code also while everything is on paper', async () => {
    const chat = fresh();
    await chat.say('/wallet ace live', ADA);
    expect(chat.last.asks).toMatchObject({ phrase: 'LIVE 300', needsCode: true });
    expect(plainReply(chat.last)).toContain('it spends real money once');
    await chat.say('/wallet whale-7 live', ADA);
    expect(plainReply(chat.last)).toContain('whale-7 has no score, 0.50 is needed');
  });

  test('goes back to paper without a question, and comes back only by the card', async () => {
    const chat = fresh();
    chat.world.wallets.set(ACE, whale({ address: ACE, label: 'ace', mode: 'live' }));
    await chat.say('/wallet ace paper', ADA);
    expect(kinds(chat)).toEqual(['changeWallet']);
    expect(chat.last.buttons).toEqual([]);
    await chat.say('/undo', ADA);
    expect(chat.world.wallets.get(ACE)?.mode).toBe('paper');
  });

  test('that is removed is not followed live again by a tap', async () => {
    const chat = fresh();
    chat.world.wallets.set(WHALE, whale({ mode: 'live' }));
    await chat.say('/wallet remove whale-7', ADA);
    expect(kinds(chat)).toEqual(['unfollow']);
    expect(chat.last.buttons).toEqual([]);
  });

  test('is measured by the minimum score of real money', async () => {
    const chat = fresh();
    chat.world.isLive();
    chat.world.wallets.set(WHALE, whale({ mode: 'live', confidence: 0.7 }));
    await chat.say('/wallet whale-7 score 0.3', ADA);
    expect(plainReply(chat.last)).toContain('LIVE whale-7: least score 0.50 → 0.30');
    expect(kinds(chat)).toEqual([]);
    await chat.say('/wallet whale-7 score 0.6', ADA);
    expect(kinds(chat)).toEqual(['changeWallet']);
  });
});

describe('while real money is traded', () => {
  test('what people ask reads as its golden file', async () => {
    const chat = new Chat();
    isTrading(chat.world);
    const [doubt = IN_DOUBT, filled, rejected] = chat.world.lives;
    const asked = ['/status', '/orders', `/order ${doubt.shortId}`, `/order ${filled?.shortId}`];
    asked.push(`/order ${rejected?.shortId}`, '/positions');
    const said = [await chat.transcript(asked, ADA)];
    chat.world.status = { liveMissing: [lackText('channel'), lackText('clock', '3.1 s')] };
    said.push(await chat.transcript(['/status'], ADA));
    chat.world.status = { provingNothingOpen: true };
    chat.world.keepsOpen = true;
    said.push(await chat.transcript(['/kill', '/status', '/kill off'], ADA));
    expect(chat.reports).toEqual([]);
    await expect(said.join('\n')).toMatchFileSnapshot('./commands/live-trading.golden.txt');
  });

  test('a long life is cut in its middle, and lookups in a row are one line', async () => {
    const chat = new Chat();
    isTrading(chat.world);
    const [first] = IN_DOUBT.events;
    const events = Array.from({ length: 60 }, (_, index) => ({
      ...(first ?? IN_DOUBT.events[0]!),
      ordinal: index + 1,
      kind: index % 2 === 0 ? ('sent' as const) : ('notAccepted' as const),
      detail: 'again',
    }));
    chat.world.lives = [{ ...IN_DOUBT, events }];
    const said = plainReply(await chat.say(`/order ${IN_DOUBT.shortId}`, ADA));
    expect(said).toContain('…  47 more');
    expect(said.length).toBeLessThan(2_000);
  });

  test('kill answers also when nothing about the account can be read', async () => {
    const chat = new Chat();
    isTrading(chat.world);
    const { status } = chat.world.queries;
    Object.assign(chat.world.queries, {
      status: () => {
        if (chat.world.control.killed !== null) throw new Error('not now');
        return status();
      },
    });
    await chat.say('/kill', ADA);
    expect(title(chat)).toContain('Killed by you');
    expect(kinds(chat)).toEqual(['kill']);
  });

  test('a result with fills that are not settled says so', async () => {
    const chat = new Chat();
    const [of] = await chat.world.queries.pnl(0);
    Object.assign(chat.world.queries, {
      pnl: () => Promise.resolve([{ ...of, unsettled: 2, equity: dollars(500) }]),
    });
    expect(plainReply(await chat.say('/pnl', ADA))).toContain('9 fills · 2 not settled yet');
  });
});

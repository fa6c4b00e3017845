import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/bot/format/compose.ts';
import { PHRASE_VALID_MS } from '../../src/bot/prompts.ts';
import { position } from './chat-facts.ts';
import { Chat } from './chat-person.ts';
import { plainReply } from './plain-reply.ts';

const ADA = { actor: 'telegram:7', role: 'admin' } as const;
const BOB = { actor: 'telegram:8', role: 'admin' } as const;

const title = (chat: Chat): string => plainText(chat.last.title);
const kinds = (chat: Chat): string[] => chat.world.done.map(({ body }) => body.kind);

/** A chat with an account, and Ada with a second factor. */
function ready(): Chat {
  const chat = new Chat();
  chat.world.hasAccount();
  chat.codes.set(ADA.actor, 'right');
  return chat;
}

describe('going live', () => {
  test('without an account nothing is asked', async () => {
    const chat = new Chat();
    await chat.say('/mode live', ADA);
    expect(plainReply(chat.last)).toMatch(/^✕ Not done: live needs a trading account/);
    expect(chat.prompts.size).toBe(0);
  });

  test('the card says from where to where, on what account, with whom, and what may be lost', async () => {
    const chat = ready();
    await chat.say('/mode live', ADA);
    await expect(plainReply(chat.last)).toMatchFileSnapshot('./commands/go-live.golden.txt');
    expect(chat.last.buttons.map(({ style }) => style)).toEqual(['safe', 'danger']);
    expect(kinds(chat)).toEqual([]);
  });

  test.each(['live 300 482913', 'LIVE 300 482913', 'Live $300 482913', ' live  300   482913 '])(
    '"%s" confirms',
    async (typed) => {
      const chat = ready();
      await chat.say('/mode live', ADA);
      await chat.say(typed, ADA);
      expect(kinds(chat)).toEqual(['setMode']);
      expect(title(chat)).toContain('LIVE: the first entry may come in 30 s');
      expect(chat.last.buttons.map(({ label }) => label)).toEqual(['Abort']);
      await chat.press('Abort', ADA);
      expect(chat.world.control.live).toBeNull();
    },
  );

  test('a confirmation is used once: the same line again does nothing', async () => {
    const chat = ready();
    await chat.say('/mode live', ADA);
    await chat.say('live 300 482913', ADA);
    await chat.say('/mode paper', ADA);
    await chat.say('live 300 482913', ADA);
    expect(title(chat)).toBe('This was done already, once');
    expect(chat.world.control.live).toBeNull();
  });

  test.each([
    ['another number', 'live 200 482913'],
    ['no code', 'live 300'],
    ['a code that is no code', 'live 300 48291'],
    ['words behind it', 'live 300 482913 please'],
  ])('%s does nothing and says what is right', async (_, typed) => {
    const chat = ready();
    await chat.say('/mode live', ADA);
    await chat.say(typed, ADA);
    expect(kinds(chat)).toEqual([]);
    expect(title(chat)).toBe('Nothing done: type exactly  LIVE 300 and your 6-digit code');
    await chat.say('live 300 482913', ADA);
    expect(kinds(chat)).toEqual(['setMode']);
  });

  test.each([
    ['wrong', 'the code is wrong'],
    ['used', 'this code was used already'],
    ['locked', 'five codes were wrong'],
    ['none', 'no second factor'],
  ] as const)('a code that is %s leaves paper on paper', async (verdict, words) => {
    const chat = ready();
    await chat.say('/mode live', ADA);
    chat.codes.set(ADA.actor, verdict);
    await chat.say('live 300 482913', ADA);
    expect(kinds(chat)).toEqual([]);
    expect(title(chat)).toContain(words);
    expect(chat.locked).toEqual(verdict === 'locked' ? [ADA.actor] : []);
    chat.codes.set(ADA.actor, 'right');
    await chat.say('live 300 482914', ADA);
    expect(kinds(chat)).toEqual(['setMode']);
  });

  test('who has no second factor is told how to get one, and is not asked', async () => {
    const chat = ready();
    await chat.say('/mode live', BOB);
    expect(plainReply(chat.last)).toContain('polymind totp enrol telegram:8');
    await chat.say('live 300 482913', BOB);
    expect(kinds(chat)).toEqual([]);
  });

  test('another person cannot confirm it', async () => {
    const chat = ready();
    chat.codes.set(BOB.actor, 'right');
    await chat.say('/mode live', ADA);
    await chat.say('live 300 482913', BOB);
    expect(kinds(chat)).toEqual([]);
  });

  test('after 120 s it is void', async () => {
    const chat = ready();
    await chat.say('/mode live', ADA);
    chat.world.nowMs += PHRASE_VALID_MS;
    await chat.say('live 300 482913', ADA);
    expect(title(chat)).toContain('the 120 s are over');
    expect(kinds(chat)).toEqual([]);
  });

  test('the safe button ends it', async () => {
    const chat = ready();
    await chat.say('/mode live', ADA);
    await chat.press('Stay in paper', ADA);
    await chat.say('live 300 482913', ADA);
    expect(title(chat)).toContain('you answered this already');
    expect(kinds(chat)).toEqual([]);
  });

  test.each([
    ['a limit', (chat: Chat) => chat.say('/limits order 5', ADA)],
    ['an account', (chat: Chat) => Promise.resolve(Object.assign(chat.world, { accounts: [] }))],
    ['a balance that fell by 11 %', (chat: Chat) => Promise.resolve(chat.world.hasAccount(2_055))],
  ])('%s that changed meanwhile voids it', async (_, meddle) => {
    const chat = ready();
    chat.world.isLive();
    await chat.say('/kill', ADA);
    await chat.say('/kill off', ADA);
    expect(plainReply(chat.last)).toContain('Type  ARM 300 and your 6-digit code within 120 s');
    await meddle(chat);
    await chat.say('arm 300 482913', ADA);
    expect(title(chat)).toMatch(/^Nothing done: (?:it has been changed|the balance fell)/);
    expect(chat.world.control.killed).not.toBeNull();
  });

  test('a balance that fell by 9 % does not', async () => {
    const chat = ready();
    chat.world.isLive();
    await chat.say('/kill', ADA);
    await chat.say('/kill off', ADA);
    chat.world.hasAccount(2_105);
    await chat.say('arm 300 482913', ADA);
    expect(chat.world.control.killed).toBeNull();
  });

  test('with the database down nothing is asked, and nothing is confirmed', async () => {
    const chat = ready();
    chat.databaseIsDown = true;
    await chat.say('/mode live', ADA);
    expect(title(chat)).toContain('nothing that raises risk is asked or done');
    chat.databaseIsDown = false;
    await chat.say('/mode live', ADA);
    chat.databaseIsDown = true;
    await chat.say('live 300 482913', ADA);
    expect(title(chat)).toContain('Not available now');
    expect(kinds(chat)).toEqual([]);
  });

  test('a question that the database says is used does nothing', async () => {
    const chat = ready();
    await chat.say('/mode live', ADA);
    for (const prompt of chat.prompts.values()) prompt.usedAtMs = 1;
    await chat.say('live 300 482913', ADA);
    expect(kinds(chat)).toEqual([]);
  });

  test('a question of an earlier run does nothing', async () => {
    const chat = ready();
    await chat.say('/mode live', ADA);
    for (const [id, prompt] of chat.prompts) chat.prompts.set(id, { ...prompt, run: 'earlier' });
    await chat.say('live 300 482913', ADA);
    expect(kinds(chat)).toEqual([]);
  });
});

describe('with real money', () => {
  test.each(['/wallet ace enable', '/wallet ace scale 2', '/filter allow market 0x1', '/resume'])(
    '%s takes a tap that names the worst case',
    async (line) => {
      const chat = ready();
      chat.world.isLive();
      if (line.includes('enable')) await chat.say('/wallet ace disable', ADA);
      if (line === '/resume') await chat.say('/pause', ADA);
      const before = kinds(chat).length;
      await chat.say(line, ADA);
      if (chat.last.buttons.length === 0) return; // Nothing to change in this world.
      expect(kinds(chat)).toHaveLength(before);
      expect(plainReply(chat.last)).toContain('most at risk $300');
      await chat.press('Change it', ADA);
      expect(kinds(chat)).toHaveLength(before + 1);
    },
  );

  test.each(['/wallet ace disable', '/pause', '/kill', '/filter deny keyword election'])(
    '%s asks nothing',
    async (line) => {
      const chat = ready();
      chat.world.isLive();
      await chat.say(line, ADA);
      expect(kinds(chat)).toHaveLength(1);
      expect(chat.last.buttons.map(({ label }) => label)).not.toContain('Undo');
    },
  );

  test('a raised limit is typed with its number and a code', async () => {
    const chat = ready();
    chat.world.isLive();
    await chat.say('/limits order 50', ADA);
    expect(plainReply(chat.last)).toContain('Type  RAISE');
    expect(kinds(chat)).toEqual([]);
  });

  test('close all is typed with the number of positions, without a code', async () => {
    const chat = ready();
    chat.world.isLive();
    const [first] = chat.world.positions;
    const other = position();
    chat.world.positions = [
      first ?? other,
      { ...other, position: { ...other.position, tokenId: '77' as never } },
    ];
    await chat.say('/close all', BOB);
    expect(plainReply(chat.last)).toContain('Type  CLOSE 2 within 120 s');
    await chat.say('close 2', BOB);
    expect(kinds(chat)).toEqual(['close', 'close']);
  });

  test('the console needs the phrase and no code: codes are enrolled there', async () => {
    const chat = ready();
    await chat.say('/mode live');
    expect(plainReply(chat.last)).toContain('Type  LIVE 300 within 120 s');
    await chat.say('live 300');
    expect(kinds(chat)).toEqual(['setMode']);
  });
});

describe('where others read', () => {
  test.each(['/wallet ace scale 0.5', '/limits order 5', '/mode paper', '/close all', '/resume'])(
    '%s is not done',
    async (line) => {
      const chat = ready();
      chat.world.isLive();
      await chat.say('/pause', ADA);
      const before = kinds(chat).length;
      chat.isPrivate = false;
      await chat.say(line, ADA);
      expect(kinds(chat)).toHaveLength(before);
      expect(plainReply(chat.last)).toMatch(/private chat|Close (?:which|all)\?|Nothing/);
    },
  );

  test.each(['/kill', '/pause'])('%s is', async (line) => {
    const chat = ready();
    chat.isPrivate = false;
    await chat.say(line, ADA);
    expect(kinds(chat)).toHaveLength(1);
  });
});

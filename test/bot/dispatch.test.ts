import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isKill } from '../../src/bot/dispatch.ts';
import { plainText } from '../../src/bot/format/compose.ts';
import { UnavailableError } from '../../src/engine/contract/queries.ts';
import { CANDIDATE, NOW, order } from './chat-facts.ts';
import { Chat } from './chat-person.ts';
import { plainReply } from './plain-reply.ts';

const title = (chat: Chat): string => plainText(chat.last.title);
const kinds = (chat: Chat): string[] => chat.world.done.map(({ body }) => body.kind);

describe('kill', () => {
  test.each([
    '/kill',
    '/KILL',
    '/kill now',
    '/kill Off',
    '/kill off please',
    'kill',
    'KILL!',
    'kill it now',
    '/kill@polymind_bot',
    '“kill”',
  ])('%s kills', async (text) => {
    const chat = new Chat();
    await chat.say(text, { role: 'trader' });
    expect(kinds(chat)).toEqual(['kill']);
    expect(isKill(text)).toBe(true);
  });

  test.each([
    '/kill off',
    'kill bill',
    '/kil',
    '/stop',
    'stop',
    'to kill a mockingbird',
    '/close all',
  ])('%s does not', async (text) => {
    const chat = new Chat();
    await chat.say(text);
    expect(chat.world.done).toEqual([]);
    expect(isKill(text)).toBe(false);
  });

  test('it acts although nothing can be read, and says so', async () => {
    const chat = new Chat();
    const broken = (): never => {
      throw new Error('no memory');
    };
    Object.assign(chat.world.queries, {
      openOrders: broken,
      positions: broken,
      decisions: broken,
      wallets: broken,
    });
    await chat.say('/kill');
    expect(kinds(chat)).toEqual(['kill']);
    expect(title(chat)).toContain('open orders cannot be read now');
  });

  test('only off arms, and only after a tap', async () => {
    const chat = new Chat();
    await chat.say('/kill');
    await chat.say('/kill off');
    expect(kinds(chat)).toEqual(['kill']);
    await chat.press('Arm');
    expect(kinds(chat)).toEqual(['kill', 'arm']);
  });
});

describe('who may what', () => {
  const lines: readonly (readonly [line: string, needed: 'viewer' | 'trader' | 'admin'])[] = [
    ['/status', 'viewer'],
    ['/wallet whale-7', 'viewer'],
    ['/limits', 'viewer'],
    ['/settings', 'viewer'],
    ['/why', 'viewer'],
    ['/wallet whale-7 scale 0.5', 'trader'],
    ['/wallet whale-7 disable', 'trader'],
    [`/wallet add ${CANDIDATE}`, 'trader'],
    ['/wallet remove ace', 'trader'],
    ['/filter deny keyword election', 'trader'],
    ['/pause', 'trader'],
    ['/kill', 'trader'],
    ['/close all', 'trader'],
    ['/export 2026', 'trader'],
    ['/limits day 15', 'admin'],
    ['/limits day 50', 'admin'],
    ['/settings entry.driftCents 1', 'admin'],
  ];
  const roles = ['viewer', 'trader', 'admin'] as const;
  const cases = lines.flatMap(([line, needed]) =>
    roles.map((role) => [line, role, roles.indexOf(role) >= roles.indexOf(needed)] as const),
  );

  test.each(cases)('%s by a %s: %s', async (line, role, allowed) => {
    const chat = new Chat();
    await chat.say(line, { role });
    expect(title(chat).startsWith('This needs the role')).toBe(!allowed);
    if (!allowed) expect(chat.world.done).toEqual([]);
  });

  test('what was booked is not taken out where others read', async () => {
    const chat = new Chat();
    chat.isPrivate = false;
    const answer = await chat.say('/export 2026');
    expect(title(chat)).toBe('Not here, where others read: say it in our private chat.');
    expect(answer.files).toBeUndefined();
    chat.isPrivate = true;
    const [file] = (await chat.say('/export 2026')).files ?? [];
    expect(file).toMatchObject({ name: 'polymind-2026-paper.csv', type: 'text/csv' });
  });

  test('a loss limit and a kill are lifted by admins only, at the card and at the tap', async () => {
    const chat = new Chat();
    const paused = { cause: 'drawdown', reason: 'drawdown limit', atMs: NOW, day: null } as const;
    chat.world.control = {
      live: null,
      warningReadAtMs: null,
      killed: { reason: 'x', atMs: NOW },
      paused,
    };
    for (const line of ['/resume', '/kill off']) {
      await chat.say(line, { role: 'trader' });
      expect(title(chat)).toBe('This needs the role admin; you are trader.');
      const card = await chat.say(line, { role: 'admin' });
      await chat.tap(chat.token(line === '/resume' ? 'Resume' : 'Arm', card), { role: 'trader' });
      expect(title(chat)).toBe('This needs the role admin; you are trader.');
    }
    expect(chat.world.done).toEqual([]);
  });

  test('a person who lost the role cannot undo', async () => {
    const chat = new Chat();
    await chat.say('/pause');
    await chat.press('Undo', { role: 'viewer' });
    expect(kinds(chat)).toEqual(['pause']);
  });
});

describe('errors and free text', () => {
  test('what nobody expected is one calm line, and is reported', async () => {
    const chat = new Chat();
    Object.assign(chat.world.queries, {
      pnl: () => Promise.reject(new TypeError('secret detail')),
    });
    await chat.say('/pnl');
    expect(title(chat)).toMatch(
      /^No answer: it failed inside PolyMind, noted in the log as [0-9A-Z]{6}$/,
    );
    expect(plainReply(chat.last)).not.toContain('secret');
    expect(chat.reports).toHaveLength(1);
  });

  test('what is not available says what', async () => {
    const chat = new Chat();
    Object.assign(chat.world.queries, {
      top: () => Promise.reject(new UnavailableError('the database does not answer')),
    });
    await chat.say('/top');
    expect(title(chat)).toBe('Not available now: the database does not answer');
    expect(chat.reports).toEqual([]);
  });

  test('a change does not fail because its preview cannot be read', async () => {
    const chat = new Chat();
    Object.assign(chat.world.queries, {
      decisions: () => Promise.reject(new UnavailableError('the database does not answer')),
    });
    await chat.say('/wallet whale-7 max $4');
    expect(kinds(chat)).toEqual(['changeWallet']);
    expect(plainReply(chat.last)).toContain('The recent past cannot be read now');
  });

  test.each([
    ['0x6177777777777777777777777777777777779cd5', '◆ PAPER whale-7'],
    ['positions', '◆ Open 1 position'],
    ['Pause', '‖ Paused'],
    ['fed december', 'Fed cuts in December?'],
    ['https://polymarket.com/event/fed-decision', 'Fed cuts in December?'],
    ['', 'Commands'],
    ['/postions', 'There is no command /postions. Did you mean /positions?'],
  ])('%j is answered with %s', async (text, beginning) => {
    const chat = new Chat();
    expect(plainReply(await chat.say(text)).startsWith(beginning)).toBe(true);
  });

  test('random words never throw, and change nothing unless they are a complete command', async () => {
    const word = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        '/wallet',
        '/limits',
        '/close',
        '/filter',
        '/settings',
        'whale-7',
        'scale',
        'day',
        '0.5',
        'deny',
        'keyword',
        '“',
        '$',
        '/',
        '@bot',
        'remove',
        '1,000',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (words) => {
        const text = words.join(' ');
        const chat = new Chat();
        await chat.say(text);
        expect(chat.reports).toEqual([]);
        if (chat.world.done.length > 0) expect(text).toMatch(/^\s*\/|^\W*\w+\W*$/);
      }),
      { numRuns: 400 },
    );
  });

  test('plain text of several words never changes anything but by kill', async () => {
    const plain = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){1,4}$/);
    await fc.assert(
      fc.asyncProperty(plain, async (text) => {
        fc.pre(!text.startsWith('kill '));
        const chat = new Chat();
        await chat.say(text);
        expect(chat.world.done).toEqual([]);
      }),
    );
  });

  test('what #2 stands for is what its message was about', async () => {
    const chat = new Chat();
    chat.references.set('2', order().order.intent.id);
    expect(plainReply(await chat.say('/order #2'))).toContain(`Order ${order().shortId}`);
    expect(plainReply(await chat.say('/order 3'))).toContain('There is no message #3');
  });
});

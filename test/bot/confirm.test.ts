import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/bot/format/compose.ts';
import { UnavailableError } from '../../src/engine/contract/queries.ts';
import { CANDIDATE, NOW, position, TURKEY } from './chat-facts.ts';
import { Chat } from './chat-person.ts';

const title = (chat: Chat): string => plainText(chat.last.title);
const kinds = (chat: Chat): string[] => chat.world.done.map(({ body }) => body.kind);

describe('confirm and undo', () => {
  test('a raised limit waits for its tap, a lowered one acts at once', async () => {
    const chat = new Chat();
    await chat.say('/limits day 50');
    expect(chat.world.done).toEqual([]);
    await chat.press('Raise to $50');
    expect(chat.world.texts['limits.dayLossPercent']).toBe('10');
    await chat.say('/limits day 15');
    expect(chat.world.texts['limits.dayLossPercent']).toBe('3');
  });

  test('a tap twice acts once', async () => {
    const chat = new Chat();
    const card = await chat.say('/limits day 50');
    const token = chat.token('Raise to $50', card);
    await Promise.all([chat.tap(token), chat.tap(token)]);
    await chat.tap(token);
    expect(kinds(chat)).toEqual(['changeSetting']);
    expect(title(chat)).toBe('This was done already, once');
  });

  test('a tap after its time does nothing and says so', async () => {
    const chat = new Chat();
    const card = await chat.say('/limits day 50');
    chat.world.nowMs += 60_000;
    await chat.press('Raise to $50');
    expect(chat.world.done).toEqual([]);
    expect(title(chat)).toBe('Nothing done: "Raise to $50" was good for 1 min only');
    expect(card.buttons[0]?.style).toBe('safe');
  });

  test('the safe answer ends the question', async () => {
    const chat = new Chat();
    const card = await chat.say('/limits day 50');
    await chat.press('Keep $25');
    await chat.tap(chat.token('Raise to $50', card));
    expect(chat.world.done).toEqual([]);
    expect(title(chat)).toBe('Nothing done: you answered this already');
  });

  test('a card on a state that is no more does nothing', async () => {
    const chat = new Chat();
    const card = await chat.say('/limits day 50');
    await chat.say('/limits day 15', { actor: 'bob' });
    await chat.tap(chat.token('Raise to $50', card));
    expect(chat.world.texts['limits.dayLossPercent']).toBe('3');
    expect(title(chat)).toContain('Nothing done: it has been changed');
  });

  test('Undo takes back its own change and no later one', async () => {
    const chat = new Chat();
    const first = await chat.say('/wallet whale-7 scale 0.5');
    await chat.say('/wallet whale-7 max $4', { actor: 'bob' });
    await chat.tap(chat.token('Undo', first));
    expect(title(chat)).toContain('Nothing done: it has been changed');
    expect(kinds(chat)).toHaveLength(2);
  });

  test('/undo goes back through the changes of this speaker, newest first, within 60 s', async () => {
    const chat = new Chat();
    await chat.say('/wallet whale-7 scale 0.5');
    await chat.say('/wallet ace disable', { actor: 'bob' });
    chat.world.nowMs += 30_000;
    await chat.say('/limits day 15');
    await chat.say('/undo');
    expect(chat.world.texts['limits.dayLossPercent']).toBe('5');
    await chat.say('undo');
    expect(plainText(chat.last.title)).toMatch(/^Undone · PAPER whale-7/);
    expect([...chat.world.wallets.values()].map(({ sizing }) => sizing)).toEqual([null, null]);
    await chat.say('/undo');
    expect(title(chat)).toBe('Nothing of yours from the last 60 s to take back');
    chat.world.nowMs += 30_001;
    await chat.say('/undo', { actor: 'bob' });
    expect(title(chat)).toBe('Nothing of yours from the last 60 s to take back');
  });

  test('the message of a change delivered twice acts once', async () => {
    const chat = new Chat();
    await chat.say('/pause', { id: 'update-7' });
    chat.world.control = { ...chat.world.control, paused: null };
    await chat.say('/pause', { id: 'update-7' });
    expect(kinds(chat)).toEqual(['pause']);
  });

  test('an action that was not confirmed may be tapped again, under the same id', async () => {
    const chat = new Chat();
    const card = await chat.say('/limits day 50');
    chat.world.before = () => {
      throw new UnavailableError('the database does not answer');
    };
    await chat.press('Raise to $50');
    expect(title(chat)).toBe('Not available now: the database does not answer');
    chat.world.before = () => undefined;
    await chat.tap(chat.token('Raise to $50', card));
    expect(kinds(chat)).toEqual(['changeSetting']);
  });

  test('an action that acted and was not confirmed does not act again when tapped again', async () => {
    const chat = new Chat();
    const card = await chat.say('/limits day 50');
    const { execute } = chat.world.actions;
    let answers = 0;
    Object.assign(chat.world.actions, {
      execute: async (command: Parameters<typeof execute>[0]) => {
        const answer = await execute(command);
        answers += 1;
        if (answers > 1) return answer;
        // Its effect is not to be seen yet either: the core is ahead of what is read.
        chat.world.texts = {};
        throw new UnavailableError('the database does not answer');
      },
    });
    await chat.press('Raise to $50');
    await chat.tap(chat.token('Raise to $50', card));
    expect(answers).toBe(2);
    expect(kinds(chat)).toEqual(['changeSetting']);
  });

  test('a pause on top of a loss limit is not taken back into trading', async () => {
    const chat = new Chat();
    const paused = { cause: 'dayLoss', reason: 'daily loss limit', atMs: NOW, day: null } as const;
    chat.world.control = { live: null, warningReadAtMs: null, killed: null, paused };
    await chat.say('/pause');
    expect(kinds(chat)).toEqual(['pause']);
    expect(chat.last.buttons).toEqual([]);
  });

  test('dollars become a share that is never more than was asked', async () => {
    const chat = new Chat();
    chat.world.texts = { bankroll: '300' };
    await chat.say('/limits day 10');
    expect(chat.world.texts['limits.dayLossPercent']).toBe('3.3333');
    expect(title(chat)).toContain('→ $10 (3.33 %)');
  });

  test('a name that fits several wallets changes none of them', async () => {
    const chat = new Chat();
    await chat.say('/wallet ace label whale-9');
    await chat.say('/wallet whale disable');
    expect(kinds(chat)).toEqual(['changeWallet']);
    expect(title(chat)).toBe('"whale" fits whale-7, whale-9; say which.');
  });

  test('two wallets never share a name', async () => {
    const chat = new Chat();
    await chat.say(`/wallet add ${CANDIDATE} ACE`);
    expect(title(chat)).toBe('Another wallet is called ACE already.');
    expect(chat.world.done).toEqual([]);
  });

  test('closing all is one tap for all of it, each once', async () => {
    const chat = new Chat();
    chat.world.positions = [position(), position(TURKEY)];
    await chat.say('/close all');
    expect(chat.world.done).toEqual([]);
    await chat.press('Close 2');
    expect(kinds(chat)).toEqual(['close', 'close']);
    expect(new Set(chat.world.done.map(({ id }) => id)).size).toBe(2);
    expect(chat.last.buttons).toEqual([]);
  });

  test('a resume that a limit pauses again does not claim that entries are on', async () => {
    const chat = new Chat();
    await chat.say('/pause');
    const paused = { cause: 'dayLoss', reason: 'daily loss limit', atMs: NOW, day: null } as const;
    const { execute } = chat.world.actions;
    Object.assign(chat.world.actions, {
      execute: async (command: Parameters<typeof execute>[0]) => {
        const answer = await execute(command);
        chat.world.control = { live: null, warningReadAtMs: null, killed: null, paused };
        return answer;
      },
    });
    await chat.say('/resume');
    expect(title(chat)).toBe('Entries stay paused: daily loss limit; /resume asks about it');
  });

  test('whatever a wallet rule changed, Undo restores it exactly', async () => {
    const values = fc.constantFrom(
      'scale 0.5',
      'scale 2',
      'size $7',
      'size 2%',
      'size leader',
      'size default',
      'max $4',
      'day $9',
      'market 12',
      'score 0.4',
      'lead 50',
      'price 10-90',
      'age 5s',
      'drift 1c',
      'small skip',
      'exit all',
      'exit 50%',
      'allow politics',
      'deny politics',
      'allow all',
      'disable',
      'label orca',
      'reset',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(values, { maxLength: 6 }), values, async (before, last) => {
        const chat = new Chat();
        for (const rule of before)
          await chat.say(`/wallet 0x6177777777777777777777777777777777779cd5 ${rule}`);
        const rules = JSON.stringify([...chat.world.wallets]);
        await chat.say(`/wallet 0x6177777777777777777777777777777777779cd5 ${last}`);
        const changed = JSON.stringify([...chat.world.wallets]) !== rules;
        expect(chat.last.buttons.some(({ label }) => label === 'Undo')).toBe(changed);
        if (changed) await chat.press('Undo');
        expect(JSON.stringify([...chat.world.wallets])).toBe(rules);
      }),
      { numRuns: 60 },
    );
  });
});

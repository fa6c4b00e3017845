import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/bot/reply.ts';
import { BALANCE, COPY, message, plainReply, Session } from './session.ts';

describe('answers', () => {
  it('come in the order typed, whichever is ready first', async () => {
    const waiting = new Map<string, (reply: Reply) => void>();
    const session = new Session({
      dispatch: (line) => new Promise((resolve) => waiting.set(line, resolve)),
    });
    session.input.type('first\r');
    session.input.type('second\r');
    await session.timing.advance(0);
    expect(session.lines).toEqual(['first']);
    waiting.get('first')?.(plainReply('one'));
    await session.timing.advance(0);
    waiting.get('second')?.(plainReply('two'));
    await session.timing.advance(0);
    const text = session.screen.join('\n');
    expect(text.indexOf('> first\none')).toBeGreaterThan(0);
    expect(text.indexOf('> second\ntwo')).toBeGreaterThan(text.indexOf('> first\none'));
  });

  it('that take longer than 300 ms are announced, and stand below their question', async () => {
    let answer: (reply: Reply) => void = () => {};
    const session = new Session({
      dispatch: () => new Promise((resolve) => (answer = resolve)),
    });
    session.input.type('/pnl\r');
    await session.timing.advance(299);
    expect(session.screen.join('\n')).not.toContain('…  /pnl');
    await session.timing.advance(1);
    expect(session.screen.join('\n')).toContain('…  /pnl');
    void session.surface.notify(message({ reply: COPY }));
    answer(plainReply('done'));
    await session.timing.advance(0);
    const text = session.screen.join('\n');
    expect(text).not.toContain('…  /pnl');
    expect(text).toMatch(/PAPER bought[^>]*> \/pnl\ndone/);
    expect(text.match(/> \/pnl/g)).toHaveLength(1);
  });

  it('to kill does not wait for those before it', async () => {
    const session = new Session({
      dispatch: (line) =>
        line.startsWith('/kill')
          ? Promise.resolve(plainReply('killed'))
          : new Promise<Reply>(() => {}),
    });
    session.input.type('/slow\r/kill\r');
    await session.timing.advance(0);
    expect(session.lines.toSorted()).toEqual(['/kill', '/slow']);
    expect(session.screen.join('\n')).toContain('killed');
  });

  it('to more lines than may wait say that they were not taken', async () => {
    const session = new Session({ dispatch: () => new Promise<Reply>(() => {}) });
    for (let count = 0; count < 21; count += 1) session.input.type(`line ${count}\r`);
    await session.timing.advance(0);
    expect(session.lines).toHaveLength(1);
    expect(session.screen.join('\n')).toContain('not taken: line 20');
  });

  it('that fail inside are said and reported', async () => {
    const session = new Session({ dispatch: () => Promise.reject(new Error('bug')) });
    session.input.type('/pnl\r/pnl\r');
    await session.timing.advance(0);
    expect(session.reported).toHaveLength(2);
    expect(session.screen.join('\n')).toContain('No answer to /pnl');
  });

  it.each(['undo', 'UNDO', '[Undo]', '1'])(
    'offer a button that can be typed as %s',
    async (word) => {
      const session = new Session({ dispatch: async () => BALANCE });
      session.input.type('/pnl\r');
      await session.timing.advance(0);
      expect(session.screen.join('\n')).toContain('[Undo] [Why]');
      session.input.type(`${word}\r`);
      await session.timing.advance(0);
      expect(session.screen.join('\n')).toContain('tapped Undo');
      expect(session.lines).toEqual(['/pnl']);
    },
  );

  it('take a word for a command again when its button is over', async () => {
    const session = new Session({
      dispatch: async (line) => (line === '/pnl' ? BALANCE : plainReply('nothing')),
    });
    session.input.type('/pnl\r');
    await session.timing.advance(60_000);
    session.input.type('undo\r1\r');
    await session.timing.advance(0);
    expect(session.lines).toEqual(['/pnl', 'undo', '1']);
  });
});

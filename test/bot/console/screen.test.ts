import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/bot/reply.ts';
import { BALANCE, COPY, message, Session, SKIP } from './session.ts';

/** The demo as the product draws it: cards, a joined line, a command with its answer, typing. */
async function story(session: Session): Promise<void> {
  const at = (reply: Reply, tally: 'copy' | 'skip') =>
    session.surface.notify(message({ reply, tally }, session.timing.nowMs()));
  await session.timing.advance(6_000);
  await at(COPY, 'copy');
  await session.timing.advance(5_000);
  await at(SKIP, 'skip');
  for (let more = 0; more < 7; more += 1) await at(COPY, 'copy');
  for (let more = 0; more < 12; more += 1) await at(SKIP, 'skip');
  await session.timing.advance(5_000);
  session.input.type('/pnl\r');
  await session.timing.advance(500);
  session.input.type('/wallet ac');
}

describe('the screen', () => {
  it.each([
    [80, 28],
    [120, 28],
  ])('looks as drawn at %i columns', async (columns, rows) => {
    const session = new Session({ columns, rows, dispatch: async () => BALANCE });
    await story(session);
    await expect(`${session.screen.join('\n')}\n`).toMatchFileSnapshot(
      `screen-${columns}.golden.txt`,
    );
  });

  it('keeps header, footer, typed text and cursor in place while 200 notices arrive', async () => {
    const session = new Session();
    const rows = session.output.rows;
    const top = session.screen.slice(0, 4);
    const bottom = session.screen.slice(rows - 6, rows - 1);
    expect(top[0]).toContain('PolyMind demo');
    let typed = '';
    for (let count = 0; count < 200; count += 1) {
      const letter = 'abcdefghij'.charAt(count % 10);
      if (count < 60) {
        session.input.type(letter);
        typed += letter;
      }
      const reply = count % 3 === 0 ? SKIP : COPY;
      void session.surface.notify(message({ reply, tally: 'copy' }, session.timing.nowMs()));
      await session.timing.advance(700);
      expect(session.screen.slice(0, 4)).toEqual(top);
      expect(session.screen.slice(rows - 6, rows - 1)).toEqual(bottom);
      expect(session.screen[rows - 1]).toBe(`> ${typed}`);
      expect(session.output.terminal.row).toBe(rows - 1);
      expect(session.output.terminal.column).toBe(2 + typed.length);
    }
    expect(session.screen.join('\n')).toContain('more copies');
  });

  it('keeps the cursor inside the line where it was when a notice comes', async () => {
    const session = new Session();
    session.input.type('/status\u001b[D\u001b[D');
    await session.surface.notify(message({ reply: COPY }));
    expect(session.output.terminal.column).toBe(2 + '/stat'.length);
    session.input.type('X');
    expect(session.screen.at(-1)).toBe('> /statXus');
  });

  it('asks for the header once a second and rewrites only what changed', async () => {
    let seconds = 0;
    const session = new Session({
      header: () => [`clock ${seconds}`, 'stays'],
    });
    const before = session.output.written.length;
    seconds = 1;
    await session.timing.advance(1_000);
    expect(session.screen[0]).toBe('clock 1');
    const update = session.output.written.slice(before);
    expect(update).toContain('clock 1');
    expect(update).not.toContain('stays');
  });

  it('lays everything out again after a resize', async () => {
    const session = new Session({ columns: 120, rows: 30 });
    await session.surface.notify(message({ reply: COPY }));
    session.input.type('typed');
    session.output.resize(60, 20);
    expect(session.screen.join('\n')).not.toContain('#####');
    expect(session.screen.at(-1)).toBe('> typed');
    expect(session.screen[4]).toContain('PAPER bought');
    expect(session.screen.every((row) => row.length <= 60)).toBe(true);
  });

  it('gives up the footer, then the header, when a terminal becomes low', () => {
    const session = new Session({ rows: 24 });
    session.output.resize(80, 14);
    expect(session.screen.join('\n')).toContain('PolyMind demo');
    expect(session.screen.join('\n')).not.toContain('Try');
    session.output.resize(80, 9);
    expect(session.screen.join('\n')).not.toContain('PolyMind demo');
    session.output.resize(80, 1);
    expect(session.screen).toEqual(['>']);
  });

  it('waits with drawing while the terminal does not read, then shows the newest state', async () => {
    const session = new Session();
    session.output.writableNeedDrain = true;
    const before = session.output.written.length;
    for (let count = 0; count < 50; count += 1) session.input.type('x');
    expect(session.output.written.length).toBe(before);
    session.output.drain();
    expect(session.screen.at(-1)).toBe(`> ${'x'.repeat(50)}`);
  });

  it('scrolls back by pages, says how much is newer, and stays there when more comes', async () => {
    const session = new Session();
    for (let count = 0; count < 30; count += 1) session.input.type(`line ${count}\r`);
    await session.timing.advance(1_000);
    expect(session.screen.join('\n')).toContain('answer to line 19');
    session.input.type('\u001b[5~');
    expect(session.screen.join('\n')).not.toContain('answer to line 19');
    expect(session.screen.join('\n')).toMatch(/\d+ newer lines: Page Down/);
    const inView = session.screen.slice(4, 18);
    await session.surface.notify(message({ reply: COPY }));
    expect(session.screen.slice(4, 18)).toEqual(inView);
    session.input.type('\u001b[6~\u001b[6~');
    expect(session.screen.join('\n')).toContain('PAPER bought');
    expect(session.screen.join('\n')).toContain('answer to line 19');
  });

  it('gives the terminal back on close, also twice, and takes nothing afterwards', async () => {
    const session = new Session();
    expect(session.input.raw).toBe(true);
    expect(session.output.terminal.modes.has('1049')).toBe(true);
    session.surface.close();
    session.surface.close();
    expect(session.input.raw).toBe(false);
    expect(session.input.flowing).toBe(false);
    expect([...session.output.terminal.modes].sort()).toEqual(['25', '7']);
    const { written } = session.output;
    session.input.type('/status\r');
    session.output.resize(90, 24);
    await session.timing.advance(5_000);
    expect(session.output.written).toBe(written);
    expect(session.timing.armed).toBe(0);
    await expect(session.surface.notify(message({ reply: COPY }))).rejects.toThrow('closed');
  });

  it('leaves when the terminal is gone, without an error', () => {
    const session = new Session();
    session.output.emit('error', new Error('EIO'));
    expect(session.quits).toBe(1);
    session.surface.close();
    expect(() => session.output.emit('error', new Error('EIO'))).not.toThrow();
  });
});

describe('typing', () => {
  it('asks once more before Ctrl-C on an empty line leaves', () => {
    const session = new Session();
    session.input.type('abc\u0003');
    expect(session.screen.at(-1)).toBe('>');
    session.input.type('\u0003');
    expect(session.quits).toBe(0);
    expect(session.screen.join('\n')).toContain('Ctrl-C once more leaves');
    session.input.type('x\u0003\u0003');
    expect(session.quits).toBe(0);
    session.input.type('\u0003');
    expect(session.quits).toBe(1);
  });

  it('completes words and shows what is still open', () => {
    const session = new Session({ complete: () => ['/wallet', '/why', '/web'] });
    session.input.type('/w\t');
    expect(session.screen.at(-1)).toBe('> /w');
    expect(session.screen.join('\n')).toContain('/wallet  /web  /why');
    session.input.type('a\t');
    expect(session.screen.at(-1)).toBe('> /wallet');
    expect(session.output.terminal.column).toBe('> /wallet '.length);
  });

  it('brings back lines of earlier runs and keeps new ones', async () => {
    const session = new Session({
      history: { load: () => ['/status', '/pnl'], append: (line) => kept.push(line) },
    });
    const kept: string[] = [];
    session.input.type('\u001b[A\u001b[A');
    expect(session.screen.at(-1)).toBe('> /status');
    session.input.type('\r');
    await session.timing.advance(0);
    expect(session.lines).toEqual(['/status']);
    expect(kept).toEqual(['/status']);
  });

  it('never runs what is pasted before Enter', async () => {
    const session = new Session();
    session.input.type('\u001b[200~/kill\n/mode live\u001b[201~');
    await session.timing.advance(0);
    expect(session.lines).toEqual([]);
    expect(session.screen.at(-1)).toBe('> /kill /mode live');
  });

  it('shows a part around the cursor of a line longer than the terminal', () => {
    const session = new Session({ columns: 40 });
    session.input.type(`${'0123456789'.repeat(10)}END`);
    expect(session.screen.at(-1)).toMatch(/^> ….*END$/);
    session.input.type('\u0001');
    expect(session.screen.at(-1)).toMatch(/^> 0123.*…$/);
    expect(session.output.terminal.column).toBe(2);
  });
});

describe('cards', () => {
  it('are numbered, and the number stands for what they were about', async () => {
    const session = new Session();
    await session.surface.notify(message({ reply: COPY, about: 'order-a' }));
    await session.timing.advance(2_000);
    await session.surface.notify(message({ reply: SKIP, about: 'decision-b' }));
    expect(session.screen.join('\n')).toContain('00:00 #2 ✕  PAPER not copied');
    expect(session.surface.reference('#2')).toBe('decision-b');
    expect(session.surface.reference('1')).toBe('order-a');
    expect(session.surface.reference('3')).toBeNull();
  });

  it('do not list their buttons: their number is typed instead', async () => {
    const session = new Session();
    await session.surface.notify(message({ reply: COPY }));
    expect(session.screen.join('\n')).not.toContain('[Why]');
  });
});

import { describe, expect, it } from 'vitest';
import { ROWS_WAITING_MAX } from '../../../src/bot/console/plain.ts';
import type { Reply } from '../../../src/bot/reply.ts';
import { COPY, message, plainReply, Session, SKIP } from './session.ts';

describe('without a terminal', () => {
  it('the console writes plain lines', async () => {
    const session = new Session({ tty: false });
    await session.timing.advance(6_000);
    await session.surface.notify(message({ reply: COPY }, session.timing.nowMs()));
    await session.timing.advance(5_000);
    await session.surface.notify(message({ reply: SKIP, tally: 'skip' }, session.timing.nowMs()));
    for (let more = 0; more < 19; more += 1) {
      const tally = more < 7 ? 'copy' : 'skip';
      await session.surface.notify(message({ reply: COPY, tally }, session.timing.nowMs()));
    }
    await session.timing.advance(5_000);
    session.input.type('/why 2\n');
    await session.timing.advance(0);
    await expect(session.output.written).toMatchFileSnapshot('plain.golden.txt');
  });

  it('nothing that is written steers a terminal, whatever is asked for', async () => {
    const session = new Session({ tty: false, colour: true });
    const title = 'Will \u001b[2J\u001b]0;owned\u0007 it\r\nrain\u202e?';
    await session.surface.notify(message({ reply: { ...COPY, title } }));
    expect(session.output.written).not.toMatch(/[^\P{Cc}\n]/u);
    expect(session.output.written).toContain('Will \ufffd[2J\ufffd]0;owned\ufffd it rain?');
  });

  it('a small terminal gets plain lines, and its own echo is not repeated', async () => {
    for (const size of [{ rows: 7 }, { columns: 39 }]) {
      const session = new Session(size);
      expect(session.input.raw).toBe(false);
      session.input.type('/status\n');
      await session.timing.advance(0);
      expect(session.output.written).not.toContain('> /status');
      expect(session.output.written).toContain('answer to /status');
    }
  });

  it('lines are put together from chunks that split characters', async () => {
    const session = new Session({ tty: false });
    const bytes = Buffer.from('/market Zürich 雨\r\nnext\n');
    for (const byte of bytes) session.input.emit('data', Buffer.from([byte]));
    await session.timing.advance(0);
    expect(session.lines).toEqual(['/market Zürich 雨', 'next']);
  });

  it('the end of what was piped in is not the end of the service', async () => {
    const session = new Session({ tty: false });
    session.input.type('/status');
    session.input.emit('end');
    await session.timing.advance(0);
    expect(session.lines).toEqual(['/status']);
    expect(session.quits).toBe(0);
  });

  it('the end of a terminal is', () => {
    const session = new Session({ rows: 5 });
    session.input.emit('end');
    expect(session.quits).toBe(1);
  });

  it('reads no further while many lines wait for their answers, and then goes on', async () => {
    const waiting: ((reply: Reply) => void)[] = [];
    const session = new Session({
      tty: false,
      dispatch: () => new Promise((resolve) => waiting.push(resolve)),
    });
    session.input.type('line\n'.repeat(10));
    expect(session.input.flowing).toBe(false);
    await session.timing.advance(0);
    waiting[0]?.(plainReply('one'));
    await session.timing.advance(0);
    expect(session.input.flowing).toBe(true);
  });

  it('a reader that does not read costs bounded memory and is told what it missed', () => {
    const session = new Session({ tty: false });
    const before = session.output.written.length;
    session.output.writableNeedDrain = true;
    const urgent = message({ reply: plainReply('row'), urgent: true });
    for (let count = 0; count < ROWS_WAITING_MAX + 5; count += 1)
      void session.surface.notify(urgent);
    expect(session.output.written.length).toBe(before);
    session.output.drain();
    const rows = session.output.written.slice(before).trimEnd().split('\n');
    expect(rows).toHaveLength(ROWS_WAITING_MAX + 1);
    expect(rows[0]).toBe('…  5 lines were not read in time');
  });

  it('what waits is still written when it closes', async () => {
    const session = new Session({ tty: false });
    session.output.writableNeedDrain = true;
    await session.surface.notify(message({ reply: COPY }));
    session.surface.close();
    expect(session.output.written).toContain('PAPER bought');
  });
});

import { describe, expect, test } from 'vitest';
import { answering, opened } from './live-setup.ts';

describe('judging a connection', () => {
  test('keep-alives go out in their rhythm and their answers are no data', () => {
    const setup = opened();
    setup.owner.verdict = 'natural';
    answering(setup, 60_000);
    expect(setup.runtime.last.sent).toEqual(['hello', ...Array(6).fill('PING')]);
    expect(setup.texts).toEqual([]);
    expect(setup.socket.snapshot()).toMatchObject({
      state: 'open',
      messages: 0,
      lastDataAtMs: null,
    });
  });

  test('an unanswered keep-alive ends the connection before the next would be due', () => {
    const { socket, runtime, lost } = opened();
    runtime.advance(19_999);
    expect(socket.snapshot().state).toBe('open');
    runtime.advance(1);
    expect(lost).toEqual(['no answer to PING within 10000 ms']);
    expect(runtime.wires[0]?.state).toBe('cut');
  });

  test('data is an answer to a keep-alive too', () => {
    const { socket, runtime } = opened();
    for (let at = 0; at < 30; at += 1) {
      runtime.advance(5_000);
      runtime.last.text('{}');
    }
    expect(socket.snapshot()).toMatchObject({ state: 'open', messages: 30, reconnects: 0 });
  });

  test('where no answer is promised none is missed', () => {
    const keepAlive = { text: 'PING', answer: 'PONG', everyMs: 5_000, isAnswered: false };
    const { socket, runtime } = opened({ keepAlive });
    runtime.advance(29_999);
    expect(socket.snapshot().state).toBe('open');
    expect(runtime.last.sent).toHaveLength(6);
  });

  test('a frozen venue that answers every keep-alive is left', () => {
    const setup = opened();
    setup.runtime.last.text('{}');
    answering(setup, 29_000);
    expect(setup.socket.snapshot().state).toBe('open');
    answering(setup, 1_000);
    expect(setup.lost).toEqual(['no data for 30000 ms']);
  });

  test('each message moves the end of patience', () => {
    const setup = opened({ keepAlive: null });
    setup.runtime.advance(20_000);
    setup.runtime.last.text('{}');
    setup.runtime.advance(29_999);
    expect(setup.socket.snapshot().state).toBe('open');
    setup.runtime.advance(1);
    expect(setup.lost).toHaveLength(1);
  });

  test('binary messages are refused, counted, and no data', () => {
    const { socket, runtime, texts, lost } = opened({ keepAlive: null });
    runtime.advance(29_000);
    runtime.last.binary();
    runtime.advance(1_000);
    expect(texts).toEqual([]);
    expect(lost).toHaveLength(1);
    expect(socket.snapshot()).toMatchObject({ binaries: 1, messages: 0 });
  });

  test('silence that the owner finds natural is asked about again and again', () => {
    const setup = opened({ keepAlive: null });
    setup.owner.verdict = 'natural';
    setup.runtime.advance(300_000);
    expect(setup.heard.silences).toBe(10);
    expect(setup.socket.snapshot().state).toBe('open');
  });

  test('a probe that brings data saves the connection, one that does not ends it', () => {
    const setup = opened({ keepAlive: null });
    setup.owner.verdict = 'probing';
    setup.runtime.advance(34_999);
    setup.runtime.last.text('{}');
    setup.runtime.advance(30_000);
    expect(setup.heard.silences).toBe(2);
    setup.runtime.advance(4_999);
    expect(setup.socket.snapshot().state).toBe('open');
    setup.runtime.advance(1);
    expect(setup.lost).toEqual(['no data for 30000 ms and 5000 ms more after asking']);
  });
});

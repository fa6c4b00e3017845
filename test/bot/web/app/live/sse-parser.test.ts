import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SseParser } from '../../../../../src/bot/web/app/live/sse-parser.ts';

const STREAM =
  ': hello\n\nid: 7\nevent: snapshot\ndata: {"a":1}\n\nid: 8\r\nevent: delta\r\ndata: one\r\ndata: two\r\n\r\ndata: plain\n\n: ping\n\n';
const EVENTS = [
  { id: '7', name: 'snapshot', data: '{"a":1}' },
  { id: '8', name: 'delta', data: 'one\ntwo' },
  { id: '8', name: 'message', data: 'plain' },
];

describe('events of a stream', () => {
  test('pings say nothing, lines of one event belong together', () => {
    expect(new SseParser().push(STREAM)).toEqual(EVENTS);
  });

  test('it does not matter where the network cuts the text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
        const parser = new SseParser();
        const events = places
          .slice(1)
          .flatMap((end, at) => parser.push(STREAM.slice(places[at], end)));
        expect(events).toEqual(EVENTS);
      }),
    );
  });

  test('an event without an end is not there yet', () => {
    const parser = new SseParser();
    expect(parser.push('data: half')).toEqual([]);
    expect(parser.push('\n')).toEqual([]);
    expect(parser.push('\n')).toEqual([{ id: '', name: 'message', data: 'half' }]);
  });

  test('what never ends is given up', () => {
    const parser = new SseParser();
    const flood = (): void => {
      for (let at = 0; at < 100; at += 1) parser.push(`data: ${'x'.repeat(100_000)}\n`);
    };
    expect(flood).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_BYTES_MAX, parseTapeLine } from '../../src/tape/tape-line.ts';
import { tapeLine } from './tape-fixtures.ts';

const valid = { t: 1_771_633_806_260, source: 'polymarket.book', frame: { a: [1, null] } };

/** The right keys with any values, some of them right. */
const almostLine = fc
  .tuple(
    fc.oneof(fc.constant('7'), fc.json()),
    fc.oneof(fc.constant('"a.b"'), fc.json()),
    fc.json(),
  )
  .map(([t, source, frame]) => `{"t":${t},"source":${source},"frame":${frame}}`);

function parse(value: unknown): ReturnType<typeof parseTapeLine> {
  return parseTapeLine(JSON.stringify(value));
}

function lineOfBytes(bytes: number, filler: string): string {
  const text = (count: number) => JSON.stringify({ ...valid, frame: filler.repeat(count) });
  return text((bytes - Buffer.byteLength(text(0))) / Buffer.byteLength(filler));
}

describe('a tape line', () => {
  it('is read as it was written, whatever the frame', () => {
    fc.assert(
      fc.property(tapeLine, (line) => {
        expect(parse(line)).toEqual(line);
      }),
      { numRuns: 1_000 },
    );
  });

  it('may carry a null, false, zero or empty frame', () => {
    for (const frame of [null, false, 0, ''])
      expect(parse({ ...valid, frame })).toEqual({ ...valid, frame });
  });

  it('is refused when t is not whole milliseconds of at least zero', () => {
    for (const t of [-1, 1.5, 2 ** 53, '5', null, true, [5], undefined]) {
      expect(parse({ ...valid, t })).toEqual({ error: 't is not a whole number of milliseconds' });
    }
    expect(parseTapeLine('{"t":1e400,"source":"a.b","frame":1}')).toHaveProperty('error');
    expect(parse({ ...valid, t: 0 })).not.toHaveProperty('error');
  });

  it('is refused when the source is not a dotted name of at most 64 characters', () => {
    const long = `a.${'b'.repeat(62)}`;
    for (const source of ['a.b', 'polymarket.rtds-price', 'a-1.b2.c-', long]) {
      expect(parse({ ...valid, source })).toEqual({ ...valid, source });
    }
    const wrong = [
      '',
      'a',
      'A.b',
      '1.b',
      'a.',
      '.b',
      'a..b',
      'a.B',
      'a b.c',
      'a.b\n',
      '-a.b',
      `${long}b`,
    ];
    for (const source of [...wrong, 7, null, undefined, ['a.b']]) {
      expect(parse({ ...valid, source })).toHaveProperty('error');
    }
  });

  it('is refused without a frame, or with anything beside it', () => {
    expect(parse({ ...valid, frame: undefined })).toEqual({ error: 'frame is missing' });
    expect(parse({ ...valid, extra: 1 })).toHaveProperty('error');
  });

  it('is refused when it is not one complete JSON object', () => {
    const text = JSON.stringify(valid);
    for (let length = 0; length < text.length; length += 1) {
      expect(parseTapeLine(text.slice(0, length))).toHaveProperty('error');
    }
    for (const other of ['null', '1', '"x"', '[]', `[${text}]`, text + text, `${text},`]) {
      expect(parseTapeLine(other)).toHaveProperty('error');
    }
  });

  it('never throws and never returns a line that it would not read again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), almostLine), (text) => {
        const line = parseTapeLine(text);
        if (!('error' in line)) expect(parse(line)).toEqual(JSON.parse(JSON.stringify(line)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is not reached through the prototype by a key __proto__', () => {
    const inside = '{"t":1,"source":"a.b","frame":{"__proto__":{"polluted":1}}}';
    const line = parseTapeLine(inside);
    expect(JSON.stringify(line)).toBe(inside);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(parseTapeLine('{"__proto__":{"t":1,"source":"a.b","frame":1}}')).toHaveProperty('error');
    expect(parseTapeLine('{"t":1,"source":"a.b","__proto__":{"frame":1}}')).toHaveProperty('error');
    expect(parseTapeLine('{"t":1,"source":"a.b","frame":1,"__proto__":{}}')).toHaveProperty(
      'error',
    );
  });

  it('is refused above 8 MiB, counted in bytes', () => {
    for (const filler of ['x', 'é']) {
      const slack =
        (LINE_BYTES_MAX - Buffer.byteLength(JSON.stringify({ ...valid, frame: '' }))) % 2;
      const longest = lineOfBytes(LINE_BYTES_MAX - slack, filler);
      expect(parseTapeLine(longest)).not.toHaveProperty('error');
      expect(parseTapeLine(`${longest}  `)).toEqual({
        error: `the line is longer than ${LINE_BYTES_MAX} bytes`,
      });
    }
  });
});

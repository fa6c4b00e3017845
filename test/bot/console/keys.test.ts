import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Key, KeyDecoder, type KeyName } from '../../../src/bot/console/keys.ts';

function decoded(...chunks: readonly (string | Buffer)[]): readonly Key[] {
  const decoder = new KeyDecoder();
  const keys = chunks.flatMap((chunk) => decoder.read(Buffer.from(chunk as string)));
  // Where text was split does not matter.
  const merged: Key[] = [];
  for (const key of keys) {
    const last = merged.at(-1);
    if (key.kind === 'text' && last?.kind === 'text') {
      merged.splice(-1, 1, { kind: 'text', text: last.text + key.text });
    } else {
      merged.push(key);
    }
  }
  return merged;
}

const SEQUENCES: readonly (readonly [string, KeyName])[] = [
  ['\u001b[A', 'up'],
  ['\u001bOB', 'down'],
  ['\u001b[1;5C', 'wordRight'],
  ['\u001bb', 'wordLeft'],
  ['\u001b[3~', 'delete'],
  ['\u001b[H', 'home'],
  ['\u001b[4~', 'end'],
  ['\u001b[5~', 'pageUp'],
  ['\u0003', 'interrupt'],
  ['\u0004', 'endOfInput'],
  ['\u0017', 'killWordLeft'],
  ['\u007f', 'backspace'],
  ['\r', 'enter'],
  ['\t', 'tab'],
];

describe('keys of a terminal', () => {
  it.each(SEQUENCES)('%j is a key', (sequence, kind) => {
    expect(decoded(sequence)).toEqual([{ kind }]);
  });

  it('are the same however the bytes are split', () => {
    const piece = fc.oneof(
      fc.constantFrom(...SEQUENCES.map(([sequence]) => sequence)),
      fc.constantFrom('é', '東京', '😀', 'plain text', '\u001b[200~pasted\nlines\u001b[201~'),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.infiniteStream(fc.nat(5)),
        (all, sizes) => {
          const bytes = Buffer.from(all.join(''));
          const chunks: Buffer[] = [];
          for (let at = 0; at < bytes.length; ) {
            const size = 1 + (sizes.next().value ?? 0);
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(decoded(...chunks)).toEqual(decoded(bytes));
        },
      ),
    );
  });

  it('never throw and never carry control characters, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 })), (chunks) => {
        for (const key of decoded(...chunks.map((chunk) => Buffer.from(chunk)))) {
          if (key.kind === 'text') expect(key.text).not.toMatch(/\p{Cc}/u);
        }
      }),
    );
  });

  it('of an unknown sequence are none, and what follows is read', () => {
    expect(decoded('\u001b[?62;c\u001b[99~\u001bOZx')).toEqual([{ kind: 'text', text: 'x' }]);
    expect(decoded(`\u001b[${'1;'.repeat(40)}`, 'x')).not.toEqual([]);
  });

  it('are one text for a paste, its line breaks included', () => {
    expect(decoded('\u001b[200~a\r\nb', 'c\u001b[20', '1~\r')).toEqual([
      { kind: 'text', text: 'a\r\nbc' },
      { kind: 'enter' },
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EditorState,
  edit,
  emptyEditor,
  HISTORY_LENGTH_MAX,
  LINE_LENGTH_MAX,
} from '../../../src/bot/console/editor.ts';
import type { Key, KeyName } from '../../../src/bot/console/keys.ts';

function typed(state: EditorState, keys: readonly (KeyName | { text: string })[]): EditorState {
  return keys.reduce<EditorState>((now, key) => {
    const press: Key = typeof key === 'string' ? { kind: key } : { kind: 'text', text: key.text };
    return edit(now, press).state;
  }, state);
}

const NAMES: readonly KeyName[] = [
  'left',
  'right',
  'wordLeft',
  'wordRight',
  'home',
  'end',
  'up',
  'down',
  'pageUp',
  'pageDown',
  'backspace',
  'delete',
  'killWordLeft',
  'killWordRight',
  'killToEnd',
  'killToStart',
  'enter',
  'tab',
  'interrupt',
  'endOfInput',
  'redraw',
];
const anyKey: fc.Arbitrary<Key> = fc.oneof(
  fc.constantFrom(...NAMES).map((kind) => ({ kind })),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => ({ kind: 'text' as const, text })),
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => ({ kind: 'text' as const, text })),
);

/** The same line as an array of characters: slow and plain. */
interface Model {
  readonly text: readonly string[];
  readonly cursor: number;
}

const MODEL: Partial<Record<KeyName, (model: Model) => Model>> = {
  left: ({ text, cursor }) => ({ text, cursor: Math.max(0, cursor - 1) }),
  right: ({ text, cursor }) => ({ text, cursor: Math.min(text.length, cursor + 1) }),
  home: ({ text }) => ({ text, cursor: 0 }),
  end: ({ text }) => ({ text, cursor: text.length }),
  backspace: ({ text, cursor }) => ({
    text: text.filter((_, at) => at !== cursor - 1),
    cursor: Math.max(0, cursor - 1),
  }),
  delete: ({ text, cursor }) => ({ text: text.filter((_, at) => at !== cursor), cursor }),
  killToEnd: ({ text, cursor }) => ({ text: text.slice(0, cursor), cursor }),
  killToStart: ({ text, cursor }) => ({ text: text.slice(cursor), cursor: 0 }),
};
const CHARACTERS = ['a', 'Z', '7', ' ', '/', 'é', '東', '😀', '¢'];

describe('the line editor', () => {
  it('agrees with an array of characters', () => {
    const modelled = Object.keys(MODEL) as KeyName[];
    const step = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: 5 }),
      },
      { weight: 4, arbitrary: fc.constantFrom(...modelled) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let model: Model = { text: [], cursor: 0 };
        let state = emptyEditor([]);
        for (const one of steps) {
          if (typeof one === 'string') {
            model = MODEL[one]?.(model) ?? model;
            state = edit(state, { kind: one }).state;
          } else {
            const { text, cursor } = model;
            model = {
              text: [...text.slice(0, cursor), ...one, ...text.slice(cursor)],
              cursor: cursor + one.length,
            };
            state = edit(state, { kind: 'text', text: one.join('') }).state;
          }
          expect(state.text).toBe(model.text.join(''));
          expect(state.cursor).toBe(model.text.slice(0, model.cursor).join('').length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('survives any keys with its cursor inside a line that has no control characters', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 80 }), (keys) => {
        let state = emptyEditor(['/status', '/wallet ace scale 0.5']);
        for (const key of keys) {
          state = edit(state, key).state;
          expect(state.cursor).toBeGreaterThanOrEqual(0);
          expect(state.cursor).toBeLessThanOrEqual(state.text.length);
          expect(state.text).not.toMatch(/\p{Cc}|\p{Cs}/u);
          expect(state.text.slice(0, state.cursor)).not.toMatch(/[\ud800-\udbff]$/);
          expect(state.text.length).toBeLessThanOrEqual(LINE_LENGTH_MAX);
          expect(state.at).toBeLessThanOrEqual(state.history.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes no more than a line may have, and no half of a character', () => {
    const full = typed(emptyEditor([]), [
      { text: 'x'.repeat(LINE_LENGTH_MAX - 1) },
      { text: '😀' },
    ]);
    expect(full.text).toBe('x'.repeat(LINE_LENGTH_MAX - 1));
  });

  it('moves and deletes what a reader sees as one character', () => {
    const family = '👨‍👩‍👧';
    const state = typed(emptyEditor([]), [{ text: `a${family}e\u0301` }, 'backspace', 'backspace']);
    expect(state.text).toBe('a');
  });

  it('moves and deletes by words', () => {
    const line = '/wallet ace scale 0.5';
    const start = typed(emptyEditor([]), [{ text: line }]);
    expect(typed(start, ['killWordLeft']).text).toBe('/wallet ace scale ');
    expect(typed(start, ['wordLeft', 'wordLeft']).cursor).toBe('/wallet ace '.length);
    expect(typed(start, ['home', 'wordRight', 'wordRight']).cursor).toBe('/wallet ace'.length);
    expect(typed(start, ['home', 'killWordRight']).text).toBe(' ace scale 0.5');
  });

  it('hands a line over without the spaces around it, and nothing for an empty one', () => {
    const state = typed(emptyEditor([]), [{ text: '  /pnl  ' }]);
    expect(edit(state, { kind: 'enter' }).event).toEqual({ kind: 'submit', line: '/pnl' });
    const blank = typed(emptyEditor([]), [{ text: '   ' }]);
    expect(edit(blank, { kind: 'enter' }).event).toEqual({ kind: 'none' });
  });

  it('goes back in history and returns to the new line as it was', () => {
    let state = typed(emptyEditor([]), [{ text: '/status' }, 'enter', { text: '/pnl' }, 'enter']);
    state = typed(state, [{ text: 'half' }, 'up']);
    expect(state.text).toBe('/pnl');
    state = typed(state, ['up', 'up', 'up']);
    expect(state.text).toBe('/status');
    state = typed(state, ['down', 'down', 'down']);
    expect(state.text).toBe('half');
  });

  it('remembers a line once when it is repeated, and not more lines than it may', () => {
    let state = typed(emptyEditor([]), [{ text: 'a' }, 'enter', { text: 'a' }, 'enter']);
    expect(state.history).toEqual(['a']);
    for (let count = 0; count < HISTORY_LENGTH_MAX + 5; count += 1) {
      state = typed(state, [{ text: `line ${count}` }, 'enter']);
    }
    expect(state.history).toHaveLength(HISTORY_LENGTH_MAX);
  });

  it('leaves on Ctrl-D only when the line is empty', () => {
    const state = typed(emptyEditor([]), [{ text: 'ab' }, 'home']);
    const first = edit(state, { kind: 'endOfInput' });
    expect(first).toMatchObject({ state: { text: 'b' }, event: { kind: 'none' } });
    const empty = typed(first.state, ['killToEnd']);
    expect(edit(empty, { kind: 'endOfInput' }).event).toEqual({ kind: 'quit' });
  });
});

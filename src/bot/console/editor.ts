import { neutral } from './foreign-text.ts';
import type { Key, KeyName } from './keys.ts';
import { clusters } from './text-width.ts';

/** Characters of one line; what is typed beyond is not taken. */
export const LINE_LENGTH_MAX = 1_000;
/** Lines remembered. */
export const HISTORY_LENGTH_MAX = 500;

/** The line being typed, as a value. */
export interface EditorState {
  readonly text: string;
  /** Where the next character goes: an offset into `text`, never inside a surrogate pair. */
  readonly cursor: number;
  /** Earlier lines, oldest first. */
  readonly history: readonly string[];
  /** Which of them is shown; its length when it is the new line. */
  readonly at: number;
  /** The new line, while an earlier one is shown. */
  readonly draft: string;
  /** Whether the next Ctrl-C quits. */
  readonly quitAsked: boolean;
}

/** What a key asks of the owner. */
export type EditorEvent =
  | { readonly kind: 'none' | 'complete' | 'askQuit' | 'quit' | 'redraw' | 'pageUp' | 'pageDown' }
  | { readonly kind: 'submit'; readonly line: string };

export interface Edited {
  readonly state: EditorState;
  readonly event: EditorEvent;
}

export function emptyEditor(history: readonly string[]): EditorState {
  const kept = history.slice(-HISTORY_LENGTH_MAX);
  return { text: '', cursor: 0, history: kept, at: kept.length, draft: '', quitAsked: false };
}

const NONE: EditorEvent = { kind: 'none' };

/** Puts text at the cursor. */
export function insert(state: EditorState, typed: string): EditorState {
  const room = LINE_LENGTH_MAX - state.text.length;
  // Half of a surrogate pair is not left behind.
  const added = neutral(typed)
    .slice(0, Math.max(0, room))
    .replace(/[\ud800-\udbff]$/, '');
  const text = state.text.slice(0, state.cursor) + added + state.text.slice(state.cursor);
  return { ...state, text, cursor: state.cursor + added.length };
}

function before(text: string, cursor: number): number {
  return clusters(text).findLast(({ at }) => at < cursor)?.at ?? 0;
}

function after(text: string, cursor: number): number {
  return clusters(text).find(({ at }) => at > cursor)?.at ?? text.length;
}

function wordBefore(text: string, cursor: number): number {
  return text.slice(0, cursor).replace(/\S+\s*$|\s+$/u, '').length;
}

function wordAfter(text: string, cursor: number): number {
  const rest = text.slice(cursor);
  return cursor + (/^\s*\S*/u.exec(rest)?.[0].length ?? 0);
}

function moved(state: EditorState, cursor: number): EditorState {
  return { ...state, cursor };
}

function cutOut(state: EditorState, from: number, to: number): EditorState {
  return { ...state, text: state.text.slice(0, from) + state.text.slice(to), cursor: from };
}

/** Shows an earlier line, or the new one again. */
function recall(state: EditorState, at: number): EditorState {
  if (at < 0 || at > state.history.length || at === state.at) return state;
  const draft = state.at === state.history.length ? state.text : state.draft;
  const text = state.history[at] ?? draft;
  return { ...state, at, draft, text, cursor: text.length };
}

const EDITS: Partial<Record<KeyName, (state: EditorState) => EditorState>> = {
  left: (state) => moved(state, before(state.text, state.cursor)),
  right: (state) => moved(state, after(state.text, state.cursor)),
  wordLeft: (state) => moved(state, wordBefore(state.text, state.cursor)),
  wordRight: (state) => moved(state, wordAfter(state.text, state.cursor)),
  home: (state) => moved(state, 0),
  end: (state) => moved(state, state.text.length),
  backspace: (state) => cutOut(state, before(state.text, state.cursor), state.cursor),
  delete: (state) => cutOut(state, state.cursor, after(state.text, state.cursor)),
  killWordLeft: (state) => cutOut(state, wordBefore(state.text, state.cursor), state.cursor),
  killWordRight: (state) => cutOut(state, state.cursor, wordAfter(state.text, state.cursor)),
  killToEnd: (state) => cutOut(state, state.cursor, state.text.length),
  killToStart: (state) => cutOut(state, 0, state.cursor),
  up: (state) => recall(state, state.at - 1),
  down: (state) => recall(state, state.at + 1),
};

const REQUESTS: Partial<Record<KeyName, EditorEvent>> = {
  tab: { kind: 'complete' },
  redraw: { kind: 'redraw' },
  pageUp: { kind: 'pageUp' },
  pageDown: { kind: 'pageDown' },
};

/** One key. Nothing but this changes the line. */
export function edit(state: EditorState, key: Key): Edited {
  if (key.kind === 'interrupt') return interrupt(state);
  const calm = state.quitAsked ? { ...state, quitAsked: false } : state;
  if (key.kind === 'text') return { state: insert(calm, key.text), event: NONE };
  if (key.kind === 'enter') return submit(calm);
  if (key.kind === 'endOfInput') {
    if (calm.text === '') return { state: calm, event: { kind: 'quit' } };
    return { state: EDITS.delete?.(calm) ?? calm, event: NONE };
  }
  const change = EDITS[key.kind];
  if (change !== undefined) return { state: change(calm), event: NONE };
  return { state: calm, event: REQUESTS[key.kind] ?? NONE };
}

/** Clears the line; on an empty one it asks, and the second time it quits. */
function interrupt(state: EditorState): Edited {
  if (state.text !== '') return { state: emptyEditor(state.history), event: NONE };
  if (state.quitAsked) return { state, event: { kind: 'quit' } };
  return { state: { ...state, quitAsked: true }, event: { kind: 'askQuit' } };
}

function submit(state: EditorState): Edited {
  const line = state.text.trim();
  if (line === '') return { state: emptyEditor(state.history), event: NONE };
  const repeated = state.history.at(-1) === line;
  const history = repeated ? state.history : [...state.history, line];
  return { state: emptyEditor(history), event: { kind: 'submit', line } };
}

import { type EditorState, insert } from './editor.ts';

/** The words that may stand where the last word of `line` is being typed, in any order. */
export type Complete = (line: string) => readonly string[];

export interface Completed {
  readonly state: EditorState;
  /** What it may become, when that is still open. */
  readonly choices: readonly string[];
}

/** Tab: completes the word before the cursor as far as only one continuation is possible. */
export function completeWord(state: EditorState, complete: Complete): Completed {
  const line = state.text.slice(0, state.cursor);
  const word = /\S*$/u.exec(line)?.[0] ?? '';
  const begins = (candidate: string): boolean =>
    candidate.toLowerCase().startsWith(word.toLowerCase());
  const choices = [...new Set(complete(line).filter(begins))].sort();
  const [only] = choices;
  if (only === undefined) return { state, choices: [] };
  if (choices.length === 1) return { state: replaceWord(state, word, `${only} `), choices: [] };
  const shared = choices.reduce(sharedBeginning);
  if (shared.length <= word.length) return { state, choices };
  return { state: replaceWord(state, word, shared), choices };
}

function replaceWord(state: EditorState, word: string, by: string): EditorState {
  const start = state.cursor - word.length;
  const rest = state.text.slice(state.cursor);
  // A space that is there already is not doubled.
  const text = by.endsWith(' ') && rest.startsWith(' ') ? by.slice(0, -1) : by;
  return insert({ ...state, text: state.text.slice(0, start) + rest, cursor: start }, text);
}

function sharedBeginning(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a.charAt(length) === b.charAt(length)) length += 1;
  return a.slice(0, length);
}

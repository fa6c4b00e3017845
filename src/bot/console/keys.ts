import { StringDecoder } from 'node:string_decoder';

/** Keys that carry nothing but their name. */
export type KeyName =
  | 'left'
  | 'right'
  | 'wordLeft'
  | 'wordRight'
  | 'home'
  | 'end'
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'backspace'
  | 'delete'
  | 'killWordLeft'
  | 'killWordRight'
  | 'killToEnd'
  | 'killToStart'
  | 'enter'
  | 'tab'
  | 'interrupt'
  | 'endOfInput'
  | 'redraw';

export type Key =
  | { readonly kind: KeyName }
  /** Typed or pasted characters; a paste may contain line breaks. */
  | { readonly kind: 'text'; readonly text: string };

const ESCAPE = '\u001b';
const PASTE_BEGIN = '200~';
const PASTE_END = `${ESCAPE}[201~`;
/** A longer escape sequence is none. */
const SEQUENCE_LENGTH_MAX = 32;
/** What is pasted beyond is dropped. */
const PASTE_LENGTH_MAX = 10_000;

const CONTROL: Readonly<Record<string, KeyName>> = {
  '\u0001': 'home',
  '\u0002': 'left',
  '\u0003': 'interrupt',
  '\u0004': 'endOfInput',
  '\u0005': 'end',
  '\u0006': 'right',
  '\u0008': 'backspace',
  '\u0009': 'tab',
  '\u000a': 'enter',
  '\u000b': 'killToEnd',
  '\u000c': 'redraw',
  '\u000d': 'enter',
  '\u000e': 'down',
  '\u0010': 'up',
  '\u0015': 'killToStart',
  '\u0017': 'killWordLeft',
  '\u007f': 'backspace',
};

/** After `ESC [` or `ESC O` (ECMA-48, xterm): parameters and the last character. */
const SEQUENCE: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  '1~': 'home',
  '7~': 'home',
  '4~': 'end',
  '8~': 'end',
  '3~': 'delete',
  '5~': 'pageUp',
  '6~': 'pageDown',
  // Modifiers 3 and 5 are Alt and Ctrl.
  '1;3C': 'wordRight',
  '1;5C': 'wordRight',
  '1;3D': 'wordLeft',
  '1;5D': 'wordLeft',
  '3;5~': 'killWordRight',
};

/** After `ESC`: Alt with a key. */
const ALT: Readonly<Record<string, KeyName>> = {
  b: 'wordLeft',
  f: 'wordRight',
  d: 'killWordRight',
  '\u007f': 'killWordLeft',
  '\u0008': 'killWordLeft',
};

const BRACKET = /\[([0-?]*)[ -/]*([@-~])/y;
const BRACKET_BEGUN = /^\[[0-?]*[ -/]*$/;
const TEXT = /[^\p{Cc}]+/uy;

/** What stands at the beginning of a text, and how long it is; `null` when it is not complete. */
interface Read {
  readonly key: KeyName | 'paste' | null;
  readonly length: number;
}

function readEscape(text: string): Read | null {
  const rest = text.slice(1);
  if (rest === '' || rest === 'O') return null;
  if (rest.startsWith('O')) return { key: SEQUENCE[rest.charAt(1)] ?? null, length: 3 };
  if (!rest.startsWith('[')) return { key: ALT[rest.charAt(0)] ?? null, length: 2 };
  BRACKET.lastIndex = 0;
  const match = BRACKET.exec(rest);
  if (match === null) {
    const begun = BRACKET_BEGUN.test(rest) && rest.length < SEQUENCE_LENGTH_MAX;
    return begun ? null : { key: null, length: 2 };
  }
  const name = `${match[1] ?? ''}${match[2] ?? ''}`;
  const key = name === PASTE_BEGIN ? 'paste' : (SEQUENCE[name] ?? null);
  return { key, length: 1 + match[0].length };
}

/** Turns what a terminal in raw mode sends into keys, however it is split into chunks. */
export class KeyDecoder {
  readonly #decoder = new StringDecoder('utf8');
  #held = '';
  /** What was pasted so far; `null` outside of a paste. */
  #paste: string | null = null;

  /** The keys that are complete with this chunk. */
  read(chunk: Buffer): readonly Key[] {
    const keys: Key[] = [];
    let text = this.#held + this.#decoder.write(chunk);
    this.#held = '';
    while (text !== '') {
      const left: string = this.#paste === null ? this.#next(text, keys) : this.#pasted(text, keys);
      if (left === text) {
        this.#held = text;
        break;
      }
      text = left;
    }
    return keys;
  }

  /** Takes one key from the text; returns the text as it was when it is not complete. */
  #next(text: string, keys: Key[]): string {
    if (text.startsWith(ESCAPE)) {
      const read = readEscape(text);
      if (read === null) return text;
      if (read.key === 'paste') this.#paste = '';
      else if (read.key !== null) keys.push({ kind: read.key });
      return text.slice(read.length);
    }
    TEXT.lastIndex = 0;
    const run = TEXT.exec(text)?.[0];
    if (run !== undefined) {
      keys.push({ kind: 'text', text: run });
      return text.slice(run.length);
    }
    const kind = CONTROL[text.charAt(0)];
    if (kind !== undefined) keys.push({ kind });
    return text.slice(1);
  }

  #pasted(text: string, keys: Key[]): string {
    const end = text.indexOf(PASTE_END);
    if (end >= 0) {
      this.#keep(text.slice(0, end));
      keys.push({ kind: 'text', text: this.#paste ?? '' });
      this.#paste = null;
      return text.slice(end + PASTE_END.length);
    }
    // The end mark itself may be split.
    const mark = text.lastIndexOf(ESCAPE);
    const whole = mark >= 0 && PASTE_END.startsWith(text.slice(mark)) ? mark : text.length;
    this.#keep(text.slice(0, whole));
    return text.slice(whole);
  }

  #keep(text: string): void {
    this.#paste = `${this.#paste ?? ''}${text}`.slice(0, PASTE_LENGTH_MAX);
  }
}

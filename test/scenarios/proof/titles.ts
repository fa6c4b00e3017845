import { scan } from '../../tidy/scan.ts';

/** Words that open a test or a group of tests. */
const OPENING = /(?<![\w$.])(?:test|it|describe)(?=[.(])/g;
const ARGUMENTS_OPEN = '([{';
const ARGUMENTS_CLOSE = ')]}';
/** What vitest replaces in the title of a repeated test, once `%%` is read. */
const PLACEHOLDER = /%[sdifjoc#$]|\$[\w.]+/g;

/** What a test file offers to be named by. */
export interface TestTitles {
  /** As they are written, placeholders included. */
  readonly written: readonly string[];
  /** Texts of the file: the titles of repeated tests are among them. */
  readonly texts: ReadonlySet<string>;
}

/** The titles of a test file, read without running it. */
export function titlesOf(source: string): TestTitles {
  const { code, literals } = scan(source);
  const texts = new Map([...literals].map(([at, text]) => [at, unescaped(text)]));
  const written = [...code.matchAll(OPENING)].flatMap(({ index, 0: word }) => {
    const title = texts.get(titleAt(code, index + word.length));
    return title === undefined ? [] : [title];
  });
  return { written, texts: new Set(texts.values()) };
}

/** Whether the file has such a test: by its title as written, or by one that a placeholder takes. */
export function hasTest({ written, texts }: TestTitles, name: string): boolean {
  if (written.includes(name)) return true;
  return written.some((title) => {
    const taken = patternOf(title).exec(name);
    return taken !== null && taken.length > 1 && taken.slice(1).every((part) => texts.has(part));
  });
}

/** Matches what a written title becomes when it runs. */
export function patternOf(title: string): RegExp {
  const parts = title.split(PLACEHOLDER).map((part) => part.replaceAll('%%', '%'));
  const escaped = parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${escaped.join('(.+)')}$`, 's');
}

/** Where the first argument of the last call in `.skipIf(…)('title'` begins. */
function titleAt(code: string, from: number): number {
  let at = from;
  let first = at;
  for (;;) {
    const member = /^\s*\.\w+/.exec(code.slice(at, at + 80));
    if (member !== null) at += member[0].length;
    else if (code[at] === '(') {
      first = at + 1;
      at = closing(code, at) + 1;
    } else break;
  }
  return first + (/^\s*/.exec(code.slice(first))?.[0].length ?? 0);
}

function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    const char = code.charAt(at);
    if (ARGUMENTS_OPEN.includes(char)) depth += 1;
    if (ARGUMENTS_CLOSE.includes(char)) depth -= 1;
    if (depth === 0) return at;
  }
  return code.length;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(['"`\\])/g, '$1').replaceAll('\\n', '\n');
}

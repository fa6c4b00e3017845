/** Something in a text that is more than its letters. */
export interface Mark {
  readonly kind: string;
  readonly text: string;
  readonly url?: string;
}

/** A text as Discord's clients show it. */
export interface Shown {
  readonly text: string;
  readonly marks: readonly Mark[];
}

interface Rule {
  readonly kind: string;
  readonly pattern: RegExp;
  /** What is shown: a group whose text is read on, or as it stands. */
  readonly inside?: 'read' | 'verbatim';
}

/** The rules of Discord's clients in their order, each at the place where the reader stands. */
const RULES: readonly Rule[] = [
  {
    kind: 'block',
    pattern: /^```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```/i,
    inside: 'verbatim',
  },
  { kind: 'escape', pattern: /^\\([^0-9A-Za-z\s])/, inside: 'verbatim' },
  { kind: 'mention', pattern: /^(?:@everyone|@here|<@[!&]?\d+>|<#\d+>|<id:\w+>)/ },
  { kind: 'emoji', pattern: /^(?:<a?:\w+:\d+>|:(?=[\w+-]*[a-z_+-])[\w+-]+:|:(?:100|1234):)/i },
  { kind: 'time', pattern: /^<t:-?\d+(?::[a-z])?>/i },
  { kind: 'command', pattern: /^<\/[\w -]+:\d+>/ },
  {
    kind: 'link',
    pattern:
      /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?\s*\)/,
    inside: 'read',
  },
  { kind: 'link', pattern: /^<(https?:\/\/[^ >]+|mailto:[^ >]+)>/i },
  { kind: 'link', pattern: /^https?:\/\/[^\s<]+[^<.,:;"'\]\s]/i },
  { kind: 'code', pattern: /^(?:`+)([^`]|[^`][\s\S]*?[^`])`+(?!`)/, inside: 'verbatim' },
  { kind: 'bold', pattern: /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, inside: 'read' },
  { kind: 'underline', pattern: /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, inside: 'read' },
  { kind: 'italic', pattern: /^\*(?=\S)((?:\\[\s\S]|[^*\\])+?)\*(?!\*)/, inside: 'read' },
  { kind: 'italic', pattern: /^_((?:\\[\s\S]|[^\\_])+?)_(?![0-9A-Za-z])/, inside: 'read' },
  { kind: 'strike', pattern: /^~~([\s\S]+?)~~/, inside: 'read' },
  { kind: 'spoiler', pattern: /^\|\|([\s\S]+?)\|\|/, inside: 'read' },
];
const LINE_START: readonly Rule[] = [
  { kind: 'heading', pattern: /^#{1,3}\s+\S/ },
  { kind: 'quote', pattern: /^(?:>>>|>)\s/ },
  { kind: 'small', pattern: /^-#\s/ },
  { kind: 'list', pattern: /^\s*(?:[-*]|\d+\.)\s+\S/ },
];

/** Reads Discord's markdown: what is seen, and everything in it that is more than text. */
export function shown(markdown: string): Shown {
  const marks: Mark[] = [];
  let text = '';
  for (let at = 0; at < markdown.length; ) {
    const rest = markdown.slice(at);
    if (at === 0 || markdown[at - 1] === '\n') marks.push(...lineMarks(rest));
    const step = nextStep(rest);
    text += step.text;
    marks.push(...step.marks);
    at += step.length;
  }
  return { text, marks };
}

function lineMarks(rest: string): readonly Mark[] {
  const rule = LINE_START.find(({ pattern }) => pattern.test(rest));
  return rule === undefined ? [] : [{ kind: rule.kind, text: rest.split('\n')[0] ?? '' }];
}

/** What the text that is left begins with: something with a rule, or a letter. */
function nextStep(rest: string): Shown & { readonly length: number } {
  const found = firstMatch(rest);
  if (found === null) return { text: rest[0] ?? '', marks: [], length: 1 };
  const { rule, inside, url, length } = found;
  const inner = rule.inside === 'read' ? shown(inside) : { text: inside, marks: [] };
  if (rule.kind === 'escape') return { ...inner, length };
  const own = { kind: rule.kind, text: inner.text, ...(url === null ? {} : { url }) };
  return { text: inner.text, marks: [own, ...inner.marks], length };
}

function firstMatch(rest: string): {
  readonly rule: Rule;
  readonly inside: string;
  readonly url: string | null;
  readonly length: number;
} | null {
  for (const rule of RULES) {
    const match = rule.pattern.exec(rest);
    if (match === null) continue;
    const inside = match[1] ?? match[0];
    return { rule, inside, url: match[2] ?? null, length: match[0].length };
  }
  return null;
}

import type { Reply } from '../reply.ts';
import { fitting, type Row, type Run, rowsOf, rowText, titleRow } from './rows.ts';

/** Characters of a message, in UTF-16 and without its markup. */
export const TEXT_LENGTH_MAX = 4_096;
/** The same of the text under a picture. */
export const CAPTION_LENGTH_MAX = 1_024;

const NOTHING = '…';

/** A text as Telegram takes it, and the same without markup, for the case that it does not. */
export interface Rendered {
  readonly html: string;
  readonly plain: string;
}

/** A whole reply, within the limits of one message. */
export function renderReply(reply: Reply): Rendered {
  return rendered(fitting(rowsOf(reply), TEXT_LENGTH_MAX));
}

/** Its first line alone. */
export function renderTitle(reply: Reply): Rendered {
  return rendered(fitting([titleRow(reply)], CAPTION_LENGTH_MAX));
}

function rendered(rows: readonly Row[]): Rendered {
  const text = rows.map(rowText).join('\n');
  // A message without a visible character is refused.
  if (text.trim() === '') return { html: NOTHING, plain: NOTHING };
  return { html: htmlOf(rows), plain: text };
}

function htmlOf(rows: readonly Row[]): string {
  return rows
    .map((row, index) => {
      const before = rows[index - 1];
      const opens = row.table !== null && before?.table !== row.table;
      const closes = row.table !== null && rows[index + 1]?.table !== row.table;
      const inside = row.runs.map(runHtml).join('');
      return `${opens ? '<pre>' : ''}${inside}${closes ? '</pre>' : ''}`;
    })
    .join('\n');
}

function runHtml({ text, look, url }: Run): string {
  const inside = esc(text);
  switch (look) {
    case 'plain':
      return inside;
    case 'bold':
      return `<b>${inside}</b>`;
    case 'italic':
      return `<i>${inside}</i>`;
    case 'code':
      return `<code>${inside}</code>`;
    case 'link':
      return `<a href="${esc(url ?? '')}">${inside}</a>`;
  }
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text that says itself, whatever it looks like, in an element or in an attribute. */
export function esc(text: string): string {
  return text.replace(/[&<>"]/g, (character) => REFERENCES[character] ?? character);
}

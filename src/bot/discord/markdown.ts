/** Characters that begin or end a style, a mention, a link or an emoji wherever they stand. */
const STYLE = /[\\*_~`|<[\]]|@(?=everyone|here)/gi;
/** `:smile:`, but not the minutes of a time. */
const EMOJI_NAME = /:(?=(?:[\w+-]*[a-z_+-][\w+-]*|100|1234):)/gi;
/** The colon of a bare address, which would become a link. */
const SCHEME = /:(?=\/\/)/g;
/** What a line begins with to become a heading, a quote, a list or small text. */
const LINE_START = /^(\s*)(#{1,3}(?=\s|$)|>|[-*+](?=\s|$)|-#(?=\s|$)|\d+(?=\.(?:\s|$)))/;
/**
 * Names that are shown without their link: empty ones, those with brackets, which may not close, and
 * those that look like an address, which is taken for phishing.
 */
const UNLINKED = /^\s*$|[[\]]|:\/\/|\bwww\./i;
/** Longer addresses are not worth their room in a message. */
const URL_LENGTH_MAX = 400;

/** Text that says itself in Discord's markdown, inside a line. */
export function escaped(text: string): string {
  return text.replace(STYLE, '\\$&').replace(EMOJI_NAME, '\\:').replace(SCHEME, '\\:');
}

/** A line whose beginning says itself too. */
export function escapedStart(markdown: string): string {
  return markdown.replace(LINE_START, (_whole, space: string, mark: string) =>
    /^\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
  );
}

/** Text in bold; what stands inside a style begins there like a line. */
export function bold(text: string): string {
  return `**${escapedStart(escaped(text))}**`;
}

/** Whether a text can be shown as it stands: inside, its own marks would end it. */
export function canBeCode(text: string): boolean {
  return !/^\s*$|`/.test(text);
}

/** Something to type, in which no style is read. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** The address behind a name; `null` where Discord would show no link, or markup instead of one. */
export function linkAddress(text: string, address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === null || !isWeb || UNLINKED.test(text)) return null;
  const href = url.href.replace(/[()<>\\[\]`]/g, hexadecimal);
  return href.length > URL_LENGTH_MAX ? null : href;
}

/** A page under its name, without a preview. */
export function link(text: string, address: string): string {
  return `[${escapedStart(escaped(text))}](<${address}>)`;
}

function hexadecimal(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Rows in letters of one width; marks around nothing would be shown. */
export function block(rows: readonly string[]): string {
  const inside = rows.join('\n');
  return inside.trim() === '' ? inside : `\`\`\`\n${inside}\n\`\`\``;
}

/** A row of a block that cannot end it. */
export function blockRow(text: string): string {
  return text.replace(/`{3,}/g, (marks) => 'ˋ'.repeat(marks.length));
}

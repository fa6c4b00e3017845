/** Longest line that is looked at; no chat sends longer ones as a command. */
export const LINE_LENGTH_MAX = 2_000;

/** What a person typed: a command with its words, or plain text. */
export type TypedLine =
  | { readonly kind: 'command'; readonly name: string; readonly words: readonly string[] }
  | { readonly kind: 'text'; readonly text: string; readonly words: readonly string[] };

/** Evens out what keyboards make of a text: forms of letters, quotes, spaces, invisible marks. */
export function evenedOut(text: string): string {
  return text
    .slice(0, LINE_LENGTH_MAX)
    .normalize('NFKC')
    .replace(/[“”„‟«»″]/g, '"')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[\p{Cf}]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

/** Words apart at spaces; what stands in double quotes is one word. An open quote ends with the line. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"?|[^\s"]+/g)]
    .map((match) => match[1] ?? match[0])
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== '"');
}

/** Reads a line. A command begins with `/`; a bot's name behind it (`/wallet@bot`) is dropped. */
export function readLine(typed: string): TypedLine {
  const text = evenedOut(typed);
  const match = /^\/\s?([^\s@"/]+)(?:@\S*)?(?=[\s"]|$)(.*)$/.exec(text);
  if (match === null) return { kind: 'text', text, words: wordsOf(text) };
  const name = (match[1] ?? '').toLowerCase().replace(/[.,!?;:]+$/, '');
  return { kind: 'command', name, words: wordsOf(match[2] ?? '') };
}

/** A word as it is typed: in quotes when it has spaces. */
export function asTyped(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word;
}

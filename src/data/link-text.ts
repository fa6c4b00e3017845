/** Longest text that is looked at, in characters: a long link. */
const TEXT_LENGTH_MAX = 500;

/** A pasted link without the quotes and brackets that chats and copying put around it. */
export function unwrapped(text: string): string {
  return text
    .slice(0, TEXT_LENGTH_MAX)
    .trim()
    .replace(/^[<"'“‘«]+|[>"'”’»]+$/g, '')
    .trim();
}

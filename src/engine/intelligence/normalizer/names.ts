import { foldName } from './fold.ts';

const QUOTED = /^["'](.+)["']$/;
const PARENTHESIS = /\s*\([^)]*\)/g;
const ARTICLE = /^(?:the|a|an) /;
const TITLES =
  /^(?:president|prime minister|senator|sen|governor|gov|dr|mr|mrs|ms|sir|king|pope) (?=\S+ )/;

/** A person, film or firm in one spelling, without what stands in parentheses. */
export function entityName(text: string): string {
  const bare = text.trim().replace(PARENTHESIS, '').trim();
  const name = foldName(QUOTED.exec(bare)?.[1] ?? bare);
  return name.replace(ARTICLE, '').replace(TITLES, '');
}

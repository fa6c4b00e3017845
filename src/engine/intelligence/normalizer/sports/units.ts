/** What is counted in a game of a sport where a market does not say it. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['soccer', 'goals'],
  ['hockey', 'goals'],
  ['lacrosse', 'goals'],
  ['baseball', 'runs'],
  ['cricket', 'runs'],
  ['basketball', 'points'],
  ['american football', 'points'],
  ['australian football', 'points'],
]);
const SAID = /\b(goals?|points?|runs?|games?|sets?|maps?|rounds?|kills?|corners?|cards?)\b/i;

/** Unit that a text names, in the plural; `null` when it names none. */
export function unitIn(text: string): string | null {
  const word = SAID.exec(text)?.[1]?.toLowerCase();
  return word === undefined ? null : `${word.replace(/s$/, '')}s`;
}

/** Unit of a whole game's score; `null` where a game has several things to count. */
export function unitOfSport(sport: string | undefined): string | null {
  return sport === undefined ? null : (UNITS.get(sport) ?? null);
}

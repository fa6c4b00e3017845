import { foldName } from '../fold.ts';

const SAME: readonly (readonly [RegExp, string])[] = [
  [/\bpm\b/, 'prime minister'],
  [
    /\b(?:us|u s|united states) president\b|\bpresident (?:us|united states)\b|\bpresidency\b/,
    'president',
  ],
  [
    /\bfed chair(?:man|woman)?\b|\bfederal reserve chair\b|\bchair(?:man)? federal reserve\b/,
    'fed chair',
  ],
  [/\bpope\b/, 'pope'],
  [/\btaoiseach\b/, 'prime minister ireland'],
  [/\bunited kingdom\b|\bbritain\b|\bbritish\b/, 'uk'],
  [/\bgerman\b/, 'germany'],
  [/\bfrench\b/, 'france'],
  [/\bjapanese\b/, 'japan'],
  [/\bcanadian\b/, 'canada'],
  [/\bisraeli\b/, 'israel'],
  [/\bhungarian\b/, 'hungary'],
  [/\biraqi\b/, 'iraq'],
  [/\bthai\b/, 'thailand'],
  [/\birish\b/, 'ireland'],
  [/\bdutch\b/, 'netherlands'],
  [/\bczech republic\b/, 'czechia'],
];
const FILLING = /\b(?:the|of|for|next|s|s's|in|as|elected|new)\b/g;

/** An office in one spelling, whichever way its country is named; its words sorted. */
export function foldOffice(text: string): string {
  let office = foldName(text.replace(/'s\b/g, ''))
    .replace(FILLING, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  for (const [pattern, same] of SAME) office = office.replace(pattern, same);
  return office.split(' ').sort().join(' ');
}

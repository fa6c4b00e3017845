import { foldName } from '../fold.ts';

/** Words that one venue adds to a category and the other leaves out. */
const FILLING =
  /\b(?:best|the|a|an|award|awards|winner|nominations?|nominees?|nominated|oscars?|academy|grammys?|emmys?|golden|globes?|annual|film|motion picture|for|in|at|of|who|will|win|be|achievement)\b/g;
const SAME: readonly (readonly [RegExp, string])[] = [
  [/\bperformance by actor leading role\b|\blead(?:ing)? actor\b/, 'actor'],
  [/\bperformance by actress leading role\b|\blead(?:ing)? actress\b/, 'actress'],
  [/\bdirecting\b/, 'director'],
  [/\bpicture\b/, 'picture'],
  [/\bhost(?:ed|s|ing)?\b/, 'host'],
];

/** A category of a prize in one spelling: `Best Animated Feature Film` is `animated feature`. */
export function foldCategory(text: string): string | null {
  let name = foldName(text).replace(/\b\d+(?:st|nd|rd|th)?\b/g, ' ');
  name = name.replace(FILLING, ' ').replace(/ {2,}/g, ' ').trim();
  for (const [pattern, same] of SAME) name = name.replace(pattern, same);
  return name === '' ? null : name;
}

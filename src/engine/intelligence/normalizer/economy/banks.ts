const BANKS: readonly (readonly [RegExp, string])[] = [
  [/\bbank of japan\b|\bboj\b/, 'bank of japan'],
  [/\bbank of england\b|\bboe\b/, 'bank of england'],
  [/\bbank of canada\b|\bboc\b/, 'bank of canada'],
  [/\bbank of mexico\b|\bbanxico\b/, 'bank of mexico'],
  [/\bbank of russia\b|\bcentral bank of russia\b/, 'bank of russia'],
  [/\bbank of korea\b|\bbok\b/, 'bank of korea'],
  [/\bbank of israel\b/, 'bank of israel'],
  [/\bbank indonesia\b/, 'bank of indonesia'],
  [/\breserve bank of australia\b|\brba\b/, 'reserve bank of australia'],
  [/\breserve bank of new zealand\b|\brbnz\b/, 'reserve bank of new zealand'],
  [/\breserve bank of india\b|\brbi\b/, 'reserve bank of india'],
  [/\beuropean central bank\b|\becb\b/, 'european central bank'],
  [/\bswiss national bank\b|\bsnb\b/, 'swiss national bank'],
  [/\briksbank\b/, 'riksbank'],
  [/\bnorges bank\b/, 'norges bank'],
  [/\b(?:central bank of turkey|turkish central bank|cbrt|tcmb)\b/, 'central bank of turkey'],
  [/\b(?:central bank of brazil|brazilian central bank|copom)\b/, 'central bank of brazil'],
  [/\bsouth african reserve bank\b|\bsarb\b/, 'south african reserve bank'],
  [/\bfederal reserve\b|\bfederal funds\b|\bfomc\b|\bfed\b/, 'federal reserve'],
];

/** The central bank that a folded text names. */
export function findBank(text: string): string | null {
  return BANKS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

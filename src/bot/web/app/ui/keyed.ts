/** Items with their place as key, for lists that never change their order. */
export function keyed<Item>(items: readonly Item[]): readonly (readonly [key: number, Item])[] {
  return items.map((item, at) => [at, item] as const);
}

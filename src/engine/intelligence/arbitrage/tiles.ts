import { MICRO } from '../../domain/values/micro.ts';
import type { Contract } from '../normalizer/contract.ts';

/** The bounds of a contract. */
export type Bounds = Pick<Contract, 'comparator' | 'floor' | 'cap' | 'isInteger'>;

/** The values for which one outcome pays; an end that is not its own is open. */
interface Tile {
  readonly from: number;
  readonly to: number;
  readonly hasFrom: boolean;
  readonly hasTo: boolean;
}

/** Whether every value falls into one of these outcomes, from the lowest to the highest without a gap. */
export function isTiled(contracts: readonly Bounds[]): boolean {
  const tiles: Tile[] = [];
  for (const contract of contracts) {
    const tile = tileOf(contract);
    if (tile === null) return false;
    tiles.push(tile);
  }
  tiles.sort((a, b) => a.from - b.from || a.to - b.to);
  const isOpen = tiles[0]?.from === -Infinity && tiles.at(-1)?.to === Infinity;
  return isOpen && tiles.slice(1).every((tile, at) => touches(tiles[at], tile));
}

function touches(below: Tile | undefined, above: Tile): boolean {
  if (below === undefined) return false;
  return below.to === above.from && (below.hasTo || above.hasFrom);
}

/** Whole numbers reach up to the next one: 77 to 78, and then 79 to 80, leave nothing out. */
function tileOf({ comparator, floor, cap, isInteger }: Bounds): Tile | null {
  const step = isInteger ? MICRO : 0;
  switch (comparator) {
    case 'lt':
      return cap === null ? null : { ...UP_TO, to: cap, hasTo: false };
    case 'le':
      return cap === null ? null : { ...UP_TO, to: cap + step, hasTo: !isInteger };
    case 'gt':
      return floor === null ? null : { ...FROM, from: floor + step, hasFrom: isInteger };
    case 'ge':
      return floor === null ? null : { ...FROM, from: floor, hasFrom: true };
    case 'between':
    case 'eq':
      if (floor === null && cap === null) return null;
      return {
        ...{ from: floor ?? cap ?? 0, to: (cap ?? floor ?? 0) + step },
        ...{ hasFrom: true, hasTo: !isInteger },
      };
    case null:
      return null;
  }
}

const UP_TO = { from: -Infinity, hasFrom: false } as const;
const FROM = { to: Infinity, hasTo: false } as const;

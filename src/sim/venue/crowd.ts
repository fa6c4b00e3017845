import type { Chance } from '../chance.ts';

/** Whoever trades. */
export interface Wallet {
  readonly address: string;
  readonly name: string;
}

const MAKERS = 24;
const TAKERS = 120;

const MOODS = ['Quiet', 'Early', 'Plain', 'Brisk', 'Amber', 'Northern', 'Gentle', 'Lucid', 'Sober'];
const THINGS = ['Harbor', 'Ledger', 'Heron', 'Granite', 'Orchard', 'Compass', 'Lantern', 'Meadow'];

/** The nameless many: wallets that rest orders, and wallets that take small amounts. */
export class Crowd {
  readonly makers: readonly Wallet[];
  readonly takers: readonly Wallet[];

  constructor(chance: Chance) {
    this.makers = drawWallets(chance.fork('makers'), MAKERS);
    this.takers = drawWallets(chance.fork('takers'), TAKERS);
  }
}

export function drawAddress(chance: Chance): string {
  return `0x${chance.hex(40)}`;
}

function drawWallets(chance: Chance, count: number): readonly Wallet[] {
  return Array.from({ length: count }, () => ({
    address: drawAddress(chance),
    name: `${chance.pick(MOODS)}-${chance.pick(THINGS)}`,
  }));
}

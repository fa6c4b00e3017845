import { MICRO } from '../../engine/domain/values/micro.ts';
import { dollarsText } from './fixed-point.ts';

/** A stretch of prices with its tick, in micro-dollars. */
export interface PriceBand {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const CENT = 10_000;

function uniform(step: number): readonly PriceBand[] {
  return [{ start: 0, end: MICRO, step }];
}

/** Finer near 0 and 1 than between. */
function tapered(edgeEnd: number, edge: number, center: number): readonly PriceBand[] {
  return [
    { start: 0, end: edgeEnd, step: edge },
    { start: edgeEnd, end: MICRO - edgeEnd, step: center },
    { start: MICRO - edgeEnd, end: MICRO, step: edge },
  ];
}

/**
 * Every structure that the venue has announced, with the ticks it publishes for each. Clients shall
 * read `price_ranges`: a structure may change on a live market, and new names appear.
 */
export const PRICE_STRUCTURES: Readonly<Record<string, readonly PriceBand[]>> = {
  linear_cent: uniform(CENT),
  tapered_deci_cent: tapered(10 * CENT, CENT / 10, CENT),
  deci_cent: uniform(CENT / 10),
  center_deci_edge_centi_cent: tapered(CENT, CENT / 100, CENT / 10),
  center_whole_edge_half_cent: tapered(10 * CENT, CENT / 2, CENT),
  center_whole_edge_quint_cent: tapered(10 * CENT, CENT / 5, CENT),
  center_half_edge_half_cent: uniform(CENT / 2),
  center_half_edge_quint_cent: tapered(10 * CENT, CENT / 5, CENT / 2),
  center_half_edge_deci_cent: tapered(10 * CENT, CENT / 10, CENT / 2),
  center_quint_edge_quint_cent: uniform(CENT / 5),
  center_quint_edge_deci_cent: tapered(10 * CENT, CENT / 10, CENT / 5),
  center_centi_edge_centi_cent: uniform(CENT / 100),
};

/** @throws RangeError for a name that nobody announced */
export function bandsOf(structure: string): readonly PriceBand[] {
  const bands = PRICE_STRUCTURES[structure];
  if (bands === undefined) throw new RangeError(`there is no price structure "${structure}"`);
  return bands;
}

/** As the venue sends them. */
export function priceRanges(structure: string) {
  return bandsOf(structure).map(({ start, end, step }) => ({
    start: dollarsText(start),
    end: dollarsText(end),
    step: dollarsText(step),
  }));
}

/** The tick at a price; of two bands that meet there, that of the upper one. */
export function tickAt(structure: string, price: number): number {
  const bands = bandsOf(structure);
  const band = bands.find(({ start, end }) => price >= start && price < end) ?? bands.at(-1);
  return band?.step ?? CENT;
}

/** The highest price of the grid that is not above `price`, within 0 and 1. */
export function snapDown(structure: string, price: number): number {
  const inside = Math.min(MICRO, Math.max(0, price));
  const bands = bandsOf(structure);
  const band = bands.find(({ start, end }) => inside >= start && inside < end) ?? bands.at(-1);
  if (band === undefined) return inside;
  return band.start + Math.floor((inside - band.start) / band.step) * band.step;
}

/** The lowest price of the grid that is not below `price`, within 0 and 1. */
export function snapUp(structure: string, price: number): number {
  return MICRO - snapDown(structure, MICRO - price);
}

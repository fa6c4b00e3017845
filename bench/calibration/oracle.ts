import { random } from '../random.ts';
import { leadOf } from './lead.ts';
import { brierOf, difference, logLossOf, reliabilityOf } from './measures.ts';
import type { Sample } from './samples.ts';

const WINDOWS = 4_000;
const STEP_MS = 50;
const LATE_MS = 1_500;
const LENGTH_MS = 300_000;

/**
 * What the measures say of windows whose truth is known: honest chances are reliable, bent ones are
 * found out, and a feed that is a copy 1.5 s late is found to be that. Empty when all is right.
 */
export function oracleFlaws(): readonly string[] {
  return [...measureFlaws(), ...leadFlaws()];
}

function measureFlaws(): readonly string[] {
  const next = random(5);
  const honest: Sample[] = [];
  for (let at = 0; at < WINDOWS; at += 1) {
    const chance = next();
    honest.push({ window: `${at}`, horizonS: 60, chance, happened: next() < chance });
  }
  const bent = honest.map((sample) => ({ ...sample, chance: sample.chance ** 2 }));
  const flaws: string[] = [];
  const off = reliabilityOf(honest).filter(
    ({ meant, happened }) => meant < happened.low - 0.02 || meant > happened.high + 0.02,
  );
  if (off.length > 0) flaws.push('honest chances look unreliable');
  for (const loss of [brierOf, logLossOf]) {
    const gap = difference(honest, bent, loss);
    if (gap === null || gap.high >= 0) flaws.push(`${loss.name} does not prefer honest chances`);
  }
  return flaws;
}

function leadFlaws(): readonly string[] {
  const next = random(6);
  const first = { atMs: [] as number[], price: [] as number[] };
  let price = 100;
  for (let atMs = 0; atMs < LENGTH_MS; atMs += STEP_MS) {
    price *= 1 + (next() - 0.5) * 1e-4;
    first.atMs.push(atMs);
    first.price.push(price);
  }
  const second = { atMs: first.atMs.map((atMs) => atMs + LATE_MS), price: first.price };
  const { value } = leadOf([{ first, second }]).behindMs;
  return Math.abs(value - LATE_MS) <= 100
    ? []
    : [`a feed ${LATE_MS} ms late is found ${value} ms late`];
}

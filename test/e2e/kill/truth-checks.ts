import type { Person } from './person.ts';
import type { Ask } from './store-rows.ts';
import type { TrueRow } from './witnessed-world.ts';

/** Scale factors are millionths in a command's record. */
const MICRO = 1_000_000;

/** What leaders did against what was counted of it: lost, repeated, or never done. */
export async function untrueTrades(ask: Ask, rows: readonly TrueRow[]): Promise<readonly string[]> {
  const truth = new Map<string, number>();
  for (const { key } of rows) truth.set(key, (truth.get(key) ?? 0) + 1);
  const counted = new Map<string, number>();
  for (const { key } of await ask<{ key: string }>('select key from trades')) {
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  return [...new Set([...truth.keys(), ...counted.keys()])]
    .filter((key) => truth.get(key) !== counted.get(key))
    .map((key) => `happened ${truth.get(key) ?? 0}, counted ${counted.get(key) ?? 0}: ${key}`);
}

/** What a person typed against the record of it. */
export async function unkeptCommands(
  ask: Ask,
  person: Person,
  leaders: readonly string[],
): Promise<readonly string[]> {
  const rows = await ask<{ action: string; detail: Detail }>(
    'select action, detail from audit order by at, row_order',
  );
  const broken: string[] = [];
  for (const address of leaders) {
    const follows = rows.filter((row) => row.detail.rules?.address === address).length;
    if (follows !== 1) broken.push(`${address} was followed once and is written ${follows} times`);
  }
  const scales = rows.flatMap(({ detail }) => detail.change?.scaleFactor ?? []);
  for (const { scale, isAnswered } of person.scales) {
    const times = scales.filter((one) => one === Math.round(Number(scale) * MICRO)).length;
    const isRight = isAnswered ? times === 1 : times <= 1;
    if (!isRight) broken.push(`scale ${scale}: answered ${isAnswered}, written ${times} times`);
  }
  const [ours] = await ask<{ scale: string }>(
    `select scale_factor as scale from wallets where address = '${leaders[0]}'`,
  );
  const newest = scales.at(-1) ?? MICRO;
  if (Math.round(Number(ours?.scale) * MICRO) !== newest) {
    broken.push(`the rule is ${ours?.scale} and the last command said ${newest}`);
  }
  return broken;
}

interface Detail {
  readonly rules?: { readonly address: string };
  readonly change?: { readonly scaleFactor?: number };
}

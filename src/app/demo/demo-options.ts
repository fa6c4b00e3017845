import { FAULT_PROFILES } from '../../sim/wire/faults.ts';
import { CommandUsageError } from '../command.ts';
import { nearest } from '../nearest.ts';

interface Bounds {
  readonly min: number;
  readonly max: number;
}

export const SPEED: Bounds = { min: 0.1, max: 1_000 };
export const SECONDS: Bounds = { min: 1, max: 86_400 };

/** @throws CommandUsageError */
export function numberOption(option: string, text: string, { min, max }: Bounds): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new CommandUsageError(`${option} takes a number from ${min} to ${max}, got "${text}"`);
}

/** @throws CommandUsageError */
export function faultOption(name: string): keyof typeof FAULT_PROFILES {
  if (Object.hasOwn(FAULT_PROFILES, name)) return name as keyof typeof FAULT_PROFILES;
  const names = Object.keys(FAULT_PROFILES);
  const near = nearest(name, names) ?? names.join(', ');
  throw new CommandUsageError(`there is no fault profile "${name}"; there is ${near}`);
}

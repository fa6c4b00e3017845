import type { Money, Ppm, Price, Quantity } from '../../../../engine/domain/values/money.ts';
import * as amounts from '../../../format/amounts.ts';
import type { Estimate } from '../../contract/values.ts';

/**
 * Amounts as messages write them. The contract's numbers were checked on the other side, so they
 * are taken as what they are called there.
 */
export const money = (value: number): string => amounts.money(value as Money);
export const moneyShort = (value: number): string => amounts.moneyShort(value as Money);
export const signedMoney = (value: number): string => amounts.signedMoney(value as Money);
export const cents = (value: number): string => amounts.cents(value as Price);
export const shares = (value: number): string => amounts.shares(value as Quantity);
export const percent = (value: number): string => amounts.percent(value as Ppm);
export const signedPercent = (value: number): string => amounts.signedPercent(value as Ppm);
export const { count, MINUS, score } = amounts;

/** Signed cents of a share: `+0.3¢`. */
export function signedCents(value: number): string {
  const text = cents(value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A plain ratio as a percentage: 0.634 is `63.4 %`. */
export function ratioPercent(ratio: number): string {
  return percent(Math.round(ratio * 1_000) * 1_000);
}

/** The same with its sign: `+3.4 %`. */
export function signedRatio(ratio: number): string {
  return signedPercent(Math.round(ratio * 1_000) * 1_000);
}

/** The ends of an interval: `0.58–0.81`. */
export function interval({ low, high }: Estimate): string {
  return `${amounts.score(low)}–${amounts.score(high)}`;
}

/** The ends of an interval of returns: `−0.2 % to +3.1 %`. */
export function ratioInterval({ low, high }: Estimate): string {
  return `${signedRatio(low)} to ${signedRatio(high)}`;
}

/** `x0.5`: a scale factor in parts per million. */
export function scale(ppm: number): string {
  return `×${Number((ppm / 1_000_000).toFixed(3))}`;
}

/** Whether a signed text says gain or loss; colour is never all that says it. */
export function toneOf(text: string): 'gain' | 'loss' | 'plain' {
  if (text.startsWith('+')) return 'gain';
  return text.startsWith(amounts.MINUS) ? 'loss' : 'plain';
}

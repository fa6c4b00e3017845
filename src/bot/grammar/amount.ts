import { microFromDecimal } from '../../engine/domain/values/micro.ts';
import {
  type Money,
  moneyFromDecimal,
  type Ppm,
  type Price,
} from '../../engine/domain/values/money.ts';
import { readNumber } from './number.ts';

/** Dollars of `25`, `$25`, `25$`; `null` for anything else. @throws UsageError when ambiguous. */
export function readMoney(typed: string): Money | null {
  const number = readNumber(typed);
  if (number === null || (number.mark !== null && number.mark !== '$')) return null;
  return moneyFromDecimal(number.text);
}

/** Parts per million of `5%`, or of `5` as percent. @throws UsageError when ambiguous. */
export function readPercent(typed: string): Ppm | null {
  const number = readNumber(typed);
  if (number === null || (number.mark !== null && number.mark !== '%')) return null;
  const micro = microFromDecimal(number.text);
  return micro === null || micro % 100 !== 0 ? null : ((micro / 100) as Ppm);
}

/** A price of `2c`, `2¢`, or `2` as cents, from 0 to 100. @throws UsageError when ambiguous. */
export function readCents(typed: string): Price | null {
  const number = readNumber(typed);
  if (number === null || (number.mark !== null && number.mark !== '¢')) return null;
  const micro = microFromDecimal(number.text);
  if (micro === null || micro % 100 !== 0 || micro > 100_000_000) return null;
  return (micro / 100) as Price;
}

/** A number without any mark, in micro-units. @throws UsageError when ambiguous. */
export function readPlain(typed: string): number | null {
  const number = readNumber(typed);
  return number === null || number.mark !== null ? null : microFromDecimal(number.text);
}

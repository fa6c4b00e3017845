import { bigint, customType } from 'drizzle-orm/pg-core';
import type { AtMs } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import { decimalFromMicro, microFromDecimal } from '../../engine/domain/values/micro.ts';
import { StoreError } from './store-error.ts';

/**
 * Micro-units (money, price, quantity, ratio) as `numeric(20,6)`: dollars, shares or ratios to a
 * person who reads the table, exact integers to the program. Goes through text both ways.
 */
export const micro = customType<{ data: number; driverData: string }>({
  dataType: () => 'numeric(20,6)',
  toDriver: decimalFromMicro,
  fromDriver(text) {
    const value = microFromDecimal(text);
    if (value === null) throw new StoreError('corrupt', 'A numeric column is not micro-units');
    return value;
  },
});

/** Last moment whose year has four digits; later ones have no text that Postgres reads back. */
const AT_MS_MAX = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const TIMESTAMP = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,3})?)([+-]\d\d)(?::?(\d\d))?$/;

/** Integer milliseconds UTC as `timestamptz(3)`. Reads Postgres' ISO text in any session zone. */
export const atMs = customType<{ data: AtMs; driverData: string }>({
  dataType: () => 'timestamp(3) with time zone',
  toDriver(value) {
    const sound = Number.isSafeInteger(value) && value >= 0 && value <= AT_MS_MAX;
    invariant(sound, `a stored time is whole milliseconds from 1970 to 9999, got ${value}`);
    return new Date(value).toISOString();
  },
  fromDriver(text) {
    const match = TIMESTAMP.exec(text);
    if (match === null) throw new StoreError('corrupt', 'A time column is not ISO');
    const [, day, time, hours, minutes = '00'] = match;
    return Date.parse(`${day}T${time}${hours}:${minutes}`);
  },
});

/** Whole numbers up to 2^53: durations, counts, versions. */
export function whole(name: string) {
  return bigint(name, { mode: 'number' });
}

/** Order of first arrival, which breaks ties of one millisecond. It identifies nothing. */
export function rowOrder() {
  return bigint('row_order', { mode: 'number' }).notNull().generatedAlwaysAsIdentity();
}

import type { Money } from '../domain/values/money.ts';

declare const approval: unique symbol;

/** An intent for which a reservation was taken. Only {@link approve} makes one. */
export type RiskApproved<T> = T & { readonly [approval]: Money };

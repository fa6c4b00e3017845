/**
 * What the guard refuses for, in the order in which it looks.
 *
 * - `malformed`: no typed data, or a field that is missing, unknown, or out of its type's range
 * - `primaryType`: another struct than Order and ClobAuth
 * - `types`: a struct of that name with other fields
 * - `domain`, `chain`, `contract`: another protocol, chain, or a contract that is not pinned
 * - `maker`, `signer`, `signatureType`: not our money, or not our key
 * - `builder`, `metadata`: a fee for somebody, or a field whose meaning the venue may yet decide
 * - `amount`, `price`: nothing given or nothing taken; a share for a dollar or more
 * - `notional`, `quantity`: more than an order may have
 * - `account`, `message`: a ClobAuth for another address, or that says something else
 */
export const REFUSALS = [
  'malformed',
  'primaryType',
  'types',
  'domain',
  'chain',
  'contract',
  'maker',
  'signer',
  'signatureType',
  'builder',
  'metadata',
  'amount',
  'price',
  'notional',
  'quantity',
  'account',
  'message',
] as const;

export type Refusal = (typeof REFUSALS)[number];

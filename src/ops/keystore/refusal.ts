/**
 * What the guard refuses for, in the order in which it looks.
 *
 * - `malformed`: no typed data, transaction or calls, or a field that is missing, unknown, or out of range
 * - `primaryType`: another struct than Order and ClobAuth, or an order in the form of another wallet
 * - `types`: a struct of that name with other fields
 * - `purpose`: approvals in a signer that trades, or anything else in one that approves
 * - `domain`, `chain`, `contract`: another protocol, chain, or a contract that is not pinned
 * - `wallet`, `wrapper`: for another wallet than ours, or not as a deposit wallet confirms an order
 * - `maker`, `signer`, `signatureType`: not our money, or not our key
 * - `builder`, `metadata`: a fee for somebody, or a field whose meaning the venue may yet decide
 * - `amount`, `price`: nothing given or nothing taken; a share for a dollar or more
 * - `notional`, `quantity`: more than an order may have
 * - `account`, `message`: a ClobAuth for another address, or that says something else
 * - `batch`: no calls for a wallet, more than one request may have, or the same call twice
 * - `deadline`: a deposit wallet would take the calls no more, or for too long
 * - `call`: a function that is never called there, or its arguments are not written as the chain does
 * - `value`, `gas`, `fee`: a transaction that carries coins, or may cost more than one of ours
 * - `asset`, `recipient`: another token than the one that becomes our dollars, or for somebody else
 * - `position`: no outcome of one market
 * - `spender`: somebody who needs no allowance of this token
 */
export const REFUSALS = [
  'malformed',
  'primaryType',
  'types',
  'purpose',
  'domain',
  'chain',
  'contract',
  'wallet',
  'wrapper',
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
  'batch',
  'deadline',
  'call',
  'value',
  'gas',
  'fee',
  'asset',
  'recipient',
  'position',
  'spender',
] as const;

export type Refusal = (typeof REFUSALS)[number];

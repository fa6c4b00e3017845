/**
 * Why an order is not made:
 * - `foreign`: intent and market, token or ledger do not belong together.
 * - `tick`: no tick that the venue uses. `price`: no allowed price within the limit.
 * - `nothingLeft`: rounding leaves no dollars or no shares. `tooLarge`: beyond what amounts carry.
 * - `kind`: time in force, post-only and expiry contradict each other.
 * - `expiry`: a resting order would end too soon for the venue.
 * - `account`: maker and signer do not fit the signature type.
 */
export type OrderErrorReason =
  | 'foreign'
  | 'tick'
  | 'price'
  | 'nothingLeft'
  | 'tooLarge'
  | 'kind'
  | 'expiry'
  | 'account';

/** An order that was refused here, before any byte of it left. */
export class OrderError extends Error {
  override readonly name = 'OrderError';
  readonly reason: OrderErrorReason;

  constructor(reason: OrderErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

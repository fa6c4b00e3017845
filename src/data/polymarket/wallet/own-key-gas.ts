/** Gas of one transaction at most: the signer signs for no more. */
export const OWN_GAS_MAX = 700_000n;
const GWEI = 1_000_000_000n;
/** A unit of gas costs at most; the signer signs for no more. */
export const OWN_FEE_PER_GAS_WEI_MAX = 1_000n * GWEI;
/** Of it for whoever makes the block. */
export const OWN_TIP_PER_GAS_WEI_MAX = 500n * GWEI;
/** On top of an estimate, whose block is not the one that it will be in: a quarter. */
const ROOM = { numerator: 5n, denominator: 4n };
const WEI_OF_POL = 10n ** 18n;
/** Decimals of POL that a person is told. */
const POL_DECIMALS = 4;

export interface GasFees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** The limit for an estimate; a text says why there is none. */
export function roomyGas(estimate: bigint): bigint | string {
  if (estimate > OWN_GAS_MAX) {
    return `nothing was sent: it would take ${estimate} gas, and one transaction may take ${OWN_GAS_MAX}`;
  }
  const roomy = (estimate * ROOM.numerator) / ROOM.denominator;
  return roomy < OWN_GAS_MAX ? roomy : OWN_GAS_MAX;
}

/** Fees that the signer signs for; a text says why there are none. */
export function feesWithin({ maxFeePerGas, maxPriorityFeePerGas }: GasFees): GasFees | string {
  const tip =
    maxPriorityFeePerGas < OWN_TIP_PER_GAS_WEI_MAX ? maxPriorityFeePerGas : OWN_TIP_PER_GAS_WEI_MAX;
  const fee = maxFeePerGas < OWN_FEE_PER_GAS_WEI_MAX ? maxFeePerGas : OWN_FEE_PER_GAS_WEI_MAX;
  // What was asked for holds twice the base fee: half of it is what the next block takes.
  const base = (maxFeePerGas - maxPriorityFeePerGas) / 2n;
  if (base + tip <= fee) return { maxFeePerGas: fee, maxPriorityFeePerGas: tip };
  const asked = `gas costs ${(base + tip) / GWEI} gwei now`;
  return `nothing was sent: ${asked}, and at most ${OWN_FEE_PER_GAS_WEI_MAX / GWEI} are paid`;
}

/** `null` when the wallet can pay for the gas, otherwise what it needs and has. */
export function missingPol(of: {
  readonly needed: bigint;
  readonly balance: bigint;
}): string | null {
  if (of.balance >= of.needed) return null;
  const needed = pol(of.needed, 'up');
  return `nothing was sent: ${needed} POL is needed for gas, the wallet has ${pol(of.balance, 'down')}`;
}

/** A few decimals, rounded so that the two numbers never look like enough. */
function pol(wei: bigint, rounding: 'up' | 'down'): string {
  const unit = WEI_OF_POL / 10n ** BigInt(POL_DECIMALS);
  const units = (wei + (rounding === 'up' ? unit - 1n : 0n)) / unit;
  const digits = units.toString().padStart(POL_DECIMALS + 1, '0');
  const fraction = digits.slice(-POL_DECIMALS).replace(/0+$/, '');
  const whole = digits.slice(0, -POL_DECIMALS);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

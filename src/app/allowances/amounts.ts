const GWEI_DECIMALS = 9;
const POL_DECIMALS = 18;
/** Of pUSD and USDC.e alike. */
const DOLLAR_DECIMALS = 6;

/** A count of smallest units as a decimal of whole ones, exact and without zeros behind it. */
function decimalOf(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, -decimals);
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

export function gwei(wei: bigint): string {
  return `${decimalOf(wei, GWEI_DECIMALS)} gwei`;
}

export function pol(wei: bigint): string {
  return `${decimalOf(wei, POL_DECIMALS)} POL`;
}

export function pusd(micros: bigint): string {
  return `${decimalOf(micros, DOLLAR_DECIMALS)} pUSD`;
}

export function usdce(micros: bigint): string {
  return `${decimalOf(micros, DOLLAR_DECIMALS)} USDC.e`;
}

/** Numbers as the notes of kinds say them. */

const MINUS = '−';

/** `1 market`, `12 markets`. */
export function counted(count: number, thing: string): string {
  return `${asCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** `41 of 50`. */
export function partOf(share: number, count: number): string {
  return `${asCount(share * count)} of ${asCount(count)}`;
}

/** `82 %` */
export function asPercent(share: number): string {
  return `${asCount(share * 100)} %`;
}

/** `+3.4 %`, `−0.5 %` */
export function asGain(ratio: number): string {
  const percent = asTenths(Math.abs(ratio) * 100);
  return `${ratio < 0 ? MINUS : '+'}${percent} %`;
}

/** `$1,240` */
export function asDollars(dollars: number): string {
  return `$${asCount(dollars)}`;
}

/** `31¢` */
export function asCents(price: number): string {
  return `${asCount(price * 100)}¢`;
}

/** `20.5`, `21` */
export function asTenths(number: number): string {
  return number.toFixed(1).replace(/\.0$/, '');
}

/** `1,240` */
export function asCount(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');
}

import { readFileSync } from 'node:fs';
import { POLYMARKET_CONTRACTS } from '../../../src/engine/domain/venue-rules/polymarket-contracts.ts';

const KNOWN = new Set(Object.values(POLYMARKET_CONTRACTS).map((address) => address.toLowerCase()));
const STEP = /^(?=\d {2}\S)/m;
const PICTURE = /(?:^[█▀▄ ]+\n)+/gm;
const DOCTOR_LINE = /^ {3}(ok| !| \?| -) {2}(.{20}) {2}.*$/gm;

/**
 * The screen as the page shows it: its steps, without what differs from one walk to the next. Own
 * addresses, hashes, secrets, pictures, prices and what the doctor found are replaced.
 */
export function pageSteps(screen: string): readonly string[] {
  const plain = withPlaceholders(screen)
    .replaceAll(PICTURE, '   (the same as a picture to scan)\n')
    .replaceAll(/^( {2}key {3}).*$/gm, '$1ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567')
    .replaceAll(/secret=[A-Z2-7]+/g, 'secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')
    .replaceAll(/(app shows now: )\d{6}/g, '$1482913')
    .replaceAll(/^ {7}\S.*\n/gm, '');
  const [before = '', doctor = '', after = ''] = plain.split(/^(?=6 {2}Doctor|7 {2}One)/m);
  const checks = doctor.replaceAll(DOCTOR_LINE, (_, mark: string, name: string) =>
    `   ${mark}  ${name}`.trimEnd(),
  );
  return [before, checks, withoutPrices(after)]
    .join('')
    .replaceAll(/ +$/gm, '')
    .split(STEP)
    .map((step) => step.trimEnd());
}

/** The blocks of the page, in its order. */
export function pageBlocks(): readonly string[] {
  const page = readFileSync(new URL('../../../docs/going-live.md', import.meta.url), 'utf8');
  return [...page.matchAll(/^```text\n(.*?)^```$/gms)].map(([, block = '']) => block.trimEnd());
}

function withoutPrices(step: string): string {
  return step
    .replace(/^(7 .*\n) {3}.*\n/, '$1   Will it snow in Zermatt on Friday?\n')
    .replace(/in ".*" as/, 'in "Will it snow in Zermatt on Friday?" as')
    .replaceAll(/(\bat|post-only:|bid\n {3}is) \$[\d.]+/g, (_, words: string) => {
      return `${words} $${words === 'at' ? '0.01' : words.startsWith('post') ? '0.05' : '0.62'}`;
    })
    .replaceAll(/5 (?:Yes|No) at/g, '5 Yes at');
}

/** Each address and hash that is nobody's contract becomes one of its own, in the order of mention. */
function withPlaceholders(screen: string): string {
  const seen: string[] = [];
  return screen.replaceAll(/0x[0-9a-fA-F]{40,64}\b/g, (hex) => {
    const lower = hex.toLowerCase();
    if (KNOWN.has(lower)) return hex;
    if (!seen.includes(lower)) seen.push(lower);
    const digit = 'a1b2c3d4e5f60718293a'.slice(seen.indexOf(lower) * 2).slice(0, 2);
    return `0x${digit.repeat((hex.length - 2) / 2)}`;
  });
}

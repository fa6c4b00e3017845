import { type MarketId, type WalletAddress, walletAddress } from '../../../engine/domain/ids.ts';
import { paddedConditionId } from '../condition-id.ts';

/** Longest text that is looked at, in characters: a long link. */
const TEXT_LENGTH_MAX = 500;
/** Longest name of a trader, in characters. */
const NAME_LENGTH_MAX = 64;

/** What people write for a wallet. */
export type WalletText =
  | { readonly kind: 'address'; readonly address: WalletAddress }
  | { readonly kind: 'name'; readonly name: string };

/** What people write for a market. */
export type MarketText =
  | { readonly kind: 'condition'; readonly marketId: MarketId }
  | { readonly kind: 'market'; readonly slug: string }
  | { readonly kind: 'event'; readonly slug: string }
  | { readonly kind: 'words'; readonly words: string };

/**
 * Reads `0x…`, a link such as `https://polymarket.com/profile/0x…` or `…/@name`, `@name` or a name;
 * `null` for anything else, also for a link to something that is no wallet.
 */
export function readWalletText(text: string): WalletText | null {
  const plain = unwrapped(text);
  const path = pathOf(plain);
  const [first, second] = path ?? [];
  const word = path === null ? plain : first === 'profile' ? second : first;
  const isName = path === null || first === 'profile' || first?.startsWith('@') === true;
  if (word === undefined) return null;
  const address = walletAddress(word);
  if (address !== null) return { kind: 'address', address };
  const name = word.replace(/^@/, '').trim();
  // What looks like an address and is none would only find strangers.
  const isFine = isName && name !== '' && name.length <= NAME_LENGTH_MAX && !/^0x/i.test(name);
  return isFine ? { kind: 'name', name } : null;
}

/**
 * Reads `https://polymarket.com/event/<event>/<market>`, `…/event/<event>`, `…/market/<market>`, a
 * condition id, or takes it as words; `null` for a link to something that is no market.
 */
export function readMarketText(text: string): MarketText | null {
  const plain = unwrapped(text);
  const path = pathOf(plain);
  if (path === null) {
    const marketId = paddedConditionId(plain);
    if (marketId !== null) return { kind: 'condition', marketId };
    return plain === '' ? null : { kind: 'words', words: plain };
  }
  const [folder, first, second] = path;
  if (first === undefined) return null;
  if (folder === 'market') return { kind: 'market', slug: first };
  if (folder !== 'event') return null;
  return second === undefined ? { kind: 'event', slug: first } : { kind: 'market', slug: second };
}

/** Without the quotes and brackets that chats and copying put around a link. */
function unwrapped(text: string): string {
  return text
    .slice(0, TEXT_LENGTH_MAX)
    .trim()
    .replace(/^[<"'“‘«]+|[>"'”’»]+$/g, '')
    .trim();
}

/** The parts of the path of a link to the venue's site, `null` when it is none. */
function pathOf(text: string): readonly string[] | null {
  const match = /^(?:https?:\/\/)?(?:www\.)?polymarket\.com(?:\/([^?#]*))?(?:[?#]|$)/i.exec(text);
  if (match === null) return null;
  return (match[1] ?? '')
    .split('/')
    .map(decoded)
    .filter((part) => part !== '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part).trim();
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}

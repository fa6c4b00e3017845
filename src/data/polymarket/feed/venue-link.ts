import {
  type MarketId,
  type TokenId,
  tokenId,
  type WalletAddress,
  walletAddress,
} from '../../../engine/domain/ids.ts';
import { unwrapped } from '../../link-text.ts';
import { paddedConditionId } from '../condition-id.ts';

/** Longest name of a trader, in characters. */
const NAME_LENGTH_MAX = 64;
/** Token ids are numbers of 256 bits: one of fewer digits is a year or a price. */
const TOKEN_DIGITS_MIN = 40;
/** The language of the site in front of a path: `es`, `zh-hant`. */
const LANGUAGE = /^[a-z]{2}(?:-[a-z]{2,4})?$/i;

/** What people write for a wallet. */
export type WalletText =
  | { readonly kind: 'address'; readonly address: WalletAddress }
  | { readonly kind: 'name'; readonly name: string };

/** What people write for a market. */
export type MarketText =
  | { readonly kind: 'condition'; readonly marketId: MarketId }
  | { readonly kind: 'token'; readonly tokenId: TokenId }
  /** `event`: the slug of the event that the link names with it. */
  | { readonly kind: 'market'; readonly slug: string; readonly event: string | null }
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
 * Reads `https://polymarket.com/event/<event>/<market>`, `…/event/<event>`, `…/market/<market>`,
 * `…/sports/<league>/…/<event>`, each also behind a language, a condition id, a token id, or takes
 * it as words; `null` for a link to something that is no market.
 */
export function readMarketText(text: string): MarketText | null {
  const plain = unwrapped(text);
  const path = pathOf(plain);
  return path === null ? bareMarket(plain) : linkedMarket(path);
}

function bareMarket(plain: string): MarketText | null {
  const marketId = paddedConditionId(plain);
  if (marketId !== null) return { kind: 'condition', marketId };
  const token = plain.length < TOKEN_DIGITS_MIN ? null : tokenId(plain);
  if (token !== null) return { kind: 'token', tokenId: token };
  return plain === '' ? null : { kind: 'words', words: plain };
}

function linkedMarket(whole: readonly string[]): MarketText | null {
  const [folder, first, second, ...more] = LANGUAGE.test(whole[0] ?? '') ? whole.slice(1) : whole;
  if (first === undefined) return null;
  if (folder === 'market') return { kind: 'market', slug: first, event: null };
  if (folder === 'sports') return sportsEvent([first, second, ...more]);
  if (folder !== 'event') return null;
  if (second === undefined) return { kind: 'event', slug: first };
  return { kind: 'market', slug: second, event: first };
}

/** A game stands last, behind its league: `…/sports/nba/games/week/3/nba-lal-bos-2026-11-22`. */
function sportsEvent(path: readonly (string | undefined)[]): MarketText | null {
  const slug = path.at(-1);
  return slug?.includes('-') === true ? { kind: 'event', slug } : null;
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

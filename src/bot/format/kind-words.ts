import { UNCOPIED_KINDS, type WalletKind } from '../../engine/domain/wallet-score.ts';

interface KindWords {
  /** What it is, in a line. */
  readonly is: string;
  /** What it does, behind its name. */
  readonly does: string;
  /** The same where a column is narrow: at most eight characters. */
  readonly short: string;
}

const WORDS: Readonly<Record<WalletKind, KindWords>> = {
  unproven: { is: 'too new to tell', does: 'is too new to tell', short: 'new' },
  directional: { is: 'picks sides', does: 'picks sides', short: 'picks' },
  maker: {
    is: 'market maker, trades both sides',
    does: 'trades both sides (market maker)',
    short: 'maker',
  },
  hedger: {
    is: 'hedger, holds both sides',
    does: 'holds both sides (hedger)',
    short: 'hedger',
  },
  scalper: {
    is: 'scalper, in and out quickly',
    does: 'is in and out quickly (scalper)',
    short: 'scalper',
  },
  lucky: { is: 'may have been lucky', does: 'may have been lucky', short: 'lucky' },
  insider: {
    is: 'insider-like: late, large and right',
    does: 'is late, large and right (insider-like)',
    short: 'insider',
  },
  dormant: { is: 'dormant', does: 'does not trade any more', short: 'dormant' },
  exchange: {
    is: 'a contract through which others trade',
    does: 'is a contract through which others trade',
    short: 'exchange',
  },
};

/** Whether a text names a kind; what an older version wrote may not. */
export function isKind(text: string): text is WalletKind {
  return Object.hasOwn(WORDS, text);
}

/** What a wallet's trading looks like, in words. */
export function kindWords(kind: WalletKind): string {
  return WORDS[kind].is;
}

/** `trades both sides (market maker)`, behind a name. */
export function kindDoes(kind: WalletKind): string {
  return WORDS[kind].does;
}

/** `maker`, for a table. */
export function kindShort(kind: WalletKind): string {
  return WORDS[kind].short;
}

/** Whether its kind keeps a wallet from being copied, unless a setting says otherwise. */
export function isKindNotCopied(kind: WalletKind): boolean {
  return UNCOPIED_KINDS.includes(kind);
}

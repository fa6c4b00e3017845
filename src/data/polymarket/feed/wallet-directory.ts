import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { LeaderEvent } from '../../../engine/domain/leader.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { ReadOptions } from '../../http/json-http.ts';
import type { PolymarketClient } from '../client/client.ts';
import type { Profile } from '../client/gamma-search.ts';
import type { LeaderRow } from '../client/leaderboard.ts';
import { type PagedRead, PageError } from '../client/pages.ts';
import { readWalletText } from './venue-link.ts';
import { type WalletCard, walletCard } from './wallet-card.ts';

/** Pages of positions that a card looks at, a hundred each. */
const POSITION_PAGES_MAX = 5;
/** Similar names that are offered instead, and namesakes that are listed. */
export const NAMES_MAX = 5;

/** A wallet with the name under which the venue knows it. */
export interface NamedWallet {
  readonly address: WalletAddress;
  readonly label: string | null;
}

/** Whom a text means. */
export type WalletAnswer =
  | { readonly kind: 'candidate'; readonly candidate: WalletCard }
  | { readonly kind: 'several'; readonly wallets: readonly NamedWallet[] }
  | { readonly kind: 'none'; readonly reason: string };

export interface WalletDirectoryOptions {
  readonly client: Pick<PolymarketClient, 'gamma' | 'data'>;
  nowMs(): AtMs;
  /** The user's own addresses, owner and trading wallet: nobody copies himself. */
  ownAddresses(): readonly WalletAddress[];
}

interface Identity {
  readonly address: WalletAddress;
  readonly name: string | null;
  readonly resolvedFrom: WalletAddress | null;
  readonly history: readonly LeaderEvent[];
}

/** Finds the trading wallet that a person means, and what the venue shows of it. */
export class WalletDirectory {
  readonly #options: WalletDirectoryOptions;

  constructor(options: WalletDirectoryOptions) {
    this.#options = options;
  }

  /** @throws VenueError when the venue does not answer. */
  async find(text: string, options: ReadOptions = {}): Promise<WalletAnswer> {
    const meant = readWalletText(text);
    if (meant === null) {
      return none('expected an address, a profile link or a name, for example: @name or 0x…');
    }
    if (meant.kind === 'address') return this.#byAddress(meant.address, options);
    const match = await this.#options.client.gamma.profile(meant.name, options);
    if (match.kind === 'several') {
      return { kind: 'several', wallets: match.profiles.slice(0, NAMES_MAX).map(named) };
    }
    if (match.kind === 'none') return none(nobodyCalled(meant.name, match.similar));
    const { wallet: address } = match.profile;
    if (this.#isOwn(address)) return OWN;
    const history = await this.#history(address, options);
    const name = nameOf(match.profile);
    return this.#card({ address, name, resolvedFrom: null, history }, options);
  }

  /** Whom the venue ranks first over the last month, the user's own wallets left out. @throws VenueError */
  async leading(limit: number, options: ReadOptions = {}): Promise<readonly LeaderRow[]> {
    const own = this.#options.ownAddresses().length;
    const rows = await this.#options.client.data.leaders(limit + own, options);
    return rows.filter(({ wallet }) => !this.#isOwn(wallet)).slice(0, limit);
  }

  async #byAddress(asked: WalletAddress, options: ReadOptions): Promise<WalletAnswer> {
    if (this.#isOwn(asked)) return OWN;
    const identity = await this.#identity(asked, options);
    return this.#isOwn(identity.address) ? OWN : this.#card(identity, options);
  }

  /**
   * An address that trades is itself. One that never did may be the owner of a trading wallet; that
   * is what the venue's profile of it says, and nothing is derived or guessed.
   */
  async #identity(asked: WalletAddress, options: ReadOptions): Promise<Identity> {
    const { gamma } = this.#options.client;
    const [profile, history] = await Promise.all([
      gamma.profileByAddress(asked, options),
      this.#history(asked, options),
    ]);
    const name = profile === null ? null : nameOf(profile);
    if (profile === null || profile.wallet === asked || history.length > 0) {
      const isOwnName = profile?.wallet === asked;
      return { address: asked, name: isOwnName ? name : null, resolvedFrom: null, history };
    }
    const address = profile.wallet;
    return { address, name, resolvedFrom: asked, history: await this.#history(address, options) };
  }

  async #card(identity: Identity, options: ReadOptions): Promise<WalletAnswer> {
    const { data } = this.#options.client;
    const { address: wallet } = identity;
    const [positions, value] = await Promise.all([
      data.positions({ wallet }, { ...options, pagesMax: POSITION_PAGES_MAX }),
      data.value(wallet, options),
    ]);
    const nowMs = this.#options.nowMs();
    const candidate = walletCard({ ...identity, positions: rowsOf(positions), value, nowMs });
    return { kind: 'candidate', candidate };
  }

  /** The newest page. */
  async #history(wallet: WalletAddress, options: ReadOptions): Promise<readonly LeaderEvent[]> {
    const { data } = this.#options.client;
    return rowsOf(await data.activity(wallet, { ...options, sinceMs: null, pagesMax: 1 }));
  }

  #isOwn(address: WalletAddress): boolean {
    return this.#options.ownAddresses().includes(address);
  }
}

const OWN: WalletAnswer = { kind: 'none', reason: 'this is your own wallet: it cannot be copied' };

function none(reason: string): WalletAnswer {
  return { kind: 'none', reason };
}

/** What was read, also when only as many pages as wanted were. @throws VenueError */
function rowsOf<T>(read: PagedRead<T>): readonly T[] {
  if (read.complete) return read.rows;
  if (read.error instanceof PageError && read.error.flaw === 'tooManyPages') return read.readSoFar;
  throw read.error;
}

function nameOf({ name, pseudonym }: Profile): string | null {
  return [name, pseudonym].find((text) => text !== '') ?? null;
}

function named(profile: Profile): NamedWallet {
  return { address: profile.wallet, label: nameOf(profile) };
}

function nobodyCalled(name: string, similar: readonly Profile[]): string {
  const names = similar.flatMap((profile) => nameOf(profile) ?? []).slice(0, NAMES_MAX);
  const hint = names.length === 0 ? '' : `; similar names: ${names.join(', ')}`;
  return `nobody on Polymarket is called "${name}"${hint}`;
}

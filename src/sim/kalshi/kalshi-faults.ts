import { Chance } from '../chance.ts';
import { type FaultProfile, Faults, type Range } from '../wire/faults.ts';

/**
 * What goes wrong as on any wire. The unit of each probability: `http*` per request, `page*` per
 * page of a list, `frame*` per frame and connection, `socket*` per connection (`socketStorm`: per
 * host) and second.
 */
const WIRE_KINDS = [
  'http429',
  'http5xx',
  'httpSlow',
  'httpCut',
  'pageTruncated',
  'pageLooping',
  'socketFreeze',
  'socketFreezeForever',
  'socketClose1006',
  'socketStorm',
  /** Counted in `seq`, never sent. */
  'frameDrop',
  'frameDuplicate',
  'frameReorder',
] as const satisfies readonly (keyof FaultProfile)[];

/** What goes wrong at this venue only. */
const OWN_KINDS = [
  /** Per subscription and second: the subscription ends with code 10. */
  'channelError',
  /** Per subscription and second: the subscription ends with code 25. */
  'bufferOverflow',
  /** Per subscribe: answered with code 9. */
  'channelUnauthorized',
  /** Per order book read: it is some seconds old. */
  'staleBook',
  /** Per order book read: a side is `null` or not there at all. */
  'nullSide',
  /** Per second: trading stops on every shard for {@link PAUSE_MS}. */
  'tradingPause',
  /** Per second: the crypto shard stops for {@link SHARD_MS}. */
  'shardInactive',
  /** Per signed request or handshake: refused as if it had been signed long ago. */
  'clockSkew',
] as const;

export const KALSHI_FAULT_KINDS = [...WIRE_KINDS, ...OWN_KINDS] as const;
type OwnKind = (typeof OWN_KINDS)[number];
export type KalshiFaultKind = (typeof KALSHI_FAULT_KINDS)[number];
export type KalshiFaultProfile = Readonly<Record<KalshiFaultKind, number>>;

export const PAUSE_MS: Range = [5_000, 30_000];
export const SHARD_MS: Range = [5_000, 30_000];

const NONE = Object.fromEntries(KALSHI_FAULT_KINDS.map((kind) => [kind, 0])) as KalshiFaultProfile;

/** `rough` is a bad day at the venue; `hostile` is everything, often. */
export const KALSHI_FAULT_PROFILES = {
  none: NONE,
  rough: {
    http429: 0.01,
    http5xx: 0.02,
    httpSlow: 0.02,
    httpCut: 0.005,
    pageTruncated: 0.01,
    pageLooping: 0.003,
    socketFreeze: 0.002,
    socketFreezeForever: 0.0005,
    socketClose1006: 0.003,
    socketStorm: 0.0005,
    frameDrop: 0.001,
    frameDuplicate: 0.002,
    frameReorder: 0.002,
    channelError: 0.0005,
    bufferOverflow: 0.001,
    channelUnauthorized: 0.005,
    staleBook: 0.01,
    nullSide: 0.005,
    tradingPause: 0.0003,
    shardInactive: 0.0003,
    clockSkew: 0.005,
  },
  hostile: {
    http429: 0.05,
    http5xx: 0.1,
    httpSlow: 0.05,
    httpCut: 0.05,
    pageTruncated: 0.05,
    pageLooping: 0.03,
    socketFreeze: 0.01,
    socketFreezeForever: 0.005,
    socketClose1006: 0.02,
    socketStorm: 0.005,
    frameDrop: 0.01,
    frameDuplicate: 0.01,
    frameReorder: 0.01,
    channelError: 0.005,
    bufferOverflow: 0.01,
    channelUnauthorized: 0.05,
    staleBook: 0.05,
    nullSide: 0.03,
    tradingPause: 0.002,
    shardInactive: 0.003,
    clockSkew: 0.05,
  },
} as const satisfies Readonly<Record<string, KalshiFaultProfile>>;

/** A named profile, or the kinds that shall happen: all others never do. */
export type KalshiFaultChoice = keyof typeof KALSHI_FAULT_PROFILES | Partial<KalshiFaultProfile>;

function profileOf(choice: KalshiFaultChoice): KalshiFaultProfile {
  return typeof choice === 'string' ? KALSHI_FAULT_PROFILES[choice] : { ...NONE, ...choice };
}

function wirePart(profile: KalshiFaultProfile): Partial<FaultProfile> {
  return Object.fromEntries(WIRE_KINDS.map((kind) => [kind, profile[kind]]));
}

/** Draws the venue's own faults, each kind from its own stream; those of any wire are in `wire`. */
export class KalshiFaults {
  readonly wire: Faults;
  readonly #own: Record<OwnKind, number>;
  readonly #chances: Readonly<Record<OwnKind, Chance>>;
  #profile: KalshiFaultProfile;

  constructor(seed: string, choice: KalshiFaultChoice) {
    this.#profile = profileOf(choice);
    this.wire = new Faults(seed, wirePart(this.#profile));
    const chance = new Chance(seed).fork('kalshi faults');
    this.#own = Object.fromEntries(OWN_KINDS.map((kind) => [kind, 0])) as Record<OwnKind, number>;
    this.#chances = Object.fromEntries(
      OWN_KINDS.map((kind) => [kind, chance.fork(kind)]),
    ) as Record<OwnKind, Chance>;
  }

  set(choice: KalshiFaultChoice): void {
    this.#profile = profileOf(choice);
    this.wire.set(wirePart(this.#profile));
  }

  /** Injected so far, by kind. */
  get counts(): Readonly<Record<KalshiFaultKind, number>> {
    const wire = Object.fromEntries(WIRE_KINDS.map((kind) => [kind, this.wire.counts[kind]]));
    return { ...wire, ...this.#own } as Record<KalshiFaultKind, number>;
  }

  /** Whether the fault happens now; asked only where it can be injected. */
  happens(kind: OwnKind): boolean {
    const probability = this.#profile[kind];
    if (probability <= 0 || !this.#chances[kind].happens(probability)) return false;
    this.#own[kind] += 1;
    return true;
  }

  /** How much of a fault that happens. */
  amount(kind: OwnKind, [least, most]: Range): number {
    return this.#chances[kind].whole(least, most);
  }
}

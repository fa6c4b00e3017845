import { z } from 'zod';
import type { WalletAddress } from '../../engine/domain/ids.ts';
import type { Notice } from '../../engine/domain/notice.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { textOf } from './context.ts';
import type { Delivery } from './notice-message.ts';
import {
  FLOORED,
  isLive,
  type Levels,
  TOPIC_RULES,
  TOPICS,
  type Topic,
  topicOf,
} from './topics.ts';

/** Wallets of which one target may want something of its own. */
export const WALLETS_MAX = 200;
const MINUTES_OF_A_DAY = 24 * 60;

export const DELIVERIES = ['on', 'silent', 'digest', 'off'] as const satisfies readonly Delivery[];
export const PRESETS = ['calm', 'normal', 'all'] as const;
export type Preset = (typeof PRESETS)[number] | 'console';

/** From and until, in minutes of the local day; it may reach over midnight. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
}

/** What was said of one wallet. */
export interface WalletPreference {
  /** Instead of the levels of its topics; `null` leaves them. */
  readonly level: Delivery | null;
  /** Until then it is left to the digest. */
  readonly mutedUntilMs: AtMs | null;
}

/** How one target wants to be told. */
export interface Preferences {
  readonly preset: Preset;
  readonly topics: Readonly<Partial<Record<Topic, Levels>>>;
  readonly wallets: Readonly<Record<string, WalletPreference>>;
  readonly quiet: QuietHours | null;
  /** Until then new arbitrage is left to the digest; left out, it is told. */
  readonly arbitrageMutedUntilMs?: AtMs | null | undefined;
}

/** 23:00–07:30. */
const NIGHT: QuietHours = { from: 23 * 60, until: 7 * 60 + 30 };

/** A phone before anybody tunes it. */
export const PHONE_PREFERENCES: Preferences = {
  preset: 'normal',
  topics: {},
  wallets: {},
  quiet: NIGHT,
};

/** The console is looked at, not carried: it shows everything but what other messages repeat. */
export const CONSOLE_PREFERENCES: Preferences = {
  preset: 'console',
  topics: {},
  wallets: {},
  quiet: null,
};

const LEVEL = z.enum(DELIVERIES);
const MINUTE = z
  .int()
  .min(0)
  .max(MINUTES_OF_A_DAY - 1);
const STORED = z.strictObject({
  preset: z.enum([...PRESETS, 'console']),
  topics: z.partialRecord(z.enum(TOPICS), z.strictObject({ live: LEVEL, paper: LEVEL })),
  wallets: z
    .record(
      z.string().max(64),
      z.strictObject({ level: LEVEL.nullable(), mutedUntilMs: z.int().nullable() }),
    )
    .refine((wallets) => Object.keys(wallets).length <= WALLETS_MAX),
  quiet: z.strictObject({ from: MINUTE, until: MINUTE }).nullable(),
  arbitrageMutedUntilMs: z.int().nullable().optional(),
});

export type ParsedPreferences =
  | { readonly ok: true; readonly preferences: Preferences }
  | { readonly ok: false; readonly problem: string };

/** Preferences as a target stored them. */
export function parsePreferences(stored: unknown): ParsedPreferences {
  const parsed = STORED.safeParse(stored);
  if (!parsed.success) return { ok: false, problem: z.prettifyError(parsed.error) };
  const topics: Partial<Record<Topic, Levels>> = {};
  for (const topic of TOPICS) {
    const levels = parsed.data.topics[topic];
    if (levels !== undefined) topics[topic] = levels;
  }
  return { ok: true, preferences: { ...parsed.data, topics } };
}

const NOT_ON_CONSOLE: ReadonlySet<Topic> = new Set(['signals', 'decisions', 'orders']);

/** What a preset says of a topic. */
export function levelsOf(preset: Preset, topic: Topic): Levels {
  const { normal, calm } = TOPIC_RULES[topic];
  if (preset === 'calm') return calm;
  if (preset === 'normal') return normal;
  if (preset === 'all') return { live: heard(normal.live), paper: heard(normal.paper) };
  const level = NOT_ON_CONSOLE.has(topic) ? 'off' : 'on';
  return { live: level, paper: level };
}

/** At least a message. */
function heard(level: Delivery): Delivery {
  return level === 'on' ? 'on' : 'silent';
}

/** What holds for a topic. */
export function topicLevels({ preset, topics }: Preferences, topic: Topic): Levels {
  return topics[topic] ?? levelsOf(preset, topic);
}

/** Who is told, and when. */
export interface Target {
  /** Whether its person is an admin: some things reach him at least silently. */
  readonly isAdmin: boolean;
  readonly nowMs: AtMs;
}

/** How a notice reaches a target, before the hour of the day and the number of sounds. */
export function preferred(
  preferences: Preferences,
  notice: Notice,
  { isAdmin, nowMs }: Target,
): Delivery {
  const topic = topicOf(notice);
  const levels = topicLevels(preferences, topic);
  const level = isLive(notice) ? levels.live : levels.paper;
  if (TOPIC_RULES[topic].ofWallet) return ofWallet(preferences, notice, { level, nowMs });
  // What became of one that was bought, and a pair that is not believed, is told all the same.
  const mutedUntilMs = preferences.arbitrageMutedUntilMs ?? 0;
  if (notice.kind === 'arbitrage' && nowMs < mutedUntilMs && level !== 'off') return 'digest';
  if (isAdmin && FLOORED.has(topic) && level !== 'on') return 'silent';
  // What is well again is no reason to look up.
  return notice.kind === 'feedBack' && level === 'on' ? 'silent' : level;
}

function ofWallet(
  { wallets }: Preferences,
  notice: Notice,
  { level, nowMs }: { readonly level: Delivery; readonly nowMs: AtMs },
): Delivery {
  const wallet = textOf(notice, 'wallet') as WalletAddress | null;
  const said = wallet === null || !Object.hasOwn(wallets, wallet) ? undefined : wallets[wallet];
  if (said === undefined) return level;
  const own = said.level ?? level;
  const isMuted = said.mutedUntilMs !== null && nowMs < said.mutedUntilMs;
  return isMuted && own !== 'off' ? 'digest' : own;
}

/** The same with something said of a wallet; what says nothing any more is forgotten. */
export function withWallet(
  preferences: Preferences,
  address: WalletAddress,
  { said, nowMs }: { readonly said: Partial<WalletPreference>; readonly nowMs: AtMs },
): Preferences {
  const none: WalletPreference = { level: null, mutedUntilMs: null };
  const all = Object.entries({
    ...preferences.wallets,
    [address]: { ...none, ...preferences.wallets[address], ...said },
  });
  const kept = all.filter(
    ([, one]) => one.level !== null || (one.mutedUntilMs !== null && one.mutedUntilMs > nowMs),
  );
  return { ...preferences, wallets: Object.fromEntries(kept.slice(-WALLETS_MAX)) };
}

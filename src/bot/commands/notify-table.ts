import type { WalletAddress } from '../../engine/domain/ids.ts';
import type { CommandCall } from '../command.ts';
import { lines, reply, show } from '../format/compose.ts';
import { clockMinute } from '../format/moments.ts';
import { cut, shortAddress } from '../format/names.ts';
import { SOUNDS_PER_HOUR_MAX } from '../notice/policy.ts';
import { type Preferences, topicLevels, type WalletPreference } from '../notice/preferences.ts';
import { quietWords } from '../notice/quiet-hours.ts';
import { FLOORED, type Levels, TOPIC_RULES, TOPICS, type Topic } from '../notice/topics.ts';
import type { Block, Line, Reply } from '../reply.ts';

/** Wallets with something of their own that are listed. */
const WALLETS_SHOWN = 8;
const NAME_WIDTH = 16;

/** What reaches the speaker, and how: everything, or one kind. */
export function notifyTable(call: CommandCall, topic: Topic | null = null): Reply {
  const preferences = call.preferences.read();
  if (topic !== null) return one(call, preferences, topic);
  const table: Block = {
    kind: 'table',
    head: ['notice', 'live', 'paper'],
    align: ['left', 'left', 'left'],
    rows: TOPICS.map((name) => {
      const { live, paper } = levelsShown(call, preferences, name);
      return [name, live, paper];
    }),
  };
  const { quiet, preset } = preferences;
  const hours = quiet === null ? 'no quiet hours' : `quiet ${quietWords(quiet)}`;
  const sounds = `at most ${SOUNDS_PER_HOUR_MAX} sounds an hour`;
  return reply(`Notices to you: ${preset} · ${hours}`, {
    blocks: [
      table,
      lines(...walletLines(call, preferences), [
        `${sounds} · change one: `,
        { code: '/notify skips silent' },
      ]),
    ],
    buttons: [
      show('Calm', '/notify preset calm'),
      show('Normal', '/notify preset normal'),
      show('All', '/notify preset all'),
      show('Test', '/notify test'),
    ],
  });
}

function one(call: CommandCall, preferences: Preferences, topic: Topic): Reply {
  const { live, paper } = levelsShown(call, preferences, topic);
  const levels = live === paper ? live : `${live} for live, ${paper} for paper`;
  return reply(`${topic}: ${levels}`, {
    blocks: [lines(TOPIC_RULES[topic].about)],
    buttons: [show('All notices', '/notify')],
  });
}

/** An admin is told of some things at least silently. */
function levelsShown({ speaker }: CommandCall, preferences: Preferences, topic: Topic): Levels {
  const { live, paper } = topicLevels(preferences, topic);
  if (speaker.role !== 'admin' || !FLOORED.has(topic)) return { live, paper };
  return { live: live === 'on' ? live : 'silent', paper: paper === 'on' ? paper : 'silent' };
}

function walletLines({ queries }: CommandCall, { wallets }: Preferences): readonly Line[] {
  const nowMs = queries.nowMs();
  const labels = new Map(queries.wallets().map(({ address, label }) => [address as string, label]));
  const entries = Object.entries(wallets);
  const shown = entries.slice(0, WALLETS_SHOWN).flatMap(([address, said]) => {
    const words = wordsOf(said, { nowMs, zone: queries.timeZone() });
    const name = labels.get(address) ?? shortAddress(address as WalletAddress);
    return words === null ? [] : [`${cut(name, NAME_WIDTH)}: ${words}`];
  });
  const more = entries.length - WALLETS_SHOWN;
  return more > 0 ? [...shown, `and ${more} more wallets`] : shown;
}

function wordsOf(
  { level, mutedUntilMs }: WalletPreference,
  { nowMs, zone }: { readonly nowMs: number; readonly zone: string },
): string | null {
  if (mutedUntilMs !== null && mutedUntilMs > nowMs) {
    return `muted until ${clockMinute(mutedUntilMs, zone)}`;
  }
  return level;
}

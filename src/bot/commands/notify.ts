import { DAY_MS, MINUTE_MS } from '../../engine/domain/time.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { lines, reply, show } from '../format/compose.ts';
import { clockMinute, day, duration } from '../format/moments.ts';
import { walletName } from '../format/names.ts';
import { readDuration } from '../grammar/duration.ts';
import { asTyped } from '../grammar/line.ts';
import { nearest } from '../grammar/nearest.ts';
import type { Delivery } from '../notice/notice-message.ts';
import { DELIVERIES, PRESETS, topicLevels, withWallet } from '../notice/preferences.ts';
import { FLOORED, TOPICS, type Topic } from '../notice/topics.ts';
import type { Reply } from '../reply.ts';
import { quietHours } from './notify-quiet.ts';
import { notifyTable } from './notify-table.ts';
import { followedWallet } from './who.ts';

/** Longest time for which a wallet is muted. */
export const MUTE_MS_MAX = 30 * DAY_MS;

const LEVEL_ALIASES: Readonly<Record<string, Delivery | 'default'>> = {
  loud: 'on',
  yes: 'on',
  sound: 'on',
  quiet: 'silent',
  no: 'off',
  never: 'off',
  daily: 'digest',
  default: 'default',
  reset: 'default',
};
const TOPIC_ALIASES: Readonly<Record<string, Topic>> = {
  fill: 'fills',
  copies: 'fills',
  exit: 'exits',
  partial: 'partials',
  order: 'orders',
  placed: 'orders',
  skip: 'skips',
  denials: 'skips',
  signal: 'signals',
  decision: 'decisions',
  rejection: 'rejections',
  indoubt: 'doubt',
  settlements: 'settlement',
  resolution: 'resolutions',
  arb: 'arbitrage',
  pricelag: 'lag',
  score: 'scores',
  limit: 'limits',
  feed: 'feeds',
  operator: 'operators',
  restart: 'restarts',
  error: 'errors',
};
const OTHER_WORDS = ['quiet', 'preset', 'mute', 'test'] as const;

export const notify: ChatCommand = {
  name: 'notify',
  aliases: ['notifications', 'alerts', 'mute'],
  summary: 'what you are told about, how loud, and when it is quiet',
  examples: [
    ['/notify', 'what reaches you, and how'],
    ['/notify skips silent', 'one kind: on, silent, digest or off'],
    ['/notify fills on paper', 'the same for paper alone; or live'],
    ['/notify whale-7 off', 'everything about its copies; default undoes it'],
    ['/notify mute 2h whale-7', 'the same for a while'],
    ['/notify quiet 23:00-07:30', 'no sound then; off ends it'],
    ['/notify preset calm', 'calm, normal or all'],
    ['/notify test', 'sends a sample'],
  ],
  arguments: [
    {
      name: 'what',
      about: 'a kind of notice, a wallet, quiet, preset, test',
      required: false,
      choices: [...TOPICS, 'quiet', 'preset', 'test'],
      suggests: 'wallet',
    },
    { name: 'how', about: 'on, silent, digest, off, 23:00-07:30, calm', required: false },
    {
      name: 'where',
      about: 'paper or live alone; whom to mute',
      required: false,
      choices: ['paper', 'live'],
      suggests: 'wallet',
    },
  ],
  role: 'viewer',
  danger: 'none',
  run(call) {
    const words = call.words.filter((word, at) => at > 1 || word.toLowerCase() !== 'set');
    const [first, ...rest] = words;
    if (first === undefined) return Promise.resolve(notifyTable(call));
    const word = first.toLowerCase();
    if (word === 'quiet') return quietHours(call, rest);
    if (word === 'preset' || word === 'presets') return preset(call, rest);
    if (word === 'test' || word === 'sample') return sample(call);
    if (word === 'mute' || word === 'unmute') return muteWords(call, word, rest);
    const topic = topicNamed(word);
    return topic === null ? ofWallet(call, first, rest) : ofTopic(call, topic, rest);
  },
};

function topicNamed(word: string): Topic | null {
  return TOPICS.find((topic) => topic === word) ?? TOPIC_ALIASES[word] ?? null;
}

async function ofTopic(call: CommandCall, topic: Topic, words: readonly string[]): Promise<Reply> {
  const lower = words.map((word) => word.toLowerCase());
  const book = lower.find((word) => word === 'paper' || word === 'live') ?? null;
  const typed = lower.filter((word) => word !== book);
  if (typed.length === 0) return notifyTable(call, topic);
  const level = readLevel(typed, (meant) =>
    ['/notify', topic, meant, ...(book === null ? [] : [book])].join(' '),
  );
  refuseDigest(call, level);
  const before = call.preferences.read();
  const { [topic]: own, ...others } = before.topics;
  if (level === 'default') {
    await call.preferences.write({ ...before, topics: others });
    return notifyTable(call, topic);
  }
  const isFloored = FLOORED.has(topic) && call.speaker.role === 'admin';
  const kept = isFloored && (level === 'off' || level === 'digest') ? 'silent' : level;
  const { live, paper } = own ?? topicLevels(before, topic);
  const levels = { live: book === 'paper' ? live : kept, paper: book === 'live' ? paper : kept };
  await call.preferences.write({ ...before, topics: { ...others, [topic]: levels } });
  const answer = notifyTable(call, topic);
  if (kept === level) return answer;
  const why = `An admin is told of ${topic} at least silently: it is set to silent`;
  return { ...answer, blocks: [...answer.blocks, lines(why)] };
}

/** @throws UsageError with the line that was probably meant. */
function readLevel(
  words: readonly string[],
  line: (level: string) => string,
): Delivery | 'default' {
  const [word = '', ...more] = words;
  const found = DELIVERIES.find((level) => level === word) ?? LEVEL_ALIASES[word];
  if (found !== undefined && more.length === 0) return found;
  const meant = found ?? nearest(word, [...DELIVERIES, 'default']);
  throw new UsageError(
    `"${words.join(' ')}" is no way to be told; there are on, silent, digest, off and default.`,
    line(meant ?? 'silent'),
  );
}

function refuseDigest({ preferences }: CommandCall, level: Delivery | 'default'): void {
  if (level === 'digest' && !preferences.hasDigest) {
    throw new UsageError('There is no digest here; a notice is on, silent or off.', '/notify');
  }
}

async function ofWallet(call: CommandCall, who: string, words: readonly string[]): Promise<Reply> {
  const [verb, ...rest] = words.map((word) => word.toLowerCase());
  if (verb === 'mute') return muteWallet(call, who, rest);
  const tail = words.map(asTyped).join(' ');
  refuseTypo(call, who, tail);
  const rules = await followedWallet(call, who, (meant) => `/notify ${meant} ${tail}`.trim());
  if (verb === undefined) return notifyTable(call);
  const line = (meant: string): string => `/notify ${asTyped(who)} ${meant}`;
  const level = readLevel([verb, ...rest], line);
  refuseDigest(call, level);
  const said = level === 'default' ? { level: null, mutedUntilMs: null } : { level };
  const nowMs = call.queries.nowMs();
  await call.preferences.write(withWallet(call.preferences.read(), rules.address, { said, nowMs }));
  const name = walletName(rules);
  const title =
    level === 'default'
      ? `${name}: told like every other wallet`
      : `${name}: ${LEVEL_WORDS[level]}, for you`;
  return reply(title, {
    blocks: [lines('what needs you, kills and limits is told all the same')],
    buttons: [show('All notices', '/notify')],
  });
}

const LEVEL_WORDS: Readonly<Record<Delivery, string>> = {
  on: 'every copy with a sound',
  silent: 'every copy without a sound',
  digest: 'its copies only in the digest',
  off: 'nothing about its copies',
};

/** @throws UsageError when the word is nearly a kind of notice and no wallet. */
function refuseTypo({ queries }: CommandCall, word: string, tail: string): void {
  const labels = queries.wallets().flatMap(({ label }) => label?.toLowerCase() ?? []);
  if (labels.includes(word.toLowerCase())) return;
  const meant = nearest(word, [...TOPICS, ...OTHER_WORDS]);
  if (meant === null) return;
  throw new UsageError(
    `No notice "${word}". Did you mean ${meant}?`,
    `/notify ${meant} ${tail}`.trim(),
  );
}

/** `mute 2h whale-7`, `mute whale-7 2h`, `unmute whale-7`. */
function muteWords(
  call: CommandCall,
  verb: 'mute' | 'unmute',
  words: readonly string[],
): Promise<Reply> {
  const [first, second, ...rest] = words;
  if (first === undefined) {
    throw new UsageError('Whom, and for how long? For example: /notify mute 2h whale-7');
  }
  if (verb === 'unmute') return muteWallet(call, first, ['off']);
  const isTime = /^\d/.test(first) && readDuration(first, MINUTE_MS) !== null;
  if (!isTime) return muteWallet(call, first, words.slice(1));
  if (second === undefined) {
    throw new UsageError(`Whom for ${first}? For example: /notify mute ${first} whale-7`);
  }
  // `2 h whale-7`
  const isUnit = rest.length > 0 && readDuration(`${first}${second}`, MINUTE_MS) !== null;
  return isUnit
    ? muteWallet(call, rest.join(' '), [`${first}${second}`])
    : muteWallet(call, [second, ...rest].join(' '), [first]);
}

/** Leaves what concerns one wallet's copies to the digest for a while, for this speaker alone. */
export async function muteWallet(
  call: CommandCall,
  who: string,
  value: readonly string[],
): Promise<Reply> {
  const typed = value.join('').toLowerCase();
  const line = (meant: string): string => `/wallet ${meant} mute ${typed === '' ? '2h' : typed}`;
  const rules = await followedWallet(call, who, line);
  const name = walletName(rules);
  const nowMs = call.queries.nowMs();
  const isOff = ['off', 'end', '0', 'default'].includes(typed);
  const ms = isOff ? 0 : readDuration(typed, MINUTE_MS);
  if (ms === null || (ms <= 0 && !isOff) || ms > MUTE_MS_MAX) {
    throw new UsageError(
      `mute takes a time up to ${duration(MUTE_MS_MAX)}, for example: /wallet ${asTyped(who)} mute 2h`,
      `/wallet ${asTyped(who)} mute 2h`,
    );
  }
  const said = { mutedUntilMs: isOff ? null : nowMs + ms };
  await call.preferences.write(withWallet(call.preferences.read(), rules.address, { said, nowMs }));
  const off = show('Unmute', `/wallet ${rules.address} mute off`);
  if (isOff) return reply(`${name} is told again`, { buttons: [show('All notices', '/notify')] });
  const zone = call.queries.timeZone();
  const untilMs = nowMs + ms;
  const until = `${ms < DAY_MS ? '' : `${day(untilMs, zone)} `}${clockMinute(untilMs, zone)}`;
  const counted = call.preferences.hasDigest ? 'the digest counts its copies; ' : '';
  return reply(`${name} is muted until ${until}, for you`, {
    blocks: [lines(`it is copied as before; ${counted}what needs you comes through`)],
    buttons: [off],
  });
}

async function preset(call: CommandCall, words: readonly string[]): Promise<Reply> {
  const [word = ''] = words.map((one) => one.toLowerCase());
  const found = PRESETS.find((one) => one === word);
  if (found === undefined) {
    const meant = nearest(word, PRESETS) ?? 'normal';
    throw new UsageError('There are the presets calm, normal and all.', `/notify preset ${meant}`);
  }
  const before = call.preferences.read();
  await call.preferences.write({ ...before, preset: found, topics: {} });
  return notifyTable(call);
}

async function sample({ preferences }: CommandCall): Promise<Reply> {
  await preferences.sendSample();
  return reply('A sample is on its way to you, as a fill on paper would come', {
    buttons: [show('All notices', '/notify')],
  });
}

import { type AtMs, DAY_MS } from '../../../domain/time.ts';
import { MICRO } from '../../../domain/values/micro.ts';
import { contractOf } from '../blank-contract.ts';
import { boundOf } from '../bounds.ts';
import type { Contract } from '../contract.ts';
import { completeDay, findDay } from '../days.ts';
import { findPeriod, windowOf } from '../deadline.ts';
import { meetingMonth } from '../economy/meeting.ts';
import { foldName } from '../fold.ts';
import type { FoldedText } from '../folded-text.ts';
import { entityName } from '../names.ts';

const SAYS = /^(?:will|what will) (.+?) (?:say|mention)\b ?(.*)$/;
const QUOTED = /"([^"]+)"/g;
const TIMES = /\b(\d+)\+? (?:or more )?times\b/;
/** Where what is said ends and the occasion begins. */
const OCCASION = /\b(?:during|at|in|this week|this month|on|before|by|while)\b.*$/;
const PRESS = /\bpress conference\b/;
const WEEK = /\bthis week\b/;
const DATES =
  /\b(?:between )?([a-z]+ \d{1,2})(?:,? 20\d\d)?(?:,? 12:00 am(?: et)?)? (?:and|to|through|-) ([a-z]+ \d{1,2})/;
const SPEAKERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:donald )?(?:j )?trump$|^the president$|^president trump$/, 'donald trump'],
  [/^(?:jerome )?powell$|^(?:fed chair|the chair of the federal reserve)$/, 'jerome powell'],
  [/^(?:karoline )?leavitt$|^(?:the )?white house press secretary$/, 'karoline leavitt'],
  [/^(?:elon )?musk$|^elon$/, 'elon musk'],
];
const OCCASION_FILLING =
  /\b(?:during|at|in|on|the|a|an|his|her|their|its|events?|visit|with|originally|scheduled|for|of|next|20\d\d)\b/g;

/** What somebody says on an occasion, or in a period. */
export function readMention(market: FoldedText): Contract | null {
  const match = SAYS.exec(market.title);
  if (match === null) return null;
  const [, who = '', rest = ''] = match;
  const phrases = phrasesOf(market, rest);
  const occasion = OCCASION.exec(rest.replaceAll(QUOTED, ''))?.[0] ?? '';
  const when = whenOf(market, occasion);
  const times = TIMES.exec(`${rest} ${market.subTitle}`)?.[1];
  const atLeast = boundOf('ge', Number(times ?? 1) * MICRO);
  return contractOf({
    family: 'politics.mention',
    kind: 'binary',
    entities: [speaker(who), ...phrases.map((phrase) => `"${phrase}"`)],
    predicate: 'says',
    ...when,
    comparator: atLeast.comparator,
    floor: atLeast.floor,
    unit: 'times',
    isInteger: true,
    side: 'yes',
    unknown: [...(phrases.length === 0 ? ['entities'] : []), ...when.unknown],
    hasRules: market.text.rules !== null,
  });
}

function speaker(text: string): string {
  const name = foldName(text);
  return SPEAKERS.find(([pattern]) => pattern.test(name))?.[1] ?? entityName(name);
}

/** The words that count, in one spelling; alternatives that only differ in it are one. */
function phrasesOf({ subTitle, ticker }: FoldedText, rest: string): readonly string[] {
  const quoted = [...rest.matchAll(QUOTED)].map((match) => match[1] ?? '');
  const isOpen = quoted.length === 0 && rest.replace(OCCASION, '').trim() === '';
  const bare = isOpen ? '' : rest.replace(OCCASION, '');
  const said =
    quoted.length > 0 ? quoted.join(' / ') : ticker !== null && subTitle !== '' ? subTitle : bare;
  const phrases = said
    .replace(TIMES, '')
    .split(/ ?\/ ?| or /)
    .map((phrase) => squeezed(phrase))
    .filter((phrase) => phrase !== '');
  return [...new Set(phrases)].sort();
}

/** `Auto Pen`, `Autopen` and `autopens` count as one: both venues take plurals and possessives. */
function squeezed(phrase: string): string {
  const words = foldName(phrase).replace(/ /g, '');
  return words.length > 4 ? words.replace(/(?<=[^s])s$/, '') : words;
}

type When = Pick<Contract, 'event' | 'day' | 'window' | 'unknown'>;

function whenOf(market: FoldedText, occasion: string): When {
  const none: When = { event: null, day: null, window: null, unknown: [] };
  if (PRESS.test(occasion)) {
    const month = meetingMonth({ ...market, title: `${market.title} meeting` });
    if (month !== null) return { ...none, event: `press conference ${month}` };
    return { ...none, unknown: ['event'] };
  }
  if (WEEK.test(occasion)) return weekOf(market);
  const period = findPeriod(occasion, market.nearMs);
  if (period !== null) return { ...none, window: windowOf(period) };
  const named = findDay(occasion);
  const day = named === null ? null : completeDay(named, market.nearMs);
  const event = foldName(occasion).replace(OCCASION_FILLING, ' ').replace(/ {2,}/g, ' ').trim();
  return {
    ...none,
    event: event === '' ? null : event,
    day,
    unknown: event === '' ? ['event'] : [],
  };
}

/** A week by the rules' dates, or by the day after it that Kalshi's ticker names. */
function weekOf({ rules, ticker, nearMs }: FoldedText): When {
  const dates = DATES.exec(rules);
  const last = findDay(dates?.[2] ?? '');
  const lastDay = last === null ? null : completeDay(last, nearMs);
  const fromTicker = ticker?.day == null ? null : previousDay(ticker.day);
  const end = lastDay ?? fromTicker;
  if (end === null) return { event: null, day: null, window: null, unknown: ['window'] };
  const window = windowOf({ firstDay: null, lastDay: end });
  return { event: null, day: null, window, unknown: [] };
}

function previousDay(day: string): string {
  return new Date((Date.parse(day) as AtMs) - DAY_MS).toISOString().slice(0, 10);
}

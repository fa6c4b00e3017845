import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import type { Chance } from '../chance.ts';
import type { Topic } from './catalogue.ts';
import { dateWords } from './phrasing.ts';

/** What a market says of how it pays. */
export interface Rules {
  readonly description: string;
  /** An address; empty where the rules alone tell. */
  readonly resolutionSource: string;
  readonly edit: RulesEdit | null;
}

/** The rules become clearer, or other ones, while the market is open. */
export interface RulesEdit {
  /** World time. */
  readonly atMs: number;
  /** What is written behind them. */
  readonly text: string;
}

/** How many markets name an address; the others only say whose word decides. */
const SOURCE_PROBABILITY = 0.35;
const EDIT_PROBABILITY = 0.03;
const EDIT_AFTER_MS_MIN = 20 * SECOND_MS;
const EDIT_AFTER_MS_MAX = 20 * MINUTE_MS;

/** How the venue words what happens when the source is silent. */
const PLAIN = 'The source named here is the only one that counts.';
/** The same where it is left to somebody, with the share of markets: one in three, as on the venue. */
const VAGUE: readonly (readonly [share: number, text: string])[] = [
  [
    0.3,
    'The primary resolution source is the one named here; however, a consensus of credible reporting may also be used.',
  ],
  [
    0.06,
    'If the source named here is not published in time, a consensus of credible reporting or other credible information will be used.',
  ],
];
/** The most doubtful of all, where nothing is measured. */
const DISCRETION =
  'Whether it has substantially happened is decided at the sole discretion of the market operator. Ambiguous cases are resolved in the spirit of the question.';
const DISCRETION_SHARE = 0.08;

/** The rules of one market. */
export function drawRules(
  chance: Chance,
  of: {
    readonly question: string;
    readonly topic: Topic;
    /** Wall time. */
    readonly closesAtMs: number;
    /** World time. */
    readonly nowMs: number;
  },
): Rules {
  const { topic, nowMs } = of;
  const fallback = drawFallback(chance.next(), topic);
  const hasSource = chance.happens(SOURCE_PROBABILITY);
  const isEdited = chance.happens(EDIT_PROBABILITY);
  const atMs = nowMs + chance.whole(EDIT_AFTER_MS_MIN, EDIT_AFTER_MS_MAX);
  return {
    description: `${mainRule(of)}\n\n${fallback}`,
    resolutionSource: hasSource ? topic.sourceUrl : '',
    edit: isEdited ? { atMs, text: editText(of.closesAtMs) } : null,
  };
}

function mainRule(of: {
  readonly question: string;
  readonly topic: Topic;
  readonly closesAtMs: number;
}): string {
  const until = new Date(of.closesAtMs).toISOString().slice(0, 16).replace('T', ' ');
  return (
    `This market resolves to "Yes" if, by ${until} UTC, the answer to "${of.question}" is yes ` +
    `according to ${of.topic.source}, and to "No" otherwise. It may resolve before that date. If ` +
    'the answer cannot be established, it resolves 50-50.'
  );
}

function drawFallback(luck: number, { isMeasured }: Topic): string {
  let below = 0;
  for (const [share, text] of VAGUE) {
    below += share;
    if (luck < below) return text;
  }
  return isMeasured || luck < 1 - DISCRETION_SHARE ? PLAIN : DISCRETION;
}

/** As the venue adds to the rules of a market that people trade already. */
function editText(closesAtMs: number): string {
  const { date } = dateWords(closesAtMs - DAY_MS, closesAtMs);
  return `Additional context: figures that are published after ${date} are not considered, also where they are about an earlier day.`;
}

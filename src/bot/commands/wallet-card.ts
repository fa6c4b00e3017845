import type { Queries } from '../../engine/contract/queries.ts';
import type { WalletCandidate, WalletView } from '../../engine/contract/views.ts';
import { PAPER } from '../../engine/domain/ids.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import type { Chart } from '../charts/chart.ts';
import { closedCopies, curveOrNone, resultChart, withPicture } from '../charts/money-charts.ts';
import { copyChart } from '../charts/score-charts.ts';
import { count, gain, money, score } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { gateReason } from '../format/gate-words.ts';
import { duration } from '../format/moments.ts';
import { cut, QUESTION_WIDTH, shortAddress, walletName } from '../format/names.ts';
import { asTyped } from '../grammar/line.ts';
import type { Button, Line, Reply } from '../reply.ts';
import { RULE_TOPIC_NAMES, RULE_TOPICS, sizeWords } from './effect/rule-words.ts';
import { walletTitle, withoutOwnRules } from './effect/wallet-effect.ts';
import { copyLines, recordLines, tradingLines } from './score-lines.ts';

/** A word that finds this wallet again. */
export function walletWord(rules: Pick<WalletRules, 'address' | 'label'>): string {
  return asTyped(rules.label ?? rules.address);
}

/** Everything about a followed wallet. */
export function walletCard(view: WalletView, queries: Queries): Reply {
  const { rules } = view;
  const state = rules.enabled ? sizeWords(rules, queries.settings()) : 'disabled: not copied';
  const word = walletWord(rules);
  const buttons: Button[] = [
    rules.enabled
      ? show('Disable', `/wallet ${word} disable`)
      : show('Enable', `/wallet ${word} enable`),
    show('Why', `/why ${word}`),
    ...(view.score === null ? [] : [show('Score', `/wallet ${word} score`)]),
  ];
  const worth: Line = [
    `open ${view.open} · ${money(view.atCost)} at cost · result `,
    gain(view.pnl),
  ];
  const all: Line[] = [
    ...judgement(view, queries),
    activity(view, queries),
    worth,
    ...ownRules(rules, queries),
    ...view.warnings.map((warning) => `! ${warning}`),
    [{ code: rules.address }],
  ];
  return reply(`${walletTitle(rules)}  ${state}`, {
    symbol: '◆',
    blocks: [lines(...all)],
    buttons,
  });
}

/** What is believed of it, and what copying it made beside what it made. */
function judgement({ score, copyability, copying }: WalletView, queries: Queries): Line[] {
  const nowMs = queries.nowMs();
  return [
    ...(score === null ? [NO_SCORE] : tradingLines(score)),
    ...(copyability === null ? [] : copyLines(copyability, nowMs)),
    // What really was copied is told once: a result beside the leader's says it already.
    ...(copyability === null || copyability.isEstimate ? recordLines(copying, nowMs) : []),
  ];
}

/** What is said where nothing is known yet. */
const NO_SCORE = 'no score yet: it comes with its first markets that end';

/**
 * The leader's result beside ours; where that is not known, what copies of it made that are closed,
 * from the first on.
 */
export async function walletPicture(
  { rules, copyability }: Pick<WalletView, 'rules' | 'copyability'>,
  queries: Queries,
): Promise<Chart | null> {
  const both =
    copyability === null
      ? null
      : copyChart(copyability, { name: walletName(rules), zone: queries.timeZone() });
  if (both !== null) return both;
  const scope = { ledger: PAPER, sinceMs: 0, wallet: rules.address };
  const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
  const about = closedCopies(PAPER, walletName(rules));
  return resultChart(await curveOrNone(queries.resultCurve(scope)), { ...reader, about });
}

/** `31 trades in 7 days, last 3 h ago; your rules: 12 copies, 19 skips (11 clip too small)`. */
function activity(view: WalletView, queries: Queries): string {
  if (view.lastTradeAtMs === null) return 'no trade seen since it is followed';
  const [most] = view.byGate;
  const why = most === undefined ? '' : ` (${most.count} ${gateReason(most.gate)})`;
  const last = `last ${duration(queries.nowMs() - view.lastTradeAtMs)} ago`;
  const yours = `${count(view.copied, 'copy', 'copies')}, ${count(view.skipped, 'skip')}${why}`;
  return `${count(view.trades, 'trade')} in 7 days, ${last}; your rules: ${yours}`;
}

function ownRules(rules: WalletRules, queries: Queries): string[] {
  const initial: WalletRules = { ...rules, ...withoutOwnRules(rules) };
  const own = RULE_TOPIC_NAMES.filter((topic) => topic !== 'size')
    .filter((topic) =>
      RULE_TOPICS[topic].fields.some(
        (field) => JSON.stringify(rules[field]) !== JSON.stringify(initial[field]),
      ),
    )
    .map(
      (topic) =>
        `${RULE_TOPICS[topic].name} ${RULE_TOPICS[topic].words(rules, queries.settings())}`,
    );
  return own.length === 0 ? [] : [`own rules: ${own.join('; ')}`];
}

/** Of a candidate: score, kind and edge; the rest stands behind its button. */
const CANDIDATE_SCORE_LINES = 3;
/** Holdings of a candidate that are named. */
const HOLDINGS_SHOWN = 3;

/** What is known of a wallet that nobody follows. */
export function candidateCard(candidate: WalletCandidate, queries: Queries): Reply {
  const name = candidate.name ?? shortAddress(candidate.address);
  const answer = reply(`${cut(name, 24)} is not followed`, {
    blocks: [lines(...candidateLines(candidate, queries), [{ code: candidate.address }])],
    buttons: [
      show('Follow on paper', `/wallet add ${candidate.address}`),
      ...(candidate.score === null ? [] : [show('Score', `/wallet ${candidate.address} score`)]),
    ],
  });
  const { copyability } = candidate;
  const zone = queries.timeZone();
  return withPicture(answer, copyability === null ? null : copyChart(copyability, { name, zone }));
}

/** What a person should know before or after following. */
export function candidateLines(candidate: WalletCandidate, queries: Queries): Line[] {
  const { trades, lastTradeAtMs, value, holdings, resolvedFrom } = candidate;
  const activeParts = [
    ...(trades === null ? [] : [count(trades, 'trade')]),
    ...(lastTradeAtMs === null ? [] : [`last ${duration(queries.nowMs() - lastTradeAtMs)} ago`]),
    ...(value === null ? [] : [`holds ${money(value)}`]),
  ];
  const shown = holdings
    .slice(0, HOLDINGS_SHOWN)
    .map((one) => `${money(one.value)} ${cut(one.outcome, QUESTION_WIDTH)}`);
  const more = holdings.length - shown.length;
  const { score, copyability } = candidate;
  return [
    ...(score === null ? [NO_SCORE] : tradingLines(score).slice(0, CANDIDATE_SCORE_LINES)),
    ...(copyability === null ? [] : copyLines(copyability, queries.nowMs())),
    ...(activeParts.length === 0 ? [] : [activeParts.join(', ')]),
    ...(resolvedFrom === null
      ? []
      : [`${shortAddress(resolvedFrom)} is its owner; the wallet itself is followed.`]),
    ...(shown.length === 0 ? [] : ['Held now, listed and not copied:', ...shown]),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...candidate.warnings.map((warning) => `! ${warning}`),
  ];
}

/** One line per followed wallet. */
export function walletLine(rules: WalletRules, queries: Queries): Line {
  const state = rules.enabled ? sizeWords(rules, queries.settings()) : 'disabled';
  const scores = rules.confidence === null ? '' : ` · score ${score(rules.confidence)}`;
  return [{ bold: walletName(rules) }, `  ${rules.mode.toUpperCase()} · ${state}${scores}`];
}

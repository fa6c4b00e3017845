import type { FoundMarket } from '../../engine/contract/market-view.ts';
import type { MarketFilter } from '../../engine/domain/market-filter.ts';
import { type CommandCall, UsageError } from '../command.ts';
import { lines, MEANT_VALID_MS, reply, show } from '../format/compose.ts';
import { ruleHere, verdictWords } from '../format/market-words.ts';
import { cut, QUESTION_WIDTH } from '../format/names.ts';
import type { Button, Line, Reply } from '../reply.ts';
import { noMarket } from './market.ts';
import { nameOf } from './market-card.ts';

/** Markets that one message tells of. */
const TESTED_MAX = 5;
/** Which of several rules decides. */
const PRECEDENCE =
  'A rule for the market beats one for a category, that beats a keyword; deny beats allow.';

/** Which rule lets a market in or keeps it out, what it was compared with, and what beats what. */
export async function filterTest({ queries }: CommandCall, text: string): Promise<Reply> {
  if (text === '') throw new UsageError('Which market? For example: /filter test fed december');
  const [found, ...others] = await queries.findMarkets(text, TESTED_MAX);
  if (found === undefined) throw noMarket(text);
  const filters = queries.filters();
  const { market, filter } = found;
  const title = filter.allowed ? 'Filters let it in' : 'Filters keep it out';
  return reply([`${title}: `, nameOf(found)], {
    symbol: filter.allowed ? '●' : '✕',
    blocks: [
      lines(
        verdictWords(filter, filters),
        `title: ${cut(market.question, 2 * QUESTION_WIDTH)}`,
        `tags: ${market.categories.join(', ') || 'not known'}`,
        [{ muted: PRECEDENCE }],
        ...(filter.allowed
          ? []
          : ['What is held of it is sold as always: filters stop entries only.']),
        ...others.map(alsoLine),
      ),
    ],
    buttons: [show('Market', `/market ${market.id}`), ...removalOf(filter.rule)],
  });
}

function alsoLine(one: FoundMarket): Line {
  return [one.filter.allowed ? 'also lets in: ' : 'also keeps out: ', nameOf(one)];
}

/** By what the rule says: its number may be another one's by the time it is tapped. */
function removalOf(rule: MarketFilter | null): Button[] {
  if (rule === null) return [];
  const text = `/filter remove ${rule.type} ${rule.value}`;
  const label = `Remove "${cut(ruleHere(rule), 24)}"`;
  return [{ label, tap: { kind: 'command', text }, style: 'plain', validMs: MEANT_VALID_MS }];
}

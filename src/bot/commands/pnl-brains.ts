import type { Queries } from '../../engine/contract/queries.ts';
import { money, signedMoney } from '../format/amounts.ts';
import { brainName, brainsTitle, differenceWords, skippedWords } from '../format/brain-words.ts';
import { lines, reply, show } from '../format/compose.ts';
import { gateReason } from '../format/gate-words.ts';
import type { Block, Reply } from '../reply.ts';

/** Reasons in the table. */
const GATES_SHOWN = 10;

/** What other ways of deciding would have made of the same signals. @throws UnavailableError */
export async function brainsReply(
  queries: Pick<Queries, 'brains'>,
  { sinceMs, name }: { readonly sinceMs: number; readonly name: string },
): Promise<Reply> {
  const view = await queries.brains(sinceMs);
  if (view.results.length === 0) {
    return reply('No other brain is measured', {
      blocks: [
        lines(
          'With brains.shadow on, naive copying and the rules trade the same signals on paper of their own, and this compares them.',
        ),
      ],
      buttons: [show('Settings', '/settings brains')],
    });
  }
  const words = skippedWords(view.skipped);
  const rows = view.results.map(({ ledger, net, copies, spent }) => [
    brainName(ledger),
    signedMoney(net),
    String(copies),
    money(spent),
  ]);
  return reply(`${brainsTitle(view.results)} ${name}`, {
    symbol: '◆',
    blocks: [
      lines(...view.differences.map(differenceWords), ...(words === null ? [] : [words])),
      {
        kind: 'table',
        head: ['brain', 'result', 'copies', 'spent'],
        align: ['left', 'right', 'right', 'right'],
        rows,
      },
      ...skipTable(view.skipped),
      lines([{ muted: 'on paper, fees paid, open shares at the bid' }]),
      ...(view.isCut
        ? [lines('More happened than is compared here: ask for a shorter span.')]
        : []),
    ],
  });
}

function skipTable(skipped: Awaited<ReturnType<Queries['brains']>>['skipped']): readonly Block[] {
  if (skipped.length === 0) return [];
  const rows = skipped
    .slice(0, GATES_SHOWN)
    .map(({ gate, trades, net }) => [gateReason(gate), String(trades), signedMoney(net)]);
  const head = ['skipped because', 'n', 'would have made'];
  return [{ kind: 'table', head, align: ['left', 'right', 'right'], rows }];
}

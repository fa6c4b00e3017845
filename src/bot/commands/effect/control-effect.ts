import type { Queries } from '../../../engine/contract/queries.ts';
import type { PositionView } from '../../../engine/contract/views.ts';
import type { CommandBody } from '../../../engine/domain/command.ts';
import { addMoney, type Money, ZERO_MONEY } from '../../../engine/domain/values/money.ts';
import { cents, count, money, shares, signedMoney } from '../../format/amounts.ts';
import { ago } from '../../format/moments.ts';
import {
  bookName,
  cut,
  marketName,
  QUESTION_WIDTH,
  sideName,
  walletName,
} from '../../format/names.ts';
import type { Line } from '../../reply.ts';
import { mostAtRiskNow, riskPhrase } from './at-risk.ts';
import { type Bodies, type Effect, effect, unchanged } from './effect.ts';

function reader(queries: Queries) {
  return { nowMs: queries.nowMs(), zone: queries.timeZone() };
}

export function pauseEffect(queries: Queries): Effect {
  const { paused } = queries.status().control;
  if (paused?.cause === 'person') {
    return unchanged(`Paused already ${paused.reason}, ${ago(paused.atMs, reader(queries))}`);
  }
  return effect('Paused: no new copies until you resume', {
    danger: 'less',
    symbol: '‖',
    lines: ['Exits go on: what a leader sells is sold for you.'],
    // A pause by a loss limit must not end by taking back the pause on top of it.
    undo: paused === null ? { kind: 'resume' } : null,
  });
}

export function resumeEffect(queries: Queries): Effect {
  const { paused, killed } = queries.status().control;
  if (paused === null) return unchanged('Not paused: entries are on');
  const lines: Line[] = [
    mostAtRiskNow(queries),
    ...(killed === null ? [] : ['Still killed: nothing is traded until you arm.']),
  ];
  const title = 'Resumed: entries are on';
  if (paused.cause === 'person') {
    const undo: CommandBody = { kind: 'pause', reason: paused.reason };
    return effect(title, { danger: 'more', lines, undo, instead: pausedAgain });
  }
  return effect(title, {
    danger: 'limits',
    lines,
    instead: pausedAgain,
    question: {
      title: `Resume after a loss?  Paused by the ${paused.reason}, ${ago(paused.atMs, reader(queries))}`,
      lines: [...lines, 'The loss so far is accepted: the limit counts anew from now.'],
      keep: 'Stay paused',
      go: 'Resume',
      keepShows: '/status',
      phrase: riskPhrase('RESUME', queries),
    },
  });
}

/** A limit that is still broken pauses again within the same step. */
function pausedAgain(queries: Queries): string | null {
  const { paused } = queries.status().control;
  return paused === null ? null : `Entries stay paused: ${paused.reason}; /resume asks about it`;
}

export function armEffect(queries: Queries): Effect {
  const { control, provingNothingOpen } = queries.status();
  const { killed, paused } = control;
  if (killed === null) return unchanged('Not killed: everything is armed');
  const lines: Line[] = [
    mostAtRiskNow(queries),
    ...(provingNothingOpen
      ? ['The venue has not proven yet that nothing is open; wait for it if you can.']
      : []),
    ...(paused === null ? [] : [`Entries stay paused: ${paused.reason}.`]),
  ];
  return effect('Armed: automatic orders are on again, exits first', {
    danger: 'limits',
    lines,
    question: {
      title: `Arm again?  Killed ${killed.reason}, ${ago(killed.atMs, reader(queries))}`,
      lines: [...lines, 'Exits that waited are tried at once.'],
      keep: 'Stay killed',
      go: 'Arm',
      keepShows: '/status',
      phrase: riskPhrase('ARM', queries),
    },
  });
}

/** `24.2 YES · Fed cuts in December?`, and what it would bring now. */
function positionLine(view: PositionView): Line {
  const { position, outcome, bid, unrealised } = view;
  const now = bid === null ? 'no bid now' : `bid ${cents(bid)}`;
  const result = unrealised === null ? [] : [` · ${signedMoney(unrealised)}`];
  const held = `${shares(position.quantity)} ${sideName(outcome)} · `;
  return [held, marketName(outcome.market), ` · ${now}`, ...result];
}

function sumOf(views: readonly PositionView[], value: (view: PositionView) => Money): Money {
  return views.reduce<Money>((sum, view) => addMoney(sum, value(view)), ZERO_MONEY);
}

/** Selling what a person asked to sell; several at once are asked back. */
export function closeEffect(queries: Queries, bodies: Bodies): Effect {
  const views = queries
    .positions()
    .filter(({ position }) =>
      bodies.some(
        (body) =>
          body.kind === 'close' &&
          body.ledger === position.ledger &&
          body.tokenId === position.tokenId,
      ),
    );
  const [first] = views;
  if (first === undefined) return unchanged('Nothing is held of it');
  const worth = sumOf(views, (view) => view.value ?? ZERO_MONEY);
  const cost = sumOf(views, (view) => view.position.cost);
  const atCost = `${money(cost)} at cost, about ${money(worth)} at the bid`;
  const book = bookName(first.position.ledger);
  const under = queries.settings()['exit.maxBelowBidPercent'] / 10_000;
  const terms = `Sold at most ${under} % under the bid; this cannot be undone.`;
  if (bodies.length === 1) {
    const question = cut(first.outcome.market.question ?? '', QUESTION_WIDTH);
    const owners = views.map((view) => walletName(view.wallet)).join(', ');
    return effect(
      `${book}  selling ${shares(totalShares(views))} ${sideName(first.outcome)} · ${atCost}`,
      {
        danger: 'more',
        symbol: '○',
        lines: [
          question === '' ? `copied from ${owners}` : `${question}  copied from ${owners}`,
          terms,
        ],
        question: {
          title: `Sell ${shares(totalShares(views))} ${sideName(first.outcome)}?  ${book} ${atCost}`,
          lines: [...views.map(positionLine), terms],
          keep: 'Keep it',
          go: 'Sell',
          keepShows: '/positions',
          phrase: null,
        },
      },
    );
  }
  const shown = views.slice(0, 5).map(positionLine);
  const rest = views.length > 5 ? [`and ${views.length - 5} more`] : [];
  return effect(`${book}  selling ${count(views.length, 'position')} · ${atCost}`, {
    danger: 'limits',
    symbol: '○',
    lines: [terms],
    question: {
      title: `Close all?  ${book} ${count(views.length, 'position')} · ${atCost}`,
      lines: [...shown, ...rest, terms],
      keep: 'Keep them',
      go: `Close ${views.length}`,
      keepShows: '/positions',
      phrase: { words: `CLOSE ${views.length}`, needsCode: false },
    },
  });
}

function totalShares(views: readonly PositionView[]): PositionView['position']['quantity'] {
  const sum = views.reduce((all, { position }) => all + position.quantity, 0);
  return sum as PositionView['position']['quantity'];
}

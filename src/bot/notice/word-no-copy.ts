import { count, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { gateReason } from '../format/gate-words.ts';
import { clockMinute, weekday } from '../format/moments.ts';
import { cut } from '../format/names.ts';
import type { Line, Reply } from '../reply.ts';
import { type NoticeFacts, numberOf, personOf, type Skipped, textOf } from './context.ts';

/** Reasons that are listed; the rest is added up. */
const REASONS_SHOWN = 6;
const REASON_WIDTH = 60;

/** `◆ No copy in 24 h: 23 trades skipped`, with what `/why today` says; otherwise who stopped it. */
export function noCopyReply(facts: NoticeFacts): Reply {
  const { notice, skipped } = facts;
  const stop = textOf(notice, 'stop');
  const total = totalOf(skipped);
  if (stop === 'killed' || stop === 'person') return stoppedReply(facts, { stop, total });
  const followed = count(numberOf(notice, 'followed') ?? 0, 'wallet');
  const cause = stop === null ? [] : [limitLine(facts)];
  if (total === 0) {
    return written('nobody whom you follow traded', [
      ...cause,
      [`${followed} followed; `, { code: '/top' }, ' shows who trades'],
    ]);
  }
  const blocks = [...cause, ...(skipped === null ? [] : reasonLines(skipped))];
  return written(`${count(total, 'trade')} of ${followed} skipped`, blocks);
}

function written(what: string, more: readonly Line[]): Reply {
  return reply(`No copy in 24 h: ${what}`, {
    symbol: '◆',
    blocks: [lines(...more)],
    buttons: [show('Why', '/why today'), show('Wallets', '/wallet')],
  });
}

/** A person stopped it: that is why, whatever the trades were like. */
function stoppedReply(
  facts: NoticeFacts,
  { stop, total }: { readonly stop: 'killed' | 'person'; readonly total: number },
): Reply {
  const killed = stop === 'killed';
  const passed = total === 0 ? [] : [`${count(total, 'trade')} went by meanwhile`];
  const command = killed ? '/kill off' : '/resume';
  const title = `No copy in 24 h: ${killed ? 'everything is killed' : 'entries are paused'}${stoppedWords(facts)}`;
  return reply(title, {
    symbol: killed ? '■' : '‖',
    blocks: [
      lines(...passed, [{ code: command }, killed ? ' arms again' : ' lets entries go on again']),
    ],
    buttons: [show('Status', '/status'), show('Why', '/why today')],
  });
}

/** `entries are paused since Mon 14:02: daily loss limit; /resume ends it` */
function limitLine(facts: NoticeFacts): Line {
  return [`entries are paused${stoppedWords(facts)}; `, { code: '/resume' }, ' ends it'];
}

/** ` since Mon 14:02 by you`, ` since Mon 14:02: lunch` */
function stoppedWords(facts: NoticeFacts): string {
  const { notice, zone } = facts;
  const atMs = numberOf(notice, 'stoppedAtMs');
  const since =
    atMs === null || Math.abs(atMs) > LATEST_MS
      ? ''
      : ` since ${weekday(atMs, zone)} ${clockMinute(atMs, zone)}`;
  const reason = textOf(notice, 'reason') ?? '';
  if (reason === '') return since;
  if (!reason.startsWith('by ')) return `${since}: ${cut(reason, REASON_WIDTH)}`;
  return `${since} by ${personOf(facts, cut(reason.slice('by '.length), REASON_WIDTH))}`;
}

/** The newest moment that a calendar can show. */
const LATEST_MS = 8.64e15;

/** `11 clip too small · would have made −$3.20` */
function reasonLines({ counts, results }: Skipped): readonly Line[] {
  const shown = counts.slice(0, REASONS_SHOWN).map(({ gate, count: n }) => {
    const made = results.find((one) => one.gate === gate);
    const words = `${n} ${gateReason(gate)}`;
    if (made === undefined) return words;
    return `${words} · would have made ${signedMoney(made.net)}`;
  });
  const rest = counts.slice(REASONS_SHOWN).reduce((sum, one) => sum + one.count, 0);
  return rest === 0 ? shown : [...shown, `${rest} for other reasons`];
}

function totalOf(skipped: Skipped | null): number {
  return skipped?.counts.reduce((sum, one) => sum + one.count, 0) ?? 0;
}

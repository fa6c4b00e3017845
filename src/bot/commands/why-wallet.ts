import type { SkipCount } from '../../engine/contract/queries.ts';
import type { SkippedResult } from '../../engine/domain/brain-result.ts';
import { DAY_MS } from '../../engine/domain/time.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import type { CommandCall } from '../command.ts';
import { count, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { differWords } from '../format/differ-words.ts';
import { gateReason } from '../format/gate-words.ts';
import { startOfDay } from '../format/moments.ts';
import { walletName } from '../format/names.ts';
import { denialSentence } from '../notice/denial.ts';
import type { Block, Reply } from '../reply.ts';

/** Reasons that one message lists. */
const REASONS_SHOWN = 12;

/** Everything skipped today by reason, with what it would have made where that is measured. */
export async function whyToday({ queries }: CommandCall): Promise<Reply> {
  const sinceMs = startOfDay({ nowMs: queries.nowMs(), zone: queries.timeZone() });
  const [skips, { skipped }] = await Promise.all([queries.skips(sinceMs), queries.brains(sinceMs)]);
  const total = totalOf(skips);
  if (total === 0) return reply('Nothing skipped today');
  return reply(`${count(total, 'trade')} skipped today`, {
    symbol: '◆',
    blocks: [tableOf(skips, skipped), ...restOf(skips)],
  });
}

/** Why a wallet is not copied, or not always: the newest reason in a sentence, all of them counted. */
export async function whyWallet(call: CommandCall, rules: WalletRules): Promise<Reply> {
  const { queries } = call;
  const name = walletName(rules);
  const sinceMs = queries.nowMs() - 7 * DAY_MS;
  const { address: wallet } = rules;
  const skips = await queries.skips(sinceMs, wallet);
  const decisions = await queries.decisions({ limit: 100, sinceMs, wallet });
  const entries = decisions.filter(({ signalKind }) => signalKind === 'copy');
  const [newest] = entries;
  const copied = entries.filter(({ verdict }) => verdict === 'accepted').length;
  const denied = entries.find(({ verdict }) => verdict === 'denied');
  const gate = denied?.gates.find((one) => one.gate === denied.reason && one.verdict === 'stop');
  const why =
    gate === undefined
      ? []
      : [
          lines(
            `${newest === denied ? 'its newest trade' : 'the newest that was not'}: ${denialSentence(gate.gate, { result: gate, who: name })}`,
            differWords(gate, name),
          ),
        ];
  const total = totalOf(skips);
  const blocks = total === 0 ? why : [...why, tableOf(skips, []), ...restOf(skips)];
  const buttons = newest === undefined ? [] : [show('Newest', `/why ${newest.id.slice(0, 8)}`)];
  return reply(titleOf({ name, copied, total, rules }), { symbol: '◆', blocks, buttons });
}

function titleOf(of: {
  readonly name: string;
  readonly copied: number;
  readonly total: number;
  readonly rules: WalletRules;
}): string {
  const { name, copied, total, rules } = of;
  if (!rules.enabled) return `${name} is not copied: it is disabled`;
  if (total === 0 && copied === 0) return `${name} has done nothing to copy in 7 days`;
  if (total === 0) return `Nothing skipped of ${name} in 7 days`;
  if (copied === 0) return `${name} was not copied in 7 days: ${count(total, 'trade')} skipped`;
  return `${count(total, 'trade')} skipped of ${name} in 7 days`;
}

function totalOf(skips: readonly SkipCount[]): number {
  return skips.reduce((sum, one) => sum + one.count, 0);
}

function tableOf(skips: readonly SkipCount[], skipped: readonly SkippedResult[]): Block {
  const shown = skips.slice(0, REASONS_SHOWN);
  if (skipped.length === 0) {
    const rows = shown.map((one) => [gateReason(one.gate), String(one.count)]);
    return { kind: 'table', head: ['reason', 'n'], align: ['left', 'right'], rows };
  }
  const rows = shown.map(({ gate, count: n }) => {
    const made = skipped.find((one) => one.gate === gate);
    return [gateReason(gate), String(n), made === undefined ? '' : signedMoney(made.net)];
  });
  const head = ['reason', 'n', 'would have made'];
  return { kind: 'table', head, align: ['left', 'right', 'right'], rows };
}

function restOf(skips: readonly SkipCount[]): Block[] {
  const more = skips.length - REASONS_SHOWN;
  return more > 0 ? [lines(`and ${more} more reasons`)] : [];
}

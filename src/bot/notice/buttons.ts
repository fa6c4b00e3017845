import type { Gate } from '../../engine/domain/decision.ts';
import { contentId, shortId, type TokenId, type WalletAddress } from '../../engine/domain/ids.ts';
import { positionKey } from '../../engine/domain/position.ts';
import type { SettingKey } from '../../engine/domain/settings.ts';
import { LIMITS } from '../commands/effect/limit-names.ts';
import { show } from '../format/compose.ts';
import type { Button } from '../reply.ts';
import { aboutOf, type NoticeFacts, textOf } from './context.ts';
import { stoppedBy } from './denial.ts';
import { isLive } from './topics.ts';

/** How long the button mutes a wallet. */
export const MUTE_FOR = '2h';

/** Gates of a rule that is no limit but a setting: which, and how it would let more by. */
const RULES: Partial<Record<Gate, readonly [label: string, key: SettingKey]>> = {
  priceMoved: ['Raise limit', 'entry.driftCents'],
  signalAge: ['Raise limit', 'entry.maxAgeSeconds'],
  slippage: ['Raise limit', 'entry.slippagePercent'],
  clipMinimum: ['Lower minimum', 'entry.minLeaderClip'],
  minutesToClose: ['Lower minimum', 'entry.minMinutesToClose'],
  quality: ['Lower minimum', 'entry.minQuality'],
  volatility: ['Calmer above', 'size.calmCents'],
  walletConfidence: ['Lower minimum', 'wallets.minConfidence'],
  walletKind: ['Copy its kind', 'wallets.copyMakers'],
};

export function why({ notice }: NoticeFacts): Button {
  return show('Why', `/why ${idShown(aboutOf(notice))}`.trimEnd());
}

/** The short id of an order. */
export function orderButton({ notice }: NoticeFacts): Button {
  return show('Order', `/order ${idShown(notice.subject)}`.trimEnd());
}

/** What chat shows of an id: letters and digits, whatever the id is made of. */
function idShown(id: string): string {
  return shortId(id).replace(/[^\dA-Z]/g, '');
}

/** Sells what the notice is about. */
export function closeButtons({ notice }: NoticeFacts): readonly Button[] {
  const { ledger } = notice;
  const tokenId = textOf(notice, 'token') as TokenId | null;
  if (ledger === null || tokenId === null) return [];
  const wallet = textOf(notice, 'wallet') as WalletAddress | null;
  const id = contentId('position', [positionKey({ ledger, wallet, tokenId })]);
  return [show('Close', `/close ${shortId(id)}`)];
}

/** Silences the wallet for a while, for who taps it alone. */
export function muteButtons({ notice, wallet }: NoticeFacts): readonly Button[] {
  const who = wallet?.address ?? textOf(notice, 'wallet');
  return who === null ? [] : [show('Mute wallet', `/wallet ${who} mute ${MUTE_FOR}`)];
}

/** Leads to the rule that stopped a signal, where one of its own may be changed. */
export function limitButtons({ notice, decision }: NoticeFacts): readonly Button[] {
  const result = decision === null ? null : stoppedBy(decision);
  const gate = result?.gate ?? textOf(notice, 'gate');
  const limit = LIMITS.find((one) => one.gate === gate);
  if (limit !== undefined) return [show('Raise limit', `/limits ${limit.name}`)];
  if (gate === 'walletConfidence' && isLive(notice)) {
    return [show('Lower minimum', '/settings wallets.minConfidenceLive')];
  }
  if (gate === 'liveNotReady') return [show('What is missing', '/mode')];
  const rule = Object.hasOwn(RULES, gate ?? '') ? RULES[gate as Gate] : undefined;
  return rule === undefined ? [] : [show(rule[0], `/settings ${rule[1]}`)];
}

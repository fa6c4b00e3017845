import type { LedgerId } from '../../../src/engine/domain/ids.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { dollars, percent } from '../../../src/engine/domain/values/money.ts';
import { LEADER } from '../../engine/intelligence/examples.ts';
import { notice } from './examples.ts';

const LIVE = 'live:polymarket:main' as LedgerId;

const OFFER = {
  wallet: LEADER,
  copies: 64,
  markets: 21,
  edge: 0.034,
  low: 0.008,
  net: dollars(41.2),
} as const;

/** What rules find about wallets, as the core writes it. */
export const WALLET_NOTICES: readonly Notice[] = [
  notice({
    kind: 'scores',
    ledger: null,
    data: { wallet: LEADER, score: 0.71, before: 0.64, low: 0.62, high: 0.79 },
  }),
  notice({
    kind: 'walletDisabled',
    data: {
      wallet: LEADER,
      cause: 'drawdown',
      actual: percent(-21),
      limit: percent(-20),
      days: 7,
    },
  }),
  notice({
    kind: 'walletDisabled',
    data: { wallet: LEADER, cause: 'score', actual: 0.41, limit: 0.5, days: 3 },
  }),
  notice({
    kind: 'walletDisabled',
    data: { wallet: LEADER, cause: 'inactive', actual: 31, limit: 30, days: null },
  }),
  notice({
    kind: 'walletDisabled',
    data: {
      wallet: LEADER,
      cause: 'ownLoss',
      actual: percent(-5.48),
      limit: percent(-5),
      net: dollars(-27.4),
      copies: 8,
      days: 30,
    },
  }),
  notice({
    kind: 'walletDemoted',
    ledger: null,
    data: { wallet: LEADER, cause: 'score', actual: 0.41, limit: 0.5, days: null },
  }),
  notice({
    kind: 'walletDemoted',
    ledger: null,
    data: { wallet: LEADER, cause: 'kind', kind: 'maker', note: 'both sides in 41 of 50' },
  }),
  notice({
    kind: 'walletDemoted',
    ledger: LIVE,
    data: { wallet: LEADER, cause: 'edge', actual: percent(-0.4), limit: 0, copies: 24 },
  }),
  notice({ kind: 'walletOffer', data: { ...OFFER, offer: 'live' } }),
  notice({ kind: 'walletOffer', ledger: LIVE, data: { ...OFFER, offer: 'cap' } }),
];

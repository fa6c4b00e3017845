import type { Queries } from '../../src/engine/contract/queries.ts';
import type { WalletCandidate, WalletView } from '../../src/engine/contract/views.ts';
import type { TopView } from '../../src/engine/contract/wallet-board-view.ts';
import type { WalletAddress } from '../../src/engine/domain/ids.ts';
import { HOUR_MS } from '../../src/engine/domain/time.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import type { WalletScore } from '../../src/engine/domain/wallet-score.ts';
import { ACE, CANDIDATE, NOW, WHALE, whale } from './chat-facts.ts';
import { copyability, copyRecord, newScore, scoreHistory, walletScore } from './score-facts.ts';

type Judged = Pick<WalletView, 'score' | 'copying' | 'copyability'>;

/** What is believed of wallets, as the queries tell it; nothing of the candidate at first. */
export class ChatScores {
  views = new Map<string, Judged>([
    [WHALE, { score: walletScore(), copying: [copyRecord()], copyability: copyability() }],
    [ACE, { score: newScore({ wallet: ACE }), copying: [], copyability: null }],
  ]);
  ofCandidate: Pick<WalletCandidate, 'score' | 'copyability'> = { score: null, copyability: null };
  history: readonly WalletScore[] = scoreHistory();
  top: readonly TopView[] = [
    topView({ wallet: whale(), score: walletScore(), copyability: copyability() }),
    topView({
      wallet: { address: ACE, label: 'ace' },
      score: newScore(),
      copied: 2,
      skipped: 5,
      pnl: dollars(-3.64),
      lastTradeAtMs: NOW - 40 * HOUR_MS,
    }),
  ];

  /** The candidate was read and scored. */
  scoresCandidate(): void {
    const ofIt = { wallet: CANDIDATE, isEstimate: true } as const;
    this.ofCandidate = {
      score: walletScore({ wallet: CANDIDATE }),
      copyability: copyability(ofIt),
    };
  }

  of(address: WalletAddress): Judged {
    return this.views.get(address) ?? { score: null, copying: [], copyability: null };
  }

  readonly queries: Pick<Queries, 'top' | 'walletBoard' | 'scoreHistory'> = {
    top: () => Promise.resolve(this.top),
    walletBoard: () => ({ wallets: this.top, countedAtMs: null }),
    scoreHistory: (address, sinceMs) =>
      Promise.resolve(address === WHALE ? this.history.filter(({ atMs }) => atMs >= sinceMs) : []),
  };
}

export function topView(over: Partial<TopView> = {}): TopView {
  return {
    wallet: whale(),
    isFollowed: true,
    score: null,
    copied: 7,
    skipped: 14,
    pnl: dollars(9.5),
    copyability: null,
    lastTradeAtMs: NOW - 3 * HOUR_MS,
    ...over,
  };
}

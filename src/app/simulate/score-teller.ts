import { isLive, PAPER, type WalletAddress } from '../../engine/domain/ids.ts';
import { type AtMs, DAY_MS } from '../../engine/domain/time.ts';
import { dollars } from '../../engine/domain/values/money.ts';
import type { Estimate, WalletAssessment, WalletScore } from '../../engine/domain/wallet-score.ts';
import type { Chance } from '../../sim/chance.ts';
import type { Life } from './life.ts';

/** Per delivery: some leader is scored anew. */
const SCORED_PROBABILITY = 0.02;
/** Of a score: it speaks against the leader, by its kind, its week, its number or our copies. */
const BAD_PROBABILITY = 0.25;
/** Per delivery: a person gives a wallet back what a rule took. */
const GIVEN_BACK_PROBABILITY = 0.1;
/** A year: copies of a simulated day are all within it. */
const RECORD_MS = 365 * DAY_MS;

const PART = { raw: null, shrunk: 0.35 } as const;

/** Tells scores at any time, some of them bad, and gives back what they take. */
export class ScoreTeller {
  readonly #chance: Chance;
  readonly #wallets: readonly WalletAddress[];

  constructor(chance: Chance, wallets: readonly WalletAddress[]) {
    this.#chance = chance;
    this.#wallets = wallets;
  }

  interfere(life: Life, atMs: AtMs): void {
    const chance = this.#chance;
    if (chance.happens(GIVEN_BACK_PROBABILITY)) this.#giveBack(life, atMs);
    if (!chance.happens(SCORED_PROBABILITY)) return;
    const assessments = this.#wallets
      .filter(() => chance.happens(0.5))
      .map((wallet) => this.#assessmentOf(life, wallet, atMs));
    if (assessments.length > 0) life.offer({ kind: 'scored', assessments });
  }

  #giveBack(life: Life, atMs: AtMs): void {
    const address = this.#chance.pick(this.#wallets);
    const { accounts, wallets } = life.engine.trade.state;
    const rules = wallets.get(address);
    const mode = accounts.size > 0 ? 'live' : 'paper';
    if (rules === undefined || (rules.enabled && rules.mode === mode)) return;
    const change = { enabled: true, mode } as const;
    const body = { kind: 'changeWallet', address, change } as const;
    const id = `give back ${atMs} ${address}`;
    life.offer({ kind: 'command', command: { id, actor: 'person', body } });
  }

  #assessmentOf(life: Life, wallet: WalletAddress, atMs: AtMs): WalletAssessment {
    const chance = this.#chance;
    const fault = chance.happens(BAD_PROBABILITY) ? chance.whole(0, 4) : null;
    const score = scoreOf(wallet, atMs, {
      kind: fault === 0 ? 'maker' : 'directional',
      confidence: sure(fault === 1 ? 0.3 : 0.5 + chance.next() / 2),
      ended: chance.whole(20, 100),
      drawdown: {
        ...{ depth: 0, lengthMs: 0, sizeAfterLoss: null },
        week: fault === 2 ? -chance.next() : null,
      },
    });
    const ledger = [...life.engine.trade.state.ledgers.keys()].find(isLive) ?? PAPER;
    const record = {
      ...{ ledger, sinceMs: Math.max(0, atMs - RECORD_MS), spent: dollars(100) },
      copies: chance.whole(0, 60),
      markets: chance.whole(0, 20),
      net: fault === 3 ? dollars(-1_000) : dollars(1),
      edge: fault === 4 ? sure(-0.2) : sure(chance.next() - 0.1),
    };
    return { score, copying: [record] };
  }
}

function sure(value: number): Estimate {
  return { value, low: value, high: value };
}

/** What rules do not look at is empty. */
function scoreOf(
  wallet: WalletAddress,
  atMs: AtMs,
  told: Pick<WalletScore, 'kind' | 'confidence' | 'ended' | 'drawdown'>,
): WalletScore {
  return {
    ...{ wallet, atMs, fromMs: 0, untilMs: atMs, kindNote: 'as simulated' },
    ...{ trades: 100, markets: 100, evidence: 50, winRate: null, roi: null, roiOnCapital: null },
    ...{ timing: [], consistency: null, edge: sure(0), edgeByCategory: [] },
    parts: { winRate: PART, roi: PART, timing: PART, consistency: PART },
    ...{ priceBands: [], bestMarketShare: null, holdingMs: null },
    size: { typical: null, spread: null },
    ...told,
  };
}

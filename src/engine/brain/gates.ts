import type { Gate, GateResult, GateUnit } from '../domain/decision.ts';

/** What a gate does to an entry: ends it, makes it smaller, or does not act on it. */
type EntryAct = 'stop' | 'shrink' | 'none';
/** What a gate does to an exit. Only `end` ends one, and then there is nothing to sell. */
type ExitAct = 'none' | 'wait' | 'end';

interface GateRow {
  readonly entry: EntryAct;
  readonly exit: ExitAct;
  /** What it asks, for people. */
  readonly asks: string;
}

/** Law 3 as a table: no row that limits risk ends an exit. */
export const GATE_TABLE: Record<Gate, GateRow> = {
  killed: { entry: 'stop', exit: 'wait', asks: 'is everything armed' },
  paused: { entry: 'stop', exit: 'none', asks: 'are entries on' },
  liveNotReady: { entry: 'stop', exit: 'none', asks: 'may real money be spent now' },
  writeQueue: { entry: 'stop', exit: 'none', asks: 'does the database keep up' },
  walletUnknown: { entry: 'stop', exit: 'none', asks: 'is the wallet followed' },
  walletDisabled: { entry: 'stop', exit: 'none', asks: 'is the wallet enabled' },
  walletConfidence: { entry: 'stop', exit: 'none', asks: 'is the wallet score high enough' },
  walletKind: { entry: 'stop', exit: 'none', asks: 'does its kind of trading pay to be copied' },
  cooldownWallet: { entry: 'stop', exit: 'none', asks: 'has the wallet rested after its losses' },
  marketClosed: { entry: 'stop', exit: 'wait', asks: 'does the market take orders' },
  bookMissing: { entry: 'stop', exit: 'wait', asks: 'is there a book for the market' },
  marketUnknown: { entry: 'stop', exit: 'wait', asks: 'are the rules of the market known' },
  marketFilter: { entry: 'stop', exit: 'none', asks: 'do the filters allow the market' },
  walletCategory: { entry: 'stop', exit: 'none', asks: 'do the wallet rules allow the category' },
  shortCrypto: { entry: 'stop', exit: 'none', asks: 'are 5- and 15-minute crypto windows allowed' },
  minutesToClose: { entry: 'stop', exit: 'none', asks: 'is there enough time until it closes' },
  cooldownMarket: { entry: 'stop', exit: 'none', asks: 'has the market rested after a loss' },
  clipMinimum: { entry: 'stop', exit: 'none', asks: 'did the leader spend enough' },
  clipAlreadyCopied: { entry: 'stop', exit: 'none', asks: 'is this more than one fixed-size copy' },
  signalAge: { entry: 'stop', exit: 'none', asks: 'is the leader trade fresh' },
  priceBand: { entry: 'stop', exit: 'none', asks: 'is the price inside the band' },
  bookUntrusted: { entry: 'stop', exit: 'wait', asks: 'is the book intact' },
  bookStale: { entry: 'stop', exit: 'wait', asks: 'is the book fresh' },
  quality: { entry: 'stop', exit: 'none', asks: 'is the market good enough to trade' },
  priceMoved: { entry: 'stop', exit: 'none', asks: 'is the price near what the leader paid' },
  positionCount: { entry: 'stop', exit: 'none', asks: 'are there few enough positions' },
  orderRate: { entry: 'stop', exit: 'none', asks: 'are there few enough orders a minute' },
  noEdge: { entry: 'stop', exit: 'none', asks: 'is a share worth what it costs' },
  trust: { entry: 'shrink', exit: 'none', asks: 'has the wallet shown enough' },
  volatility: { entry: 'shrink', exit: 'none', asks: 'does the market move calmly' },
  resolutionRisk: { entry: 'shrink', exit: 'none', asks: 'is it clear how the market pays' },
  orderCap: { entry: 'shrink', exit: 'none', asks: 'is the order small enough' },
  marketCap: { entry: 'shrink', exit: 'none', asks: 'is there room in the market' },
  groupCap: { entry: 'shrink', exit: 'none', asks: 'is there room in the event group' },
  walletCap: { entry: 'shrink', exit: 'none', asks: 'is there room for the wallet' },
  walletDayCap: { entry: 'shrink', exit: 'none', asks: 'is there room for the wallet today' },
  categoryCap: { entry: 'shrink', exit: 'none', asks: 'is there room in the category' },
  totalCap: { entry: 'shrink', exit: 'none', asks: 'is there room in all' },
  slippage: { entry: 'shrink', exit: 'wait', asks: 'is there depth near the best price' },
  venueMinimum: { entry: 'stop', exit: 'none', asks: 'is it as large as the venue wants' },
  cash: { entry: 'shrink', exit: 'none', asks: 'is there cash for it and its fee' },
  model: { entry: 'shrink', exit: 'none', asks: 'does the model see nothing against it' },
  modelSilent: { entry: 'stop', exit: 'none', asks: 'did the model answer' },
  leaderLeft: { entry: 'stop', exit: 'none', asks: 'is the leader still in' },
  lagAlertOnly: { entry: 'stop', exit: 'none', asks: 'are price lags traded at all' },
  lagEstimated: { entry: 'stop', exit: 'none', asks: 'was the settling price itself seen' },
  arbitrageBasis: { entry: 'stop', exit: 'none', asks: 'is it proven to be one question' },
  arbitrageAlertOnly: { entry: 'stop', exit: 'none', asks: 'is arbitrage traded at all' },
  arbitrageGone: { entry: 'stop', exit: 'none', asks: 'is the gap still there' },
  noPosition: { entry: 'none', exit: 'end', asks: 'is there anything to sell' },
  exitManual: { entry: 'none', exit: 'end', asks: 'are exits automatic for this wallet' },
  unsettled: { entry: 'none', exit: 'wait', asks: 'are the shares settled on chain' },
  dust: { entry: 'none', exit: 'end', asks: 'is it enough to sell at all' },
};

/** The two numbers of a gate, and what they cannot say. */
export interface Measure {
  readonly actual: number | null;
  readonly limit: number | null;
  readonly unit: GateUnit;
  readonly note?: string;
}

/** Collects the gates that a signal meets; the first that stops or delays it is the reason. */
export class GateLog {
  readonly results: GateResult[] = [];
  reason: Gate | null = null;

  /** Records a gate of an entry; a failed one stops it. Returns whether it passed. */
  entry(gate: Gate, passed: boolean, measure: Measure): boolean {
    this.#add(gate, passed ? 'pass' : 'stop', measure);
    return passed;
  }

  /** Records that a gate made an entry smaller. */
  shrink(gate: Gate, measure: Measure): void {
    this.#add(gate, 'shrink', measure);
  }

  /** The gate that made an entry smallest so far, which is the reason if too little is left. */
  get tightest(): GateResult | null {
    return this.results.findLast((result) => result.verdict === 'shrink') ?? null;
  }

  /** Records a gate of an exit; what a failed one does stands in the table. */
  exit(gate: Gate, passed: boolean, measure: Measure): boolean {
    const act = GATE_TABLE[gate].exit;
    if (passed || act === 'none') this.#add(gate, 'pass', measure);
    else this.#add(gate, act === 'end' ? 'stop' : 'wait', measure);
    return passed || act === 'none';
  }

  #add(gate: Gate, verdict: GateResult['verdict'], measure: Measure): void {
    const { actual, limit, unit, note } = measure;
    this.results.push({ gate, verdict, actual, limit, unit, note: note ?? null });
    if (this.reason === null && (verdict === 'stop' || verdict === 'wait')) this.reason = gate;
  }
}

/** A yes-or-no gate as numbers: what is (1 or 0) against what must be. */
export function flag(actual: boolean, limit: boolean, note?: string): Measure {
  return {
    actual: actual ? 1 : 0,
    limit: limit ? 1 : 0,
    unit: 'flag',
    ...(note === undefined ? {} : { note }),
  };
}

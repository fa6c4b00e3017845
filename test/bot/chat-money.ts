import type { Queries } from '../../src/engine/contract/queries.ts';
import type { CurvePoint } from '../../src/engine/contract/views.ts';
import type { BrainsView } from '../../src/engine/domain/brain-result.ts';
import { PAPER } from '../../src/engine/domain/ids.ts';
import { HOUR_MS } from '../../src/engine/domain/time.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import { ACE, NOW, whale } from './chat-facts.ts';

export function curve(...values: readonly number[]): readonly CurvePoint[] {
  const first = NOW - values.length * HOUR_MS;
  return values.map((value, index) => ({ atMs: first + index * HOUR_MS, value: dollars(value) }));
}

/** What was made, as the queries tell it; the curves may be changed, or fail. */
export class ChatMoney {
  equity: () => Promise<readonly CurvePoint[]> = () =>
    Promise.resolve(curve(500, 501.2, 499.4, 504.1));
  result: Queries['resultCurve'] = ({ wallet }) =>
    Promise.resolve(wallet === ACE ? [] : curve(-0.1, 4.2, 3.9, 8.56));

  /** What other brains made; nothing is measured unless a test says so. */
  brains: Omit<BrainsView, 'sinceMs'> = { results: [], differences: [], skipped: [], isCut: false };

  readonly queries: Pick<
    Queries,
    'brains' | 'pnl' | 'equityCurve' | 'resultCurve' | 'exportFiles'
  > = {
    brains: (sinceMs) => Promise.resolve({ sinceMs, ...this.brains }),
    pnl: (sinceMs) =>
      Promise.resolve([
        {
          ledger: PAPER,
          sinceMs,
          realised: dollars(9.4),
          fees: dollars(0.84),
          unrealised: dollars(-2.7),
          equity: dollars(505.86),
          fills: 9,
          unsettled: 0,
          byWallet: [
            {
              wallet: whale(),
              realised: dollars(11),
              fees: dollars(0.5),
              unrealised: dollars(-1),
              copies: 7,
            },
            {
              wallet: { address: ACE, label: 'ace' },
              realised: dollars(-1.6),
              fees: dollars(0.34),
              unrealised: dollars(-1.7),
              copies: 2,
            },
          ],
        },
      ]),
    exportFiles: (year) => {
      if (year === 2025) return Promise.resolve([]);
      const bytes = new TextEncoder().encode('time,kind\r\n');
      const name = `polymind-${year ?? 'all'}-paper.csv`;
      return Promise.resolve([{ name, ledger: PAPER, rows: 12, bytes }]);
    },
    equityCurve: () => this.equity(),
    resultCurve: (query) => this.result(query),
  };
}

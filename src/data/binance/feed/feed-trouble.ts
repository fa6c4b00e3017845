import type { SymbolHealth } from './health.ts';
import type { HostOrder } from './host-order.ts';

interface Parts {
  readonly line: {
    readonly host: object | null;
    readonly reason: string | null;
    readonly order: Pick<HostOrder, 'isAllBlocked' | 'blockedNames'>;
  };
  readonly rest: { readonly trouble: string | null; readonly isAllBlocked: boolean };
  /** Trades in a row that came too late. */
  readonly lateRow: number;
  readonly symbols: readonly SymbolHealth[];
}

/** What is wrong with the feed as a whole, for people; `null` when nothing is. */
export function feedTrouble({ line, rest, lateRow, symbols }: Parts): string | null {
  if (line.order.isAllBlocked && rest.isAllBlocked) {
    const names = line.order.blockedNames.join(', ');
    return `Binance does not serve this place (${names}): there are no spot prices. Set BINANCE_WS_URL and BINANCE_API_URL to a host that may be used here.`;
  }
  if (lateRow > 0) {
    return 'Prices of Binance come more than 5 s late, so they are not used. Check this machine’s clock.';
  }
  const priceless = symbols.filter(({ price }) => price === null).length;
  if (line.host === null) {
    const way = priceless === 0 ? 'prices are asked for every 1.5 s' : 'prices are missing';
    const why = line.reason ?? 'the first connection is being made';
    const also = rest.trouble === null ? '' : ` Asking failed, too: ${rest.trouble}.`;
    return `No stream from Binance, ${way}: ${why}.${also}`;
  }
  if (priceless === 0) return null;
  return `${priceless} of ${symbols.length} symbols have no price now.`;
}

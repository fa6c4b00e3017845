import type { Queries } from '../../../engine/contract/queries.ts';
import type { CommandBody } from '../../../engine/domain/command.ts';
import { contentId } from '../../../engine/domain/ids.ts';
import { filterKey } from '../../../engine/domain/market-filter.ts';

/**
 * What the bodies change, as it is now. A prepared change carries it, so that it does nothing once
 * somebody else has changed the same. Prices, profit and exposure are left out: they always move.
 */
export function fingerprint(queries: Queries, bodies: readonly CommandBody[]): string {
  const parts = bodies.map((body) => JSON.stringify(touched(queries, body) ?? null));
  return contentId('prepared', [queries.status().mode, ...parts]);
}

function touched(queries: Queries, body: CommandBody): unknown {
  const { control } = queries.status();
  switch (body.kind) {
    case 'follow':
      return queries.wallets().find((one) => one.address === body.rules.address);
    case 'unfollow':
    case 'changeWallet': {
      const rules = queries.wallets().find((one) => one.address === body.address);
      // The score moves by itself.
      return rules === undefined ? null : { ...rules, confidence: null };
    }
    case 'changeSetting': {
      const settings: Readonly<Record<string, unknown>> = { ...queries.settings() };
      return [settings['bankroll'], settings[body.key]];
    }
    case 'addFilter':
      return queries.filters().find((one) => filterKey(one) === filterKey(body.filter));
    case 'removeFilter':
      return queries.filters().find((one) => filterKey(one) === filterKey(body));
    case 'pause':
    case 'resume':
      return control.paused;
    case 'arm':
    case 'kill':
      return control.killed;
    case 'close':
    case 'deposit':
      return body;
  }
}

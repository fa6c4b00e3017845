import type { Queries } from '../../../engine/contract/queries.ts';
import { contentId } from '../../../engine/domain/ids.ts';
import { filterKey } from '../../../engine/domain/market-filter.ts';
import type { ActionBody } from '../../action-body.ts';
import { isLive } from './at-risk.ts';

/**
 * What the bodies change, as it is now. A prepared change carries it, so that it does nothing once
 * somebody else has changed the same. Prices, profit and exposure are left out: they always move.
 */
export function fingerprint(queries: Queries, bodies: readonly ActionBody[]): string {
  const parts = bodies.map((body) => JSON.stringify(touched(queries, body) ?? null));
  const { mode } = queries.status();
  const standing = isLive(queries, bodies) ? [JSON.stringify(riskOf(queries))] : [];
  return contentId('prepared', [mode, ...standing, ...parts]);
}

/** What decides how much real money may be lost: account, limits, and who trades with it. */
function riskOf(queries: Queries): unknown {
  const limits = Object.entries(queries.settings()).filter(
    ([key]) => key === 'bankroll' || key.startsWith('limits.'),
  );
  const live = queries.wallets().filter((one) => one.mode === 'live' && one.enabled);
  const wallets = live.map((one) => ({ ...one, confidence: null }));
  return [queries.status().accounts, limits, wallets];
}

function touched(queries: Queries, body: ActionBody): unknown {
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
    case 'setMode':
      return control.live;
    case 'acknowledgeLive':
      return control.warningReadAtMs;
    case 'judgePair':
      return queries.pair(body.number)?.pair ?? null;
    case 'close':
    case 'takeArbitrage':
    case 'deposit':
    case 'putOperator':
    case 'removeOperator':
      return body;
  }
}

import type { HostSpec } from '../../wire/http-host.ts';
import { accountRoutes } from './account-routes.ts';
import { candleRoutes } from './candle-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { exchangeRoutes } from './exchange-routes.ts';
import { marketRoutes } from './market-routes.ts';
import { problem, type RestScene } from './scene.ts';

/** The venue's REST side. Its limits are token buckets of keys, so none are counted by route. */
export function restHost(scene: RestScene): HostSpec {
  return {
    routes: [
      ...exchangeRoutes(scene),
      ...candleRoutes(scene),
      ...marketRoutes(scene),
      ...eventRoutes(scene),
      ...accountRoutes(scene),
    ],
    limits: {},
    problem,
    tellsRetry: false,
  };
}

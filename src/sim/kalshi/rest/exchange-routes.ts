import { DAY_MS } from '../../../engine/domain/time.ts';
import type { Route } from '../../wire/http-host.ts';
import { nextWeeklyPause, weeklyHours } from '../eastern.ts';
import { timeText } from '../fixed-point.ts';
import { SHARDS } from '../world/exchange-state.ts';
import { archivedBefore } from './market-routes.ts';
import { guarded, type RestScene } from './scene.ts';

const SCHEDULE_SPAN_MS = 365 * DAY_MS;

export function exchangeRoutes(scene: RestScene): readonly Route[] {
  return [
    guarded(scene, { path: '/exchange/status', answer: () => status(scene) }),
    guarded(scene, { path: '/exchange/schedule', answer: () => schedule(scene) }),
    guarded(scene, {
      path: '/historical/cutoff',
      answer: () => {
        const cutoff = timeText(archivedBefore(scene));
        return {
          market_settled_ts: cutoff,
          trades_created_ts: cutoff,
          orders_updated_ts: cutoff,
          market_positions_last_updated_ts: cutoff,
        };
      },
    }),
  ];
}

/** The fields at the top are those of shard 0 alone. */
function status({ world }: RestScene) {
  const { exchange } = world;
  const shardOf = (index: number) => ({
    exchange_active: exchange.isUp(index),
    trading_active: exchange.isTrading(index),
    intra_exchange_transfers_active: exchange.isUp(index),
  });
  const resumesAtMs = exchange.resumesAtMs;
  return {
    ...shardOf(0),
    ...(resumesAtMs === null ? {} : { exchange_estimated_resume_time: timeText(resumesAtMs) }),
    exchange_index_statuses: SHARDS.map(({ index, description }) => ({
      exchange_index: index,
      description,
      ...shardOf(index),
    })),
  };
}

function schedule({ nowMs, hasWeeklyPause }: RestScene) {
  const { fromMs, toMs } = nextWeeklyPause(nowMs());
  const pause = { start_datetime: timeText(fromMs), end_datetime: timeText(toMs) };
  const hours = {
    start_time: timeText(nowMs() - SCHEDULE_SPAN_MS),
    end_time: timeText(nowMs() + SCHEDULE_SPAN_MS),
    ...weeklyHours(hasWeeklyPause),
  };
  return {
    schedule: { standard_hours: [hours], maintenance_windows: hasWeeklyPause ? [pause] : [] },
  };
}

import type { Chance } from '../../sim/chance.ts';
import type { SimDelivery } from '../../sim/world.ts';
import type { PlannedCommand } from './plan.ts';

/** Small and large accounts, so that every cap is met by some seeds and by others not. */
export function drawSettings(chance: Chance): Record<string, string> {
  return {
    bankroll: chance.pick(['500', '500', '2000']),
    'limits.ordersPerMinute': chance.pick(['6', '60']),
    'limits.walletDayPercent': chance.pick(['10', '100']),
    'size.mode': chance.pick(['fixed', 'leader']),
    'entry.minQuality': '0.1',
    timeZone: 'UTC',
  };
}

/** What happens, in the order in which it does; a person first. */
export function* inOrder(
  deliveries: readonly SimDelivery[],
  commands: readonly PlannedCommand[],
): Generator<SimDelivery | PlannedCommand> {
  let next = 0;
  for (const delivery of deliveries) {
    for (let command = commands[next]; command !== undefined; command = commands[next]) {
      if (command.atMs > delivery.atMs) break;
      yield command;
      next += 1;
    }
    yield delivery;
  }
  yield* commands.slice(next);
}

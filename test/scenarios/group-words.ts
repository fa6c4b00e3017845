import type { MarketId } from '../../src/engine/domain/ids.ts';
import type { MarketGroup } from '../../src/engine/domain/market-group.ts';
import { MICRO } from '../../src/engine/domain/values/micro.ts';
import { groupsOf } from '../../src/engine/intelligence/arbitrage/prove-groups.ts';
import { contractOf } from '../../src/engine/intelligence/normalizer/blank-contract.ts';
import type { Comparator, Contract } from '../../src/engine/intelligence/normalizer/contract.ts';
import { tickerOf } from './kalshi-frames.ts';
import { conditionOf, type StoryMarket } from './venue-frames.ts';

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '=': 'between',
};

/** `cold<77,mild=77-78,warm>78 [exclusive no] [whole no] [void half] [numbers whole] [family x]` */
export function groupsIn(
  market: (name: string) => StoryMarket,
  [bounds = '', ...words]: readonly string[],
): readonly MarketGroup[] {
  const options = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2) options.set(words[at] ?? '', words[at + 1] ?? '');
  const members = bounds.split(',').map((text) => {
    const [, name = '', sign = '', first = '', last] =
      /^([a-z]+)([<>]?=?)(-?[\d.]+)(?:-([\d.]+))?$/.exec(text) ?? [];
    const of = market(name);
    const terms = boundOf(COMPARATORS[sign] ?? 'eq', Number(first), Number(last));
    const marketId = (tickerOf(of) ?? conditionOf(of)) as MarketId;
    return { marketId, contract: contractOf({ ...WEATHER, ...termsIn(options), ...terms }) };
  });
  const event = {
    ...({ id: 'weather', venue: 'kalshi', members } as const),
    isMutuallyExclusive: options.get('exclusive') !== 'no',
    isWhole: options.get('whole') !== 'no',
  };
  const groups = groupsOf(event, () => options.get('family') !== 'unproven');
  // What was told before and is not found any more is taken back.
  const gone = { kind: 'none', id: 'weather:set', venue: 'kalshi', family: null } as const;
  return groups.some(({ id }) => id === gone.id) ? groups : [gone, ...groups];
}

const WEATHER = {
  ...{ family: 'weather.temperature', entities: ['new york'], predicate: 'highestTemperature' },
  ...{ day: '2026-10-10', unit: 'fahrenheit', hasRules: true },
} as const;

function termsIn(options: ReadonlyMap<string, string>): Partial<Contract> {
  return {
    voidRule: options.get('void') ?? null,
    isInteger: options.get('numbers') === 'whole',
    hasRules: options.get('rules') !== 'missing',
  };
}

function boundOf(comparator: Comparator, first: number, last: number) {
  const kind = comparator === 'between' ? 'range' : 'threshold';
  const micro = Math.round(first * MICRO);
  if (comparator === 'between') {
    return { ...({ kind, comparator } as const), floor: micro, cap: Math.round(last * MICRO) };
  }
  const isCap = comparator === 'lt' || comparator === 'le';
  return {
    ...({ kind, comparator } as const),
    floor: isCap ? null : micro,
    cap: isCap ? micro : null,
  };
}

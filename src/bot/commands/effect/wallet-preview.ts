import type { Queries } from '../../../engine/contract/queries.ts';
import type { Decision } from '../../../engine/domain/decision.ts';
import type { Settings } from '../../../engine/domain/settings.ts';
import { type Money, minOf, shareOf } from '../../../engine/domain/values/money.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import { count, moneyShort } from '../../format/amounts.ts';
import { driftAllows } from './drift-allows.ts';
import { soldNow } from './held-previews.ts';
import {
  capPreview,
  copiesOf,
  gatePreview,
  lastCopies,
  leaderDollars,
  perCopy,
  perDay,
  perMarket,
} from './recent-copies.ts';
import { allowsCategories } from './rejudged.ts';
import {
  copySpend,
  followsLeader,
  leastScore,
  mostPerCopy,
  ofBankroll,
  type RuleTopic,
} from './rule-words.ts';

interface Scene {
  readonly rules: WalletRules;
  readonly settings: Settings;
  readonly entries: readonly Decision[];
  readonly queries: Queries;
}

/** How many recent copies the size would have been cut for; only sizes that follow the leader vary. */
export function sizeCaps({ rules, settings, entries }: Omit<Scene, 'queries'>): string | null {
  if (!followsLeader(rules, settings)) return null;
  const copies = copiesOf(entries).slice(0, 50);
  const most = mostPerCopy(rules, settings);
  const capped = copies.filter((copy) => {
    const theirs = leaderDollars(copy);
    return theirs !== null && shareOf(theirs, rules.scaleFactor, 'floor') > most;
  });
  return copies.length === 0 ? null : `caps ${capped.length} of last ${copies.length}`;
}

/** What a rule, as it now is, would have made of the wallet's recent trades. */
export function rulePreview(topic: RuleTopic, scene: Scene): string | null {
  const { rules, settings, entries, queries } = scene;
  switch (topic) {
    case 'size':
      return spendPreview(scene);
    case 'max':
      return capPreview(entries, mostPerCopy(rules, settings), perCopy);
    case 'day': {
      const cap = ofBankroll(settings, settings['limits.walletDayPercent']);
      return capPreview(entries, rules.maxPerDay ?? cap, perDay(settings.timeZone));
    }
    case 'market': {
      const cap = ofBankroll(settings, settings['limits.marketPercent']);
      return capPreview(entries, rules.maxPerMarket ?? cap, perMarket);
    }
    case 'categories':
      return categoryPreview(scene);
    case 'leave':
      return soldNow(queries, settings, [rules]);
    case 'exit':
    case 'enabled':
      return openPreview(scene);
    default:
      return gateTopicPreview(topic, scene);
  }
}

function gateTopicPreview(topic: RuleTopic, { rules, settings, entries }: Scene): string | null {
  switch (topic) {
    case 'score': {
      const least = leastScore(rules, settings);
      return gatePreview(entries, 'walletConfidence', (actual) => actual >= least);
    }
    case 'lead': {
      const least = rules.minLeaderClip ?? settings['entry.minLeaderClip'];
      return gatePreview(entries, 'clipMinimum', (actual) => actual >= least);
    }
    case 'price': {
      const low = rules.priceMin ?? settings['entry.priceMinCents'];
      const high = rules.priceMax ?? settings['entry.priceMaxCents'];
      return gatePreview(entries, 'priceBand', (actual) => actual >= low && actual <= high);
    }
    case 'age': {
      const oldest = rules.maxAgeMs ?? settings['entry.maxAgeSeconds'];
      return gatePreview(entries, 'signalAge', (actual) => actual <= oldest);
    }
    case 'drift': {
      const most = rules.maxDrift ?? settings['entry.driftCents'];
      const ratio = settings['entry.driftPercent'];
      return gatePreview(entries, 'priceMoved', driftAllows({ most, ratio }));
    }
    default:
      return null;
  }
}

/** What another size would have cost; other limits may have cut it. */
function spendPreview({ rules, settings, entries }: Scene): string | null {
  const copies = copiesOf(entries);
  const most = mostPerCopy(rules, settings);
  let was = 0;
  let is = 0;
  for (const copy of copies) {
    const spend = copySpend(rules, settings, leaderDollars(copy));
    if (spend === null || copy.spend === null) return null;
    was += copy.spend;
    is += minOf(spend, most);
  }
  if (copies.length === 0) return null;
  return `the ${lastCopies(copies)} cost ${moneyShort(was as Money)}, by this size at most ${moneyShort(is as Money)}`;
}

function categoryPreview({ rules, entries, queries }: Scene): string | null {
  const copies = copiesOf(entries);
  if (copies.length === 0) return null;
  const stopped = copies.filter(
    (copy) => !allowsCategories(rules, queries.market(copy.marketId)?.categories ?? []),
  );
  return `would have stopped ${stopped.length} of the ${lastCopies(copies)}`;
}

function openPreview({ rules, queries }: Scene): string | null {
  const open = queries.positions().filter(({ position }) => position.wallet === rules.address);
  if (open.length === 0) return null;
  const cost = open.reduce((sum, { position }) => sum + position.cost, 0);
  return `${count(open.length, 'open position')}, ${moneyShort(cost as Money)} at cost`;
}

import type { Queries } from '../../../engine/contract/queries.ts';
import type { CommandBody } from '../../../engine/domain/command.ts';
import type { Settings } from '../../../engine/domain/settings.ts';
import { defaultWalletRules, type WalletRules } from '../../../engine/domain/wallet.ts';
import { moneyShort } from '../../format/amounts.ts';
import { walletName } from '../../format/names.ts';
import type { Line } from '../../reply.ts';
import { liveLedger, mostAtRiskNow, riskPhrase } from './at-risk.ts';
import { type Effect, effect, type Question, unchanged } from './effect.ts';
import { isLessRisk } from './less-risk.ts';
import { recentEntries } from './recent-copies.ts';
import { rejudgedWords } from './rejudged.ts';
import {
  followsLeader,
  mostPerCopy,
  RULE_TOPIC_NAMES,
  RULE_TOPICS,
  type RuleTopic,
  sizeWords,
} from './rule-words.ts';
import { heldBack } from './score-words.ts';
import { rulePreview, sizeCaps } from './wallet-preview.ts';

type Change = (CommandBody & { kind: 'changeWallet' })['change'];

/** `PAPER whale-7`: whose rules, in which book. */
export function walletTitle(rules: WalletRules): string {
  return `${rules.mode.toUpperCase()} ${walletName(rules)}`;
}

export function followEffect(queries: Queries, rules: WalletRules): Effect {
  const known = queries.wallets().find((one) => one.address === rules.address);
  if (known !== undefined) return unchanged(`${walletTitle(known)}: followed already`);
  return effect(
    `${walletTitle(rules)}: followed from now on · ${sizeWords(rules, queries.settings())}`,
    {
      danger: 'more',
      symbol: '◆',
      lines: ['What it holds already is not copied; its next trade is.'],
      undo: { kind: 'unfollow', address: rules.address },
    },
  );
}

export function unfollowEffect(queries: Queries, address: WalletRules['address']): Effect {
  const known = queries.wallets().find((one) => one.address === address);
  if (known === undefined)
    return unchanged(`${walletName({ address, label: null })} is not followed`);
  return effect(`${walletTitle(known)}: no longer followed`, {
    danger: 'less',
    lines: ['Its trades are not copied any more; its rules are kept for Undo only.'],
    undo: { kind: 'follow', rules: known },
  });
}

/** What every rule is before anyone changes it; who it is and whether it is copied stay. */
export function withoutOwnRules(rules: WalletRules): Change {
  const { address, followedAtMs, ...plain } = defaultWalletRules(rules.address, 0);
  const { label, enabled, mode, confidence } = rules;
  return { ...plain, label, enabled, mode, confidence };
}

export async function changeWalletEffect(
  queries: Queries,
  { address, change }: { readonly address: WalletRules['address']; readonly change: Change },
): Promise<Effect> {
  const before = queries.wallets().find((one) => one.address === address);
  if (before === undefined)
    return unchanged(`${walletName({ address, label: null })} is not followed`);
  if (change.mode === 'live' && queries.status().accounts.length === 0) {
    return {
      ...unchanged('Not done: live trading needs an account, and there is none at the host'),
      symbol: '✕',
    };
  }
  const after: WalletRules = { ...before, ...change };
  const topics = RULE_TOPIC_NAMES.filter((topic) =>
    RULE_TOPICS[topic].fields.some((field) => differs(before[field], after[field])),
  );
  const [first, ...others] = topics;
  const settings = queries.settings();
  if (first === undefined) return unchanged(sameTitle(before, change, queries));
  const entries = topics.some(needsPast) ? await recentEntries(queries, address) : [];
  const scene = { rules: after, settings, entries: entries ?? [], queries };
  const caps = first === 'size' ? sizeCaps(scene) : null;
  const lines: Line[] = [
    ...others.map(
      (topic) => `${RULE_TOPICS[topic].name}: ${fromTo(topic, { before, after, queries })}`,
    ),
    ...(others.length === 0 ? previewOf(first, scene) : []),
    ...(after.enabled && (others.length > 0 || WHOLE_WEEK.has(first)) ? weekOf(scene) : []),
    ...notes(topics, after, queries),
    ...(entries === null ? ['The recent past cannot be read now, so no preview.'] : []),
  ];
  const title = `${changeTitle(first, { before, after, queries })}${caps === null ? '' : ` (${caps})`}`;
  const question = liveQuestion({ before, after, queries });
  return effect(title, {
    danger: question === null ? dangerOf(before, after, settings) : 'limits',
    lines,
    question,
    undo: { kind: 'changeWallet', address, change: partOf(before, change) },
  });
}

function previewOf(...of: Parameters<typeof rulePreview>): string[] {
  const preview = rulePreview(...of);
  return preview === null ? [] : [preview];
}

function weekOf(scene: Parameters<typeof rejudgedWords>[0]): string[] {
  const words = rejudgedWords(scene);
  return words === null ? [] : [words];
}

interface Step {
  readonly before: WalletRules;
  readonly after: WalletRules;
  readonly queries: Queries;
}

/** Going live is asked; without an account the core refuses it, and says so. */
function liveQuestion({ before, after, queries }: Step): Question | null {
  const hasAccount = queries.status().accounts.length > 0;
  if (after.mode !== 'live' || before.mode === 'live' || !hasAccount) return null;
  const settings = queries.settings();
  const account = liveLedger(queries);
  const balance = account === null ? 'balance unknown' : `balance ${moneyShort(account.cash)}`;
  const held = heldBack([after], settings);
  const isPaper = queries.status().mode === 'paper';
  return {
    title: `Copy ${walletName(after)} live?  PAPER → LIVE`,
    lines: [
      `at most ${moneyShort(mostPerCopy(after, settings))} of real money a copy · ${balance}`,
      mostAtRiskNow(queries, account),
      ...(held === null ? [] : [held]),
      ...(after.enabled ? [] : ['It is disabled: nothing of it is copied until it is enabled.']),
      ...(isPaper ? ['Everything is on paper now: it spends real money once /mode is live.'] : []),
    ],
    keep: 'Stay on paper',
    go: 'Copy live',
    keepShows: `/wallet ${after.address}`,
    phrase: riskPhrase('LIVE', queries, account),
  };
}

function changeTitle(topic: RuleTopic, step: Step): string {
  const { before, after } = step;
  if (topic === 'enabled') {
    return after.enabled
      ? `${walletTitle(after)}: copied again`
      : `${walletTitle(after)}: not copied until enabled; open copies keep their exits`;
  }
  if (topic === 'label') return `${walletTitle(before)} is now called ${walletName(after)}`;
  const name = topic === 'size' ? '' : `${RULE_TOPICS[topic].name} `;
  return `${walletTitle(after)}: ${name}${fromTo(topic, step)}`;
}

function fromTo(topic: RuleTopic, { before, after, queries }: Step): string {
  const { words } = RULE_TOPICS[topic];
  const settings = queries.settings();
  return `${words(before, settings)} → ${words(after, settings)}`;
}

function sameTitle(rules: WalletRules, change: Change, queries: Queries): string {
  const topic = RULE_TOPIC_NAMES.find((one) =>
    RULE_TOPICS[one].fields.some((field) => Object.hasOwn(change, field)),
  );
  if (topic === undefined) return `${walletTitle(rules)}: nothing to change`;
  const { name, words } = RULE_TOPICS[topic];
  return `${walletTitle(rules)}: ${name} is ${words(rules, queries.settings())} already`;
}

function notes(topics: readonly RuleTopic[], rules: WalletRules, queries: Queries): string[] {
  const settings = queries.settings();
  const most = mostPerCopy(rules, settings);
  const own = rules.maxTradeSize;
  if (topics.includes('mode') && rules.mode === 'paper') {
    return ['What is held live of it is still sold live.'];
  }
  if (topics.includes('max') && own !== null && own > most) {
    return [`The order limit is ${moneyShort(most)}, so ${moneyShort(most)} is what counts.`];
  }
  if (topics.includes('size') && !topics.includes('max') && followsLeader(rules, settings)) {
    return ['Acts on the next copy; what is open stays as it is.'];
  }
  return [];
}

/** Only what lowers every cap is less risk. */
function dangerOf(before: WalletRules, after: WalletRules, settings: Settings): 'less' | 'more' {
  return isLessRisk(before, after, settings) ? 'less' : 'more';
}

/** Rules whose effect on single trades is told by what the last week would have been. */
const WHOLE_WEEK: ReadonlySet<RuleTopic> = new Set(['score', 'small', 'enabled', 'mode']);

/** A name changes nothing, and exits are about what is held. */
function needsPast(topic: RuleTopic): boolean {
  return topic !== 'label' && topic !== 'exit' && topic !== 'leave';
}

function differs(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

function partOf(rules: WalletRules, change: Change): Change {
  const keys = Object.keys(change) as (keyof Change)[];
  return Object.fromEntries(keys.map((key) => [key, rules[key]]));
}

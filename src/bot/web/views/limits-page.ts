import { mostAtRisk, tradingLedger } from '../../commands/effect/at-risk.ts';
import { LIMITS } from '../../commands/effect/limit-names.ts';
import { settingWords } from '../../commands/effect/setting-words.ts';
import { limitUse } from '../../commands/limit-use.ts';
import type { Limits } from '../contract/limits.ts';
import { ledgerRef } from './refs.ts';
import type { PageSources } from './sources.ts';

/** Every limit with what is used of it, and every setting; from memory. */
export function limitsPage({ queries }: PageSources): Limits {
  const settings = queries.settings();
  const ledger = tradingLedger(queries);
  return {
    atMs: queries.nowMs(),
    ledger: ledger === null ? null : ledgerRef(ledger.ledger),
    bankroll: settings.bankroll,
    mostAtRisk: mostAtRisk(settings, ledger),
    limits: LIMITS.map((limit) => {
      const used = limitUse(queries, limit);
      return {
        name: limit.name,
        about: limit.about,
        words: settingWords(limit.key, settings),
        unit: limit.unit,
        used: used?.figure ?? null,
        usedWords: used?.words ?? null,
      };
    }),
    settings: queries.settingList().map(({ key, value, initial, about, expects }) => ({
      key,
      group: key.includes('.') ? (key.split('.')[0] ?? key) : 'general',
      value,
      initial,
      isChanged: value !== initial,
      about,
      expects,
    })),
  };
}

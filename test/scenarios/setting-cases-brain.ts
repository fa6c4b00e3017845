import type { SettingKey } from '../../src/engine/domain/settings.ts';
import { BOOK, BOUGHT, BUYS, type Case, COIN, JUMP } from './setting-parts.ts';

/** Cases of the settings about price lags, and about who decides beside the rules. */
export const BRAIN_CASES = {
  'lag.mode': [
    'paper',
    `${COIN}\n ${JUMP}\n wait 1s`,
    '= price_lag coin.Yes denied lagAlertOnly 0 of 1',
    '= order buy coin.Yes $5 filled',
  ],
  'lag.reactionSeconds': [
    '30',
    `${COIN}\n ${JUMP}`,
    '= price_lag coin.Yes denied lagAlertOnly',
    'never price_lag',
  ],
  'lag.edgeCents': [
    '40',
    `${COIN}\n ${JUMP}`,
    '= price_lag coin.Yes denied lagAlertOnly',
    'never price_lag',
  ],

  'brains.shadow': [
    'on',
    `${BUYS}\n wait 1s\n ${BOUGHT}`,
    'never shadow:naive order',
    '= shadow:naive order buy rain.Yes $5 @0.99 filled',
  ],

  'llm.consult': [
    'on',
    `model shrink 60 thin\n ${BOOK}\n ${BUYS}\n wait 1s`,
    BOUGHT,
    '= order buy rain.Yes $3 @0.52 filled 6',
  ],
  'llm.fallback': [
    'reject',
    `set llm.consult on\n model fails timeout\n ${BOOK}\n ${BUYS}\n wait 1s`,
    BOUGHT,
    '= copy rain.Yes denied modelSilent 0 of 1 (timeout)',
  ],
  'llm.timeoutSeconds': [
    '20', // Older than 15 seconds it is not copied any more.
    `set llm.consult on\n model silent\n ${BOOK}\n ${BUYS}\n wait 22s`,
    BOUGHT,
    '= copy rain.Yes denied signalAge 21000ms of 15000ms',
  ],
  'llm.dayTokens': [
    '1000',
    `set llm.consult on\n set llm.fallback reject\n model accept\n ${BOOK}\n ${BUYS}\n wait 1s`,
    BOUGHT,
    '= copy rain.Yes denied modelSilent 0 of 1 (budget)',
  ],
  'llm.dayDollars': [
    '0.001',
    `set llm.consult on\n set llm.fallback reject\n model accept\n ${BOOK}\n ${BUYS}\n wait 1s`,
    BOUGHT,
    '= copy rain.Yes denied modelSilent 0 of 1 (budget)',
  ],
} satisfies Partial<Record<SettingKey, Case>>;

import type { Alarm } from '../src/bot/notice/alarms.ts';

/** Where each alarm is raised by what it is about: a test file, and words of it that raise it. */
export const ALARM_TESTS: Readonly<Record<Alarm, readonly [file: string, words: string]>> = {
  killed: ['test/scenarios/loss/safety.test.ts', "fault: 'clockSkew'"],
  'paused-by-losses': ['test/scenarios/safety.test.ts', '= notice paused fall=8000000'],
  'in-doubt': ['test/engine/core/live/doubt.test.ts', "kind: 'inDoubt'"],
  'exit-needs-you': ['test/scenarios/loss/fills.test.ts', "notices('exitNeedsYou')"],
  'settlement-failed': ['test/scenarios/loss/fills.test.ts', "notices('settlementFailed')"],
  'claim-needs-you': ['test/scenarios/resolution.test.ts', '= notice claimNeedsYou'],
  'arbitrage-needs-you': ['test/scenarios/arbitrage.test.ts', 'arbitrageDone end=needsYou'],
  'mirror-broken': ['test/engine/core/trade/mirror-alarm.test.ts', "'mirrorBroken'"],
  'pair-not-believed': ['test/scenarios/arbitrage.test.ts', '= notice pairDemoted'],
  'wallet-disabled': ['test/scenarios/standing.test.ts', 'walletDisabled'],
  'wallet-back-to-paper': ['test/scenarios/standing.test.ts', 'walletDemoted'],
  'went-live': ['test/engine/core/trade/mode.test.ts', "notices(bare, 'mode')"],
  'limit-raised': ['test/engine/core/trade/mode.test.ts', "notices(bare, 'raised')"],
  'operators-changed': ['test/app/running/control-desk.test.ts', "kind: 'operators'"],
  'codes-locked': ['test/e2e/chat/discord-live.test.ts', 'five wrong codes lock'],
  away: ['test/e2e/silence.test.ts', "told('away')"],
  'feed-down': ['test/e2e/silence.test.ts', "names('feedDown')"],
  'chat-unreachable': ['test/app/chat/phone-watch.test.ts', "'fault'"],
  'venue-changed': ['test/app/running/venue-canary.test.ts', "'venue-changed'"],
};

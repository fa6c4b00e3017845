import { expect, test } from 'vitest';
import { cents } from '../../../src/engine/domain/values/money.ts';
import { NOW, position, TURKEY } from '../chat-facts.ts';
import { Chat } from '../chat-person.ts';

/** What a person does to have copies sold, made smaller or put off by rules, and what is answered. */
const LINES = [
  '/settings exit.stopLossPercent 30',
  '/settings exit.stopLossPercent off',
  '/settings exit.takeProfitPercent 1',
  '/settings exit.maxHours 36h',
  '/settings exit.maxHours',
  '/settings exit.trailingPercent 100',
  '/settings cooldown',
  '/settings cooldown.walletHours 12',
  '/settings size.mode kelly',
  '/wallet whale-7 stop 30%',
  '/wallet whale-7 stop off',
  '/wallet whale-7 trail 20%',
  '/wallet whale-7 profit 50%',
  '/wallet whale-7 hold 2 days',
  '/wallet whale-7 stop default',
  '/wallet whale-7',
  '/wallet whale-7 exit trail 10%',
  '/wallet whale-7 exit stop',
  '/wallet whale-7 stop 100%',
  '/wallet whale-7 hold 5s',
  '/wallet whale-7 size kelly',
  '/wallet whale-7 size share',
  '/positions',
];

test('guards read as their golden file', async () => {
  const chat = new Chat();
  const open = position();
  const levels = { stopLoss: cents(42.1), trailingStop: null, takeProfit: null, untilMs: null };
  const best = { ...open.position, best: cents(64) };
  chat.world.positions = [
    { ...open, levels },
    {
      ...position(TURKEY),
      position: { ...best, openedAtMs: NOW },
      levels: {
        stopLoss: cents(42.1),
        trailingStop: cents(51.2),
        takeProfit: cents(90.2),
        untilMs: NOW + 172_800_000,
      },
    },
  ];
  await expect(await chat.transcript(LINES)).toMatchFileSnapshot('./guards.golden.txt');
});

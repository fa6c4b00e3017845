import type { Call } from '../test/servers/telegram/calls.ts';
import { TelegramDouble } from '../test/servers/telegram/double.ts';
import type { Tap, TelegramPerson } from '../test/servers/telegram/person.ts';
import {
  ANSWERS,
  type Ask,
  DEEDS,
  labelOf,
  lineOf,
  machineMs,
  type PhoneReport,
  rightAnswer,
  STUCK,
  STUCK_S,
  TALKERS,
} from './chat/protocol.ts';
import { servePhone } from './chat/serve-phone.ts';

/** Telegram and its people in a process of their own: what they cost is not the program's. */
const telegram = await TelegramDouble.start();
const people = new Map(TALKERS.map((id) => [id as number, telegram.person(id, `Person ${id}`)]));
// A bot can write only to those who have written first.
for (const person of [...people.values(), telegram.person(STUCK, 'Stuck')]) person.say('/mode');
telegram.stuckChat(STUCK, STUCK_S);
setInterval(() => telegram.stuckChat(STUCK, STUCK_S), STUCK_S * 1_000);

/** Calls tell when they came in on this process's own clock. */
const CLOCK_MS = machineMs() - performance.now();
const asked: Ask[] = [];
const taps: Tap[] = [];

async function ask(of: Ask) {
  const person = people.get(of.who);
  if (person === undefined) throw new Error(`nobody is ${of.who}`);
  const right = rightAnswer(of);
  const act = prepared(person, of);
  const before = telegram.calls.length;
  asked.push(of);
  const askedMs = machineMs();
  act();
  const answer = await telegram.until(() => answerAmong(before, of.who, right));
  return { askedMs, answeredMs: answer.receivedAtMs + CLOCK_MS, text: textOf(answer) };
}

/** Looking a button up is no part of what is measured. */
function prepared(person: TelegramPerson, of: Ask): () => void {
  const line = lineOf(of);
  if (line !== null) return () => void person.say(line);
  const label = labelOf(of.deed);
  const message = person.sees().findLast(({ byBot, labels }) => byBot && labels.includes(label));
  const button = message?.buttons.flat().find(({ text }) => text === label);
  if (message === undefined || button === undefined || !('callback_data' in button)) {
    throw new Error(`there is no button ${label}`);
  }
  const { callback_data: data } = button;
  return () => void taps.push(person.forge(data, { messageId: message.id }));
}

function answerAmong(from: number, chatId: number, right: RegExp): Call | null {
  for (let at = from; at < telegram.calls.length; at += 1) {
    const call = telegram.calls[at];
    if (call?.chatId !== chatId || call.outcome !== 'ok') continue;
    if (right.test(textOf(call))) return call;
  }
  return null;
}

/** What a person reads of it. */
function textOf(call: Call): string {
  return (call.text('text') ?? '').replaceAll(/<[^>]*>/g, '');
}

function report(): Omit<PhoneReport, 'delayMsP99'> {
  const problems: string[] = [];
  const shown = telegram.calls.filter(({ method, outcome }) => outcome === 'ok' && isShown(method));
  let answers = 0;
  for (const who of TALKERS) {
    const texts = shown.filter(({ chatId }) => chatId === who).map(textOf);
    for (const deed of DEEDS) {
      const wanted = asked.filter((one) => one.who === who && one.deed === deed).length;
      const came = texts.filter((text) => ANSWERS[deed].test(text)).length;
      answers += came;
      if (came !== wanted) problems.push(`${who}: ${came} answers to ${wanted} × ${deed}`);
    }
  }
  const unended = taps.filter(({ answer }) => answer === null).length;
  if (unended > 0) problems.push(`${unended} taps still turn`);
  const stuck = telegram.calls.filter(({ chatId }) => chatId === STUCK);
  if (stuck.some(({ outcome }) => outcome === 'ok')) problems.push('the stuck chat took a call');
  const refused = telegram.calls.filter(({ outcome }) => outcome === 'refused');
  for (const { method, refusal } of refused.filter(({ chatId }) => chatId !== STUCK)) {
    problems.push(`${method} was refused: ${refusal}`);
  }
  const toTalkers = shown.filter(({ chatId }) => TALKERS.some((id) => id === chatId)).length;
  return {
    answers,
    refusedStuck: stuck.filter(({ outcome }) => outcome === 'refused').length,
    notices: toTalkers - answers,
    problems,
  };
}

function isShown(method: string): boolean {
  return method.startsWith('send') || method.startsWith('edit');
}

servePhone({
  env: {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_ADMIN_IDS: TALKERS.join(','),
    TELEGRAM_TRADER_IDS: String(STUCK),
  },
  ask,
  report,
});

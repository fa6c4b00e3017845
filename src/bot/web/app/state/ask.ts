import { signal } from '@preact/signals';
import type { Answer, Command, Reply } from '../../contract/command.ts';
import { ApiError, send } from './api.ts';

/** An answer on the screen. */
export interface Card {
  readonly id: number;
  readonly reply: Reply;
  readonly atMs: number;
}

/** How long an answer that asks nothing stays, ms; one that can be taken back stays as long as it can. */
const TOLD_MS = 12_000;

/** What is asked now, and has to be answered or put away. */
export const question = signal<Card | null>(null);
/** What was told last and asks nothing; a newer answer takes its place, so that nothing is covered. */
export const told = signal<Card | null>(null);
export const isBusy = signal(false);

let next = 1;

/** Does what could be typed into a chat; shows the answer. Tells whether it was answered. */
export function act(name: string, ...words: readonly string[]): Promise<boolean> {
  return perform(() => send('command', { name, words: [...words] }));
}

/** Sends a line as it would be typed: a command, or what a question asked for. */
export function typeLine(line: string): Promise<boolean> {
  return perform(() => send('command', { line } satisfies Command));
}

/** Uses a button of an answer. */
export function tap(token: string): Promise<boolean> {
  return perform(() => send('tap', { token }));
}

async function perform(sends: () => Promise<Answer>): Promise<boolean> {
  isBusy.value = true;
  try {
    show((await sends()).reply);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    show(failed(error.message));
    return false;
  } finally {
    isBusy.value = false;
    acted.value += 1;
  }
}

/** Grows with everything that was done: pages read again what may have changed. */
export const acted = signal(0);

function failed(message: string): Reply {
  return { symbol: '!', title: [message], blocks: [], buttons: [], asks: null, files: [] };
}

/** Whether an answer wants a decision. */
export function isQuestion(reply: Reply): boolean {
  return reply.asks !== null || reply.buttons.some((button) => button.style === 'danger');
}

/** Whether there is too much to read in passing. */
function isLong({ blocks, files }: Reply): boolean {
  const lines = blocks.reduce(
    (sum, block) => sum + (block.kind === 'lines' ? block.lines.length : block.rows.length + 1),
    0,
  );
  return lines > 4 || files.length > 0;
}

function show(reply: Reply): void {
  const card = { id: next, reply, atMs: Date.now() };
  next += 1;
  if (isQuestion(reply) || isLong(reply)) {
    question.value = card;
    return;
  }
  // What was refused while a question is open belongs under that question.
  if (question.value !== null && reply.symbol !== '!') question.value = null;
  told.value = card;
  const stays = Math.max(TOLD_MS, ...reply.buttons.map(({ validMs }) => Math.min(validMs, 60_000)));
  setTimeout(() => putAway(card.id), stays);
}

export function putAway(id: number): void {
  if (told.value?.id === id) told.value = null;
  if (question.value?.id === id) question.value = null;
}

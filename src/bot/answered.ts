import { UnavailableError } from '../engine/contract/queries.ts';
import { contentId, shortId } from '../engine/domain/ids.ts';
import { ForbiddenError } from './authorise.ts';
import { UsageError } from './command.ts';
import { doIt, lines, plainText, reply, spans } from './format/compose.ts';
import { duration } from './format/moments.ts';
import type { Said } from './prompts.ts';
import type { Reply } from './reply.ts';
import type { Taken } from './taps.ts';

/** Taking back is the end of it: a second /undo reaches the change before, not this one. */
export function undone(done: Reply): Reply {
  const refused = plainText(done.title).startsWith('Not done');
  const title = refused ? done.title : ['Undone · ', ...spans(done.title)];
  return { ...done, title, buttons: [] };
}

function misunderstood({ message, meant }: UsageError): Reply {
  if (meant === null) return reply(message);
  return reply(message, { blocks: [lines([{ code: meant }])], buttons: [doIt(meant)] });
}

/** What is said when a line or a tap could not be carried out; `null` for what nobody expected. */
export function refusalOf(error: unknown): Reply | null {
  if (error instanceof UsageError) return misunderstood(error);
  if (error instanceof ForbiddenError) return reply(error.message, { symbol: '✕' });
  if (error instanceof UnavailableError) {
    return reply(`Not available now: ${error.message}`, { symbol: '!' });
  }
  return null;
}

/** The id under which an unexpected error is found in the log. */
export function errorIdOf(incomingId: string, atMs: number): string {
  return shortId(contentId('error', [incomingId, atMs]));
}

export function unexpected(errorId: string): Reply {
  return reply(`No answer: it failed inside PolyMind, noted in the log as ${errorId}`, {
    symbol: '!',
    blocks: [lines('Whether it acted stands in /audit; trading goes on, /status shows how.')],
  });
}

/** Why a tap did nothing. */
export function untaken(taken: Exclude<Taken, { kind: 'button' }>): Reply {
  switch (taken.kind) {
    case 'unknown':
      return reply('Nothing done: this button is too old');
    case 'expired':
      return reply(
        `Nothing done: "${taken.button.label}" was good for ${duration(taken.button.validMs)} only`,
      );
    case 'used':
      return reply('This was done already, once');
    case 'void':
      return reply('Nothing done: you answered this already');
    case 'notYours':
      return reply(`Nothing done: this is for ${taken.actor} to decide`);
  }
}

/** Why a typed confirmation did nothing. */
export function unconfirmed(said: Exclude<Said, { kind: 'other' | 'phrase' }>): Reply {
  switch (said.kind) {
    case 'expired':
      return reply('Nothing done: the 120 s are over; ask again to see the card anew');
    case 'used':
      return reply('This was done already, once');
    case 'void':
      return reply('Nothing done: you answered this already');
    case 'differs': {
      const right = said.needsCode ? `${said.phrase} and your 6-digit code` : said.phrase;
      return reply(['Nothing done: type exactly  ', { code: right }], { symbol: '✕' });
    }
  }
}

/** Somebody else changed it, or the money is not there any more. */
export function changedMeanwhile(what: 'state' | 'balance'): Reply {
  const title =
    what === 'state'
      ? 'Nothing done: it has been changed since this was shown'
      : 'Nothing done: the balance fell by more than 10 % since this was shown';
  return reply(title, {
    symbol: '✕',
    blocks: [lines('Look at it again, then decide; /audit tells who changed it.')],
  });
}

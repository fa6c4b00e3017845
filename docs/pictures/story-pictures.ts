import { discordChat } from './discord-chat.ts';
import { sideBySide } from './frame.ts';
import { COLOURS } from './ink.ts';
import type { Story } from './story.ts';
import { telegramChat } from './telegram-chat.ts';

const PHONE_PX = 400;
const CLIENT_PX = 600;

/** The pictures of the documents, by their names. */
export function drawPictures(story: Story): Readonly<Record<string, Uint8Array>> {
  const left = [story.fill, story.denied, story.asksLimit, story.limit];
  const right = [story.asksPnl, story.pnl, story.kills, story.killed];
  const title = 'PolyMind';
  const { background, panel } = COLOURS;
  const phone = { title, note: 'bot in Telegram', widthPx: PHONE_PX, background };
  const client = { title, note: 'app in Discord', widthPx: CLIENT_PX, background: panel };
  const inDiscord = [
    { message: story.discordFill, answers: null },
    { message: story.wallet, answers: '/wallet who: ace' },
  ];
  return {
    'phone-telegram': sideBySide([
      { ...phone, chat: telegramChat(left, PHONE_PX) },
      { ...phone, chat: telegramChat(right, PHONE_PX) },
    ]),
    'phone-discord': sideBySide([{ ...client, chat: discordChat(inDiscord, CLIENT_PX) }]),
  };
}

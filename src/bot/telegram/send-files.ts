import { InputFile } from 'grammy';
import type { ReplyFile } from '../reply.ts';
import type { TelegramClient } from './client.ts';

/** Sends the files of an answer, without a sound: its text follows. @throws what `failureOf` reads */
export async function sendFiles(
  { calls }: Pick<TelegramClient, 'calls'>,
  chat: number,
  files: readonly ReplyFile[],
): Promise<void> {
  for (const { name, bytes } of files) {
    await calls.sendDocument(chat, new InputFile(bytes, name), { disable_notification: true });
  }
}

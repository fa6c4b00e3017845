import { describe, expect, test } from 'vitest';
import { FED, order } from '../chat-facts.ts';
import { plainReply } from '../plain-reply.ts';
import { Desk } from './desk.ts';

describe('pasted secrets', () => {
  const key = 'c4'.repeat(32);
  const phrase =
    'abandon ability able about above absent absorb abstract absurd abuse access accident';

  test.each([
    ['a private key', `0x${key}`],
    ['a private key without 0x', key],
    ['a private key in a sentence', `here it is: ${key}, right?`],
    ['a private key behind a command that takes none', `/wallet 0x${key}`],
    ['a seed phrase', phrase],
    ['a numbered seed phrase', phrase.replaceAll(' ', '\n2. ')],
    ['a PEM key', '-----BEGIN EC PRIVATE KEY-----\nMHQ'],
    ['a keystore', `{"crypto":{"ciphertext":"${key}"}}`],
  ])('%s is deleted, not repeated, and answered with what to do', async (_, text) => {
    const desk = new Desk();
    const answer = await desk.say(text);
    expect(answer?.deleteTheirs).toBe(true);
    const words = plainReply(answer?.reply ?? ({} as never));
    expect(words).toContain('move what it holds to a new wallet');
    expect(words).not.toContain(key);
    expect(words).not.toContain('abandon');
    expect(JSON.stringify(desk.rows.entries)).not.toContain(key);
  });

  test.each([
    ['a market by its id', FED.id],
    ['a hash behind a command that takes one', `/market 0x${key}`],
    ['an order', `/order ${order().order.intent.id}`],
    ['a wallet', '0x6177777777777777777777777777777777779cd5'],
    ['words of a question', 'will the government ban about half of all abstract art'],
  ])('%s is none', async (_, text) => {
    const desk = new Desk();
    expect((await desk.say(text))?.deleteTheirs).toBe(false);
  });
});

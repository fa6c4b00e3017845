import { wordlists } from 'ethers';

/** Whether a word is one of the 2,048 of which English seed phrases (BIP-39) are made. */
export function isSeedWord(word: string): boolean {
  return (wordlists['en']?.getWordIndex(word) ?? -1) >= 0;
}

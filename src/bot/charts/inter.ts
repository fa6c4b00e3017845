import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Lettering } from './lettering.ts';
import { readTypeface } from './typeface.ts';

/** Inter as TrueType: the drawing library reads no other form, and leaves text out without a word. */
export const INTER_FILES = {
  regular: fileURLToPath(
    import.meta.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  ),
  bold: fileURLToPath(import.meta.resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf')),
};

/** @throws when a file is missing or is no TrueType font */
export function readInter(): Lettering {
  return {
    regular: readTypeface(readFileSync(INTER_FILES.regular)),
    bold: readTypeface(readFileSync(INTER_FILES.bold)),
  };
}

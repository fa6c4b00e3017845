import { ThreadPictures } from '../../../src/bot/charts/pictures.ts';
import { lines } from './samples.ts';

// Draws one picture and does nothing more: the process ends only if its idle thread lets it.
const LIMITS = { drawMsMax: 60_000, startMsMax: 60_000 } as const;
const report = (error: unknown) => process.stderr.write(`${String(error)}\n`);
const png = await new ThreadPictures({ report, ...LIMITS }).draw(lines());
process.stdout.write(png === null ? 'nothing' : 'drawn');

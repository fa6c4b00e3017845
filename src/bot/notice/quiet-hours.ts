import type { AtMs } from '../../engine/domain/time.ts';
import { minuteOfDay } from '../format/moments.ts';
import type { QuietHours } from './preferences.ts';

/** Whether a moment falls into quiet hours of a zone; they may reach over midnight. */
export function isQuiet(quiet: QuietHours | null, atMs: AtMs, zone: string): boolean {
  if (quiet === null || quiet.from === quiet.until) return false;
  const minute = minuteOfDay(atMs, zone);
  return quiet.from < quiet.until
    ? minute >= quiet.from && minute < quiet.until
    : minute >= quiet.from || minute < quiet.until;
}

/** `23:00–07:30` */
export function quietWords({ from, until }: QuietHours): string {
  return `${clockOf(from)}–${clockOf(until)}`;
}

function clockOf(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

const TYPED =
  /^(\d{1,2})(?:[:.h]?(\d{2}))?\s?(am|pm)?\s?(?:-|–|—|to|until)\s?(\d{1,2})(?:[:.h]?(\d{2}))?\s?(am|pm)?$/;

/** Quiet hours of `23-7`, `23:00-07:30`, `11pm-7am`; `null` for anything else. */
export function readQuietHours(typed: string): QuietHours | null {
  const [, ...parts] = TYPED.exec(typed.trim().toLowerCase()) ?? [];
  const from = minuteTyped(parts[0], parts[1], parts[2]);
  const until = minuteTyped(parts[3], parts[4], parts[5]);
  return from === null || until === null || from === until ? null : { from, until };
}

function minuteTyped(hours = '', minutes = '0', half = ''): number | null {
  const typed = Number(hours);
  const minute = Number(minutes);
  if (hours === '' || minute > 59) return null;
  if (half !== '' && (typed < 1 || typed > 12)) return null;
  const hour = half === '' ? typed % 24 : (typed % 12) + (half === 'pm' ? 12 : 0);
  return typed > 24 ? null : hour * 60 + minute;
}

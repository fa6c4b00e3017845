import { z } from 'zod';
import type { AtMs } from '../../engine/domain/time.ts';
import { atMsIso, text } from '../fields.ts';
import { timeOrNone } from './schema.ts';
import { exchangeIndex } from './schema-market.ts';

/** Shards of one answer at most. */
const SHARDS_MAX = 1_000;
/** Weeks and windows of a schedule at most. */
const WINDOWS_MAX = 1_000;
const SESSIONS_MAX = 100;

/** What a part of the exchange does now. */
export interface ShardStatus {
  readonly exchangeIndex: number;
  readonly description: string;
  /** Whether it serves at all. */
  readonly isExchangeActive: boolean;
  /** Whether it takes orders. */
  readonly isTradingActive: boolean;
}

export interface ExchangeStatus {
  /** Every shard that the venue tells of; at least shard 0. */
  readonly shards: readonly ShardStatus[];
  readonly resumesAtMs: AtMs | null;
}

export const exchangeStatusSchema: z.ZodType<ExchangeStatus> = z
  .object({
    exchange_active: z.boolean(),
    trading_active: z.boolean(),
    exchange_estimated_resume_time: timeOrNone,
    exchange_index_statuses: z
      .array(
        z.object({
          exchange_index: exchangeIndex,
          description: text.nullish(),
          exchange_active: z.boolean(),
          trading_active: z.boolean(),
        }),
      )
      .max(SHARDS_MAX)
      .nullish(),
  })
  .transform((raw) => {
    const told = (raw.exchange_index_statuses ?? []).map((row) => ({
      exchangeIndex: row.exchange_index,
      description: row.description ?? '',
      isExchangeActive: row.exchange_active,
      isTradingActive: row.trading_active,
    }));
    // The fields at the top are those of shard 0 alone.
    const first = {
      exchangeIndex: 0,
      description: '',
      isExchangeActive: raw.exchange_active,
      isTradingActive: raw.trading_active,
    };
    const shards = told.some((shard) => shard.exchangeIndex === 0) ? told : [first, ...told];
    return { shards, resumesAtMs: raw.exchange_estimated_resume_time };
  });

/** The shard of a market; `null` when the venue says nothing of it. */
export function shardOf(status: ExchangeStatus, index: number): ShardStatus | null {
  return status.shards.find((shard) => shard.exchangeIndex === index) ?? null;
}

/** Days as `Date.getUTCDay` counts them. */
export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

/** Trading hours of a day in minutes after midnight in New York, the end not included. */
export interface Session {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** Hours of every day of the week, which hold between two moments. */
export interface WeeklyHours {
  readonly fromMs: AtMs;
  readonly untilMs: AtMs;
  /** By {@link WEEKDAYS}. */
  readonly days: readonly (readonly Session[])[];
}

export interface ExchangeSchedule {
  readonly hours: readonly WeeklyHours[];
  readonly maintenance: readonly { readonly fromMs: AtMs; readonly untilMs: AtMs }[];
}

const DAY_MINUTES = 24 * 60;
const minute = z
  .string()
  .regex(/^(?:[01]\d|2[0-4]):[0-5]\d(?::\d\d)?$/, 'expected a time such as 08:00')
  .transform((raw) => Number(raw.slice(0, 2)) * 60 + Number(raw.slice(3, 5)));
const session = z
  .object({ open_time: minute, close_time: minute })
  .transform(({ open_time: fromMinute, close_time }): Session => {
    // A day ends at midnight, which is written as the next day's first minute.
    const untilMinute =
      close_time === 0 || close_time === DAY_MINUTES - 1 ? DAY_MINUTES : close_time;
    return { fromMinute, untilMinute };
  });
const sessions = z
  .array(session)
  .max(SESSIONS_MAX)
  .nullish()
  .transform((raw) => raw ?? []);

const weekly = z
  .object({
    start_time: atMsIso,
    end_time: atMsIso,
    sunday: sessions,
    monday: sessions,
    tuesday: sessions,
    wednesday: sessions,
    thursday: sessions,
    friday: sessions,
    saturday: sessions,
  })
  .transform(
    (raw): WeeklyHours => ({
      fromMs: raw.start_time,
      untilMs: raw.end_time,
      days: WEEKDAYS.map((day) => raw[day]),
    }),
  );

/** The answer of `GET /exchange/schedule`. */
export const scheduleSchema: z.ZodType<ExchangeSchedule> = z
  .object({
    schedule: z.object({
      standard_hours: z.array(weekly).max(WINDOWS_MAX),
      maintenance_windows: z
        .array(z.object({ start_datetime: atMsIso, end_datetime: atMsIso }))
        .max(WINDOWS_MAX)
        .nullish(),
    }),
  })
  .transform(({ schedule }) => ({
    hours: schedule.standard_hours,
    maintenance: (schedule.maintenance_windows ?? []).map((window) => ({
      fromMs: window.start_datetime,
      untilMs: window.end_datetime,
    })),
  }));

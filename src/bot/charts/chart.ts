import type { AtMs } from '../../engine/domain/time.ts';

/** Which colour a series has; always told by its label too. */
export type SeriesRole = 'ours' | 'leader' | 'naive' | 'second';

/** What the values of a chart are; written at the axis. */
export type ChartUnit = 'dollars' | 'cents' | 'percent' | 'score';

export interface ChartSeries {
  /** Written at the end of its line with the last value. */
  readonly name: string;
  readonly role: SeriesRole;
  /** Oldest first. */
  readonly points: readonly { readonly atMs: AtMs; readonly value: number }[];
  /** The interval around them, drawn behind the line; at most as many as points are drawn. */
  readonly band?: readonly { readonly atMs: AtMs; readonly low: number; readonly high: number }[];
}

/** A picture as data: its title says what was found. */
export type Chart =
  | {
      readonly kind: 'lines';
      readonly title: string;
      readonly unit: ChartUnit;
      /** Values are gains and losses: written with their sign, drawn from a line at zero. */
      readonly signed?: boolean;
      /** IANA name of the reader's time zone. */
      readonly zone: string;
      /** One to four. */
      readonly series: readonly ChartSeries[];
    }
  | {
      readonly kind: 'bars';
      readonly title: string;
      readonly unit: ChartUnit;
      /** Gain or loss by sign, in the order given, at most 12. */
      readonly bars: readonly { readonly label: string; readonly value: number }[];
    };

/** Draws charts, off the main thread. */
export interface Pictures {
  /** A PNG; `null` when it could not be drawn, so that the text goes alone. Never rejects. */
  draw(chart: Chart): Promise<Uint8Array | null>;
}

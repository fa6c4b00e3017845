import type { JSX } from 'preact';

export interface Bar {
  readonly key: string;
  readonly label: string;
  /** Share of the longest, 0 to 1. */
  readonly share: number;
  readonly text: string;
}

/** Amounts side by side; the number stands beside each bar. */
export function Bars({
  of,
  label,
}: {
  readonly of: readonly Bar[];
  readonly label: string;
}): JSX.Element {
  return (
    <ul class="bars" aria-label={label}>
      {of.map((bar) => (
        <li key={bar.key}>
          <span class="bar-label">{bar.label}</span>
          <span class="bar" aria-hidden="true">
            <span style={{ width: `${Math.round(Math.max(0, Math.min(1, bar.share)) * 100)}%` }} />
          </span>
          <span class="number">{bar.text}</span>
        </li>
      ))}
    </ul>
  );
}

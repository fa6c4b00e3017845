import type { ComponentChildren, JSX } from 'preact';

interface CellProps {
  readonly class?: string;
  /** What it is, where a narrow screen shows no head. */
  readonly label?: string;
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** A cell of a long table; on a phone a row is several lines, which no table row can be. */
export function Cell({ class: name, label, title, children }: CellProps): JSX.Element {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table whose rows are laid out freely
    <span role="cell" class={name} data-label={label} title={title}>
      {children}
    </span>
  );
}

/** A name of a column. */
export function HeadCell({ class: name, children }: CellProps): JSX.Element {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table whose rows are laid out freely
    // biome-ignore lint/a11y/useFocusableInteractive: it only names a column
    <span role="columnheader" class={name}>
      {children}
    </span>
  );
}

/** The names of the columns. */
export function HeadRow({ class: name, children }: CellProps): JSX.Element {
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a table whose rows are laid out freely
    // biome-ignore lint/a11y/useFocusableInteractive: it only names columns
    <div role="row" class={`row ${name ?? ''}`}>
      {children}
    </div>
  );
}

interface ScrollerProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** Something wide that scrolls by itself, also by keys. */
export function Scroller({ label, children }: ScrollerProps): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <section class="scroller" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Resource } from '../state/resource.ts';

interface PanelProps {
  readonly title: string;
  /** Beside the title. */
  readonly aside?: ComponentChildren;
  /** How wide it is on a wide screen. */
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** A part of a page. */
export function Panel({ title, aside, wide = false, children }: PanelProps): JSX.Element {
  const id = useId();
  return (
    <section class={wide ? 'panel is-wide' : 'panel'} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id}>{title}</h2>
        {aside === undefined ? null : <div class="panel-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

interface EmptyProps {
  /** What will appear here. */
  readonly title: string;
  /** How to make it appear. */
  readonly children: ComponentChildren;
}

/** Where nothing is: what will appear, and how to make it appear. */
export function Empty({ title, children }: EmptyProps): JSX.Element {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      <p>{children}</p>
    </div>
  );
}

/** A figure with what it is. */
export function Figure({ label, children, note }: FigureProps): JSX.Element {
  return (
    <div class="figure">
      <dt>{label}</dt>
      <dd>
        {children}
        {note === undefined ? null : <small>{note}</small>}
      </dd>
    </div>
  );
}
interface FigureProps {
  readonly label: string;
  readonly children: ComponentChildren;
  readonly note?: ComponentChildren;
}

export function Figures({ children, isSmall = false }: FiguresProps): JSX.Element {
  return <dl class={isSmall ? 'figures is-small' : 'figures'}>{children}</dl>;
}
interface FiguresProps {
  readonly children: ComponentChildren;
  /** Figures of a few digits stand closer. */
  readonly isSmall?: boolean;
}

interface LoadedProps<Answer> {
  readonly from: Resource<Answer>;
  /** What is being read: `orders`. */
  readonly what: string;
  readonly children: (data: Answer) => ComponentChildren;
}

/** What was read; while it is, and when it cannot be, words that say so. */
export function Loaded<Answer>({ from, what, children }: LoadedProps<Answer>): JSX.Element {
  const { data, trouble, reload } = from;
  return (
    <>
      {trouble === null ? null : (
        <div class="trouble" role="alert">
          <p>
            {data === null
              ? `The ${what} could not be read. `
              : `These ${what} are not the newest. `}
            {trouble}
          </p>
          <button type="button" class="button" onClick={reload}>
            Try again
          </button>
        </div>
      )}
      {data === null
        ? trouble === null && (
            <p class="reading" role="status">
              Reading {what}…
            </p>
          )
        : children(data)}
    </>
  );
}

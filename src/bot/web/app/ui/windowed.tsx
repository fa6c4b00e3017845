import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { windowOf } from './window.ts';

/** Rows that are drawn beyond either edge. */
const BEYOND = 10;
/** Rows that are kept as they were drawn. */
const DRAWN_MAX = 400;

interface WindowedProps<Row> {
  readonly label: string;
  readonly head: ComponentChildren;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly row: (row: Row) => ComponentChildren;
  /** Height of every row, pixels: on a phone and on a wide screen. */
  readonly heights: readonly [phone: number, wide: number];
  /** Called when the end comes near. */
  readonly onEnd?: () => void;
}

const WIDE = '(min-width: 900px)';

/** How far the list is scrolled, in frames rather than in every event. */
function useScroll(): readonly [(node: HTMLDivElement | null) => void, number, number] {
  const element = useRef<HTMLDivElement | null>(null);
  const [view, setView] = useState<readonly [number, number]>([0, innerHeight]);
  useEffect(() => {
    let isAsked = false;
    const measure = (): void => {
      isAsked = false;
      const top = element.current?.getBoundingClientRect().top ?? 0;
      setView([-top, innerHeight]);
    };
    const ask = (): void => {
      if (!isAsked) requestAnimationFrame(measure);
      isAsked = true;
    };
    measure();
    addEventListener('scroll', ask, { passive: true });
    addEventListener('resize', ask, { passive: true });
    return () => {
      removeEventListener('scroll', ask);
      removeEventListener('resize', ask);
    };
  }, []);
  return [
    (node) => {
      element.current = node;
    },
    ...view,
  ];
}

interface Drawn {
  readonly at: number;
  readonly rowHeight: number;
  readonly element: JSX.Element;
}

/** Rows as they were drawn before, as long as they are the same: scrolling draws only new ones. */
function useDrawn<Row>({ keyOf, row }: WindowedProps<Row>) {
  const cache = useRef(new Map<string, Drawn & { readonly row: Row }>());
  return (one: Row, { at, rowHeight }: Omit<Drawn, 'element'>): JSX.Element => {
    const key = keyOf(one);
    const before = cache.current.get(key);
    if (before?.row === one && before.at === at && before.rowHeight === rowHeight) {
      return before.element;
    }
    if (cache.current.size > DRAWN_MAX) cache.current.clear();
    const element = (
      // biome-ignore lint/a11y/useSemanticElements: part of a table whose rows are laid out freely
      // biome-ignore lint/a11y/useFocusableInteractive: what can be used is inside
      <div
        role="row"
        class="row"
        key={key}
        aria-rowindex={at + 2}
        style={{ height: `${rowHeight}px` }}
      >
        {row(one)}
      </div>
    );
    cache.current.set(key, { row: one, at, rowHeight, element });
    return element;
  };
}

/** A long table of which only what is on the screen is drawn. */
export function Windowed<Row>(props: WindowedProps<Row>): JSX.Element {
  const { label, head, rows, heights, onEnd } = props;
  const [ref, scrolled, screen] = useScroll();
  const rowHeight = matchMedia(WIDE).matches ? heights[1] : heights[0];
  const seen = windowOf({ rows: rows.length, rowHeight, scrolled, screen, beyond: BEYOND });
  const drawn = useDrawn(props);
  const isAtEnd = seen.until >= rows.length;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, rows.length]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: on a phone a row is two lines, which no table row is
    <div class="rows" role="table" aria-label={label} aria-rowcount={rows.length + 1}>
      {/* biome-ignore lint/a11y/useSemanticElements: part of the table above */}
      <div role="rowgroup" class="rows-head">
        {head}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: part of the table above */}
      <div role="rowgroup" ref={ref}>
        <div class="spacer" style={{ height: `${seen.before}px` }} />
        {rows
          .slice(seen.from, seen.until)
          .map((one, at) => drawn(one, { at: seen.from + at, rowHeight }))}
        <div class="spacer" style={{ height: `${seen.behind}px` }} />
      </div>
    </div>
  );
}

import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { scheme } from '../state/look.ts';
import type { Series } from './chart/series.ts';

interface CurveProps {
  /** The finding, as a sentence. */
  readonly title: string;
  /** At most four. */
  readonly series: readonly Series[];
  readonly unit: 'money' | 'score' | 'ratio';
}

/** Lines over time; the drawing code is loaded with the first of them. */
export function Curve({ title, series, unit }: CurveProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const look = scheme();
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let drawing: { destroy(): void } | null = null;
    let isGone = false;
    import('./chart/draw.ts')
      .then(({ draw }) => {
        if (!isGone) drawing = draw(element, { series, unit });
      })
      .catch(reportError);
    return () => {
      isGone = true;
      drawing?.destroy();
    };
  }, [series, unit, look]);
  return (
    <figure class="curve">
      <figcaption>{title}</figcaption>
      <div class="curve-place" role="img" aria-label={title} ref={place} />
    </figure>
  );
}

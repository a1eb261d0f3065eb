import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useState } from 'preact/hooks';

/** Rows or columns that exist beyond the edges of what is in view. */
const AROUND = { down: 12, across: 3 };

type Way = keyof typeof AROUND;

/** Which of many equal rows are in view, with some around them, so that only those have to exist. */
export function rowsInView(
  scrollTop: number,
  height: number,
  count: number,
  rowPx: number,
  way: Way = 'down',
): { first: number; last: number } {
  const around = AROUND[way];
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowPx)) - around);
  const last = Math.min(count, Math.ceil((scrollTop + height) / rowPx) + around);
  return { first, last: Math.max(first, last) };
}

/**
 * Follows the scrolling of a box with `count` rows of `rowPx` each, or as many columns. Before the
 * box is there it is taken to be `boxPx` high or wide.
 */
export function useWindow(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowPx: number,
  way: Way = 'down',
  boxPx = 1200,
) {
  const [view, setView] = useState({ top: 0, height: boxPx });
  const look = useCallback((): void => {
    const element = box.current;
    if (element === null) return;
    setView(
      way === 'down'
        ? { top: element.scrollTop, height: element.clientHeight }
        : { top: Math.abs(element.scrollLeft), height: element.clientWidth },
    );
  }, [box, way]);
  useLayoutEffect(() => {
    look();
    window.addEventListener('resize', look);
    return () => window.removeEventListener('resize', look);
  }, [look, count]);
  return { ...rowsInView(view.top, view.height, count, rowPx, way), onScroll: look };
}

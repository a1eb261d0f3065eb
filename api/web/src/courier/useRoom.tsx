import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Where head and foot stay: above and below, or beside the page; in a tight room they go with it. */
export type Room = 'tall' | 'broad' | 'tight';

const TALL_REM = { width: 14, height: 34 };
const BROAD_REM = { width: 40, height: 17 };

function roomOf(rem: number): Room {
  const fits = ({ width, height }: typeof TALL_REM): boolean =>
    innerWidth >= width * rem && innerHeight >= height * rem;
  if (fits(TALL_REM)) return 'tall';
  return fits(BROAD_REM) ? 'broad' : 'tight';
}

/** What the screen has room for with letters as large as they are; the ruler is to be drawn. */
export function useRoom(): { room: Room; ruler: JSX.Element } {
  const [room, setRoom] = useState<Room>('tall');
  const ruler = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const node = ruler.current;
    if (node === null) return undefined;
    const measure = (): void => setRoom(roomOf(node.offsetHeight));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(node);
    addEventListener('resize', measure);
    return () => {
      watch.disconnect();
      removeEventListener('resize', measure);
    };
  }, []);
  return { room, ruler: <div ref={ruler} class="ruler" aria-hidden="true" /> };
}

import type { ComponentType, JSX } from 'preact';
import type { MyRoute } from '../shared/wire';
import type { Door } from './route';
import type { Scan as ScanSheet } from './Scan';
import { useForDoor } from './useForDoor';

type View = ComponentType<Parameters<typeof ScanSheet>[0]>;

/** The sheet that looks at the labels of a door's parcels; its code is loaded when it opens. */
export function useScan(key: string): {
  open: () => void;
  sheet: (door: Door, route: MyRoute, doneLabel: string, onDone: () => void) => JSX.Element | null;
} {
  const [opened, setOpened] = useForDoor<{ View: View }>(key);
  return {
    open: () => void import('./Scan').then(({ Scan }) => setOpened({ View: Scan })),
    sheet: (door, route, doneLabel, onDone) =>
      opened && (
        <opened.View {...{ door, route, doneLabel, onDone }} onClose={() => setOpened(null)} />
      ),
  };
}

import type { ComponentType, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MyRoute } from '../shared/wire';
import type { Door } from './route';
import type { Scan as ScanSheet } from './Scan';

type View = ComponentType<Parameters<typeof ScanSheet>[0]>;

/** The sheet that looks at the labels of a door's parcels; its code is loaded when it opens. */
export function useScan(): {
  open: () => void;
  sheet: (door: Door, route: MyRoute, doneLabel: string, onDone: () => void) => JSX.Element | null;
} {
  const [View, setView] = useState<View | null>(null);
  return {
    open: () => void import('./Scan').then(({ Scan }) => setView(() => Scan)),
    sheet: (door, route, doneLabel, onDone) =>
      View && <View {...{ door, route, doneLabel, onDone }} onClose={() => setView(null)} />,
  };
}

import type { ComponentType, JSX } from 'preact';
import type { ProofWanted } from '../shared/door-wire';
import type { RouteStop } from '../shared/wire';
import type { Proof as ProofSheet } from './Proof';
import type { CourierStore } from './store';
import { useForDoor } from './useForDoor';

type Wanted = { stop: RouteStop; proof: ProofWanted }[];
type View = ComponentType<Parameters<typeof ProofSheet>[0]>;

/** The sheet that asks for what a door's orders want before they count as delivered. */
export function useProof(
  store: CourierStore,
  key: string,
  orderIds: readonly string[],
  wanted: Wanted,
): { isWanted: boolean; ask: () => void; sheet: JSX.Element | null } {
  const [opened, setOpened] = useForDoor<{ View: View }>(key);
  const ask = (): void => void import('./Proof').then(({ Proof }) => setOpened({ View: Proof }));
  return {
    isWanted: wanted.length > 0,
    ask,
    sheet: opened && (
      <opened.View
        wanted={wanted}
        onClose={() => setOpened(null)}
        onGiven={(proofs, photos) => {
          setOpened(null);
          void store.report('delivered', orderIds, { proofs, photos });
        }}
      />
    ),
  };
}

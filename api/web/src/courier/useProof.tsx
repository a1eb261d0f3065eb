import type { ComponentType, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ProofWanted } from '../shared/door-wire';
import type { RouteStop } from '../shared/wire';
import type { Proof as ProofSheet } from './Proof';
import type { CourierStore } from './store';

type Wanted = { stop: RouteStop; proof: ProofWanted }[];
type View = ComponentType<Parameters<typeof ProofSheet>[0]>;

/** The sheet that asks for what a door's orders want before they count as delivered. */
export function useProof(
  store: CourierStore,
  orderIds: readonly string[],
  wanted: Wanted,
): { isWanted: boolean; ask: () => void; sheet: JSX.Element | null } {
  const [View, setView] = useState<View | null>(null);
  const ask = (): void => void import('./Proof').then(({ Proof }) => setView(() => Proof));
  return {
    isWanted: wanted.length > 0,
    ask,
    sheet: View && (
      <View
        wanted={wanted}
        onClose={() => setView(null)}
        onGiven={(proofs, photos) => {
          setView(null);
          void store.report('delivered', orderIds, { proofs, photos });
        }}
      />
    ),
  };
}

import { Clock, ScanBarcode, TriangleAlert } from 'lucide';
import type { JSX } from 'preact';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { Problem } from './Problem';
import { orderIds, proofsOf, type Door } from './route';
import type { CourierStore } from './store';
import { useForDoor } from './useForDoor';
import { useProof } from './useProof';
import { useScan } from './useScan';
import { useWords } from './words';

/** What can be done at the next door. */
export interface Serving {
  door: Door;
  /** The one large button. */
  press: JSX.Element;
  /** All the rest; nothing while the courier has not seen yet that another stop is next. */
  more: JSX.Element | null;
}

const NOWHERE: Door = { key: '', kind: 'break', stops: [], state: 'planned' };

/** The door that is next, if the courier is at work and it is no break. */
function doorOf(store: CourierStore): Door | null {
  const isAtWork = store.shiftPhase.value === 'running' && store.activity.value?.kind !== 'paused';
  const door = isAtWork ? store.next.value : null;
  return door?.kind === 'break' ? null : door;
}

/** The large button; the second of two quick presses at one place is a slip. */
function Press({ words, onPress }: { words: string; onPress: () => void }) {
  return (
    <div class="press">
      <Button look="main" extra="huge" onPress={({ detail }) => detail < 2 && onPress()}>
        {words}
      </Button>
    </div>
  );
}

export function useServing(store: CourierStore): Serving | null {
  const { t, formats } = useWords();
  const door = doorOf(store) ?? NOWHERE;
  const { key, kind } = door;
  const ids = orderIds(door);
  const [asking, ask] = useForDoor<true>(key);
  const proof = useProof(store, key, ids, proofsOf(door));
  const scan = useScan(key);
  if (door === NOWHERE) return null;
  if (store.change.value?.isNextMoved) {
    const show = (): void => {
      store.change.value = null;
    };
    return { door, press: <Press words={t('show_new_route')} onPress={show} />, more: null };
  }
  const activity = store.activity.value;
  const isHere = door.state === 'arrived';
  const isWaiting = activity?.kind === 'waiting';
  const done = kind === 'pickup' ? 'picked_up' : 'delivered';
  const press = (): void => {
    if (isHere && proof.isWanted) proof.ask();
    else void store.report(isHere ? done : 'arrived', ids);
  };
  const wait = (): void =>
    void store.report(isWaiting ? 'waiting_ended' : 'waiting_began', ids.slice(0, 1));
  const more = (
    <div class="stack actions">
      {isWaiting && (
        <Notice isLive>{t('waiting_since', { time: formats.time(activity.since) })}</Notice>
      )}
      {proof.sheet}
      {store.route.value && scan.sheet(door, store.route.value, t(`do_${done}`), press)}
      <div class="ways">
        {isHere && (
          <>
            <Button icon={ScanBarcode} onPress={scan.open}>
              {t('scan')}
            </Button>
            <Button icon={Clock} isPressed={isWaiting} onPress={wait}>
              {t(isWaiting ? 'waiting_over' : 'waiting')}
            </Button>
          </>
        )}
        <Button icon={TriangleAlert} onPress={() => ask(true)}>
          {t('problem')}
        </Button>
      </div>
      {asking && (
        <Problem
          kind={kind === 'pickup' ? 'pickup' : 'delivery'}
          onClose={() => ask(null)}
          onFailed={(reason) => void store.report('failed', ids, { reason })}
          onDeclined={kind === 'pickup' ? () => void store.report('declined', ids) : undefined}
        />
      )}
    </div>
  );
  const words = t(isHere ? `do_${done}` : 'do_arrived');
  return { door, press: <Press words={words} onPress={press} />, more };
}

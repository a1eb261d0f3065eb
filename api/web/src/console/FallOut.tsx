import { Printer, UserMinus } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { BreakDown } from './BreakDown';
import { DecisionSheet } from '../shared/DecisionSheet';
import type { CourierRow } from './derive';
import { TellIncident } from './Incidents';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  row: CourierRow;
  store: DayStore;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

/** Ends a courier's day: first says what is left, then does it. */
export function FallOut({ row, store, say, onFailure }: Props) {
  const { t } = useWords();
  const [isAsking, setAsking] = useState(false);
  const { courier, stops } = row;
  const open = (kind: 'pickup' | 'delivery'): Set<string> =>
    new Set(
      stops
        .filter((stop) => stop.kind === kind && stop.state !== 'done' && stop.state !== 'failed')
        .map(({ order_id }) => order_id),
    );
  const left = open('pickup');
  const aboard = [...open('delivery')].filter((id) => !left.has(id));
  const confirm = (): void => {
    setAsking(false);
    store.fallOut(courier.id).then((fetch) => say(t('out_done', { n: fetch.length })), onFailure);
  };
  return (
    <>
      <div class="row wrap">
        <Button icon={Printer} onPress={() => (store.printing.value = courier.id)}>
          {t('print_route')}
        </Button>
        <Button icon={UserMinus} onPress={() => setAsking(true)}>
          {t('out_button')}
        </Button>
        <BreakDown courier={courier} store={store} say={say} />
        <TellIncident store={store} courierId={courier.id} />
      </div>
      {isAsking && (
        <DecisionSheet
          title={t('out_title', { name: courier.name })}
          confirm={t('out_confirm')}
          onConfirm={confirm}
          onClose={() => setAsking(false)}
        >
          <p>{t('out_text', { name: courier.name, left: left.size, aboard: aboard.length })}</p>
        </DecisionSheet>
      )}
    </>
  );
}

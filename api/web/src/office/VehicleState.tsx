import { useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { Failure } from '../shared/Failure';
import { Text } from '../shared/fields';
import type { Desk } from './desk';
import type { Vehicle } from '../console/vehicles';
import { useWords } from './words';

interface Props {
  desk: Desk;
  known: Vehicle;
  path: string;
  onDone: (text: string) => void;
}

/** Whether a vehicle runs: broken since when and back when, or retired. */
export function VehicleState({ desk, known, path, onDone }: Props) {
  const { t, formats } = useWords();
  const [backOn, setBackOn] = useState(known.back_on ?? '');
  const { isBusy, failure, send } = useSending();
  const put = (state: 'runs' | 'broken' | 'retired', text: string): void => {
    const back = state === 'broken' && backOn !== '' ? { back_on: backOn } : {};
    send(
      () => desk.client.post(`${path}/state`, { state, ...back }),
      () => onDone(text),
    );
  };
  const { name } = known;
  return (
    <section class="stack office-part">
      <h3>{t('office_vehicle_state')}</h3>
      <Failure error={failure} />
      {known.broken_since !== null && (
        <p>{t('office_vehicle_broken_since', { since: formats.moment(known.broken_since) })}</p>
      )}
      {!known.is_active && <p>{t('office_vehicle_retired')}</p>}
      <div class="row wrap office-line">
        {known.is_active && (
          <>
            <Text
              label={t('office_vehicle_back_on')}
              type="date"
              value={backOn}
              onChange={setBackOn}
            />
            <Button
              isBusy={isBusy}
              onPress={() => put('broken', t('office_vehicle_is_broken', { name }))}
            >
              {t(known.broken_since === null ? 'office_vehicle_break' : 'office_vehicle_set_back')}
            </Button>
          </>
        )}
        {(known.broken_since !== null || !known.is_active) && (
          <Button
            look="main"
            isBusy={isBusy}
            onPress={() => put('runs', t('office_vehicle_runs', { name }))}
          >
            {t('office_vehicle_run')}
          </Button>
        )}
        {known.is_active && (
          <Button
            isBusy={isBusy}
            onPress={() => put('retired', t('office_vehicle_is_retired', { name }))}
          >
            {t('office_vehicle_retire')}
          </Button>
        )}
      </div>
    </section>
  );
}

import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Text } from '../shared/fields';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
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
  const failureText = useFailureText();
  const [backOn, setBackOn] = useState(known.back_on ?? '');
  const [failure, setFailure] = useState<unknown>(null);
  const put = (state: 'runs' | 'broken' | 'retired', text: string): void => {
    const back = state === 'broken' && backOn !== '' ? { back_on: backOn } : {};
    setFailure(null);
    desk.client.post(`${path}/state`, { state, ...back }).then(() => onDone(text), setFailure);
  };
  const { name } = known;
  return (
    <section class="stack office-part">
      <h3>{t('office_vehicle_state')}</h3>
      {failure !== null && (
        <Notice tone="breaks" isLive>
          {failureText(failure)}
        </Notice>
      )}
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
            <Button onPress={() => put('broken', t('office_vehicle_is_broken', { name }))}>
              {t(known.broken_since === null ? 'office_vehicle_break' : 'office_vehicle_set_back')}
            </Button>
          </>
        )}
        {(known.broken_since !== null || !known.is_active) && (
          <Button look="main" onPress={() => put('runs', t('office_vehicle_runs', { name }))}>
            {t('office_vehicle_run')}
          </Button>
        )}
        {known.is_active && (
          <Button onPress={() => put('retired', t('office_vehicle_is_retired', { name }))}>
            {t('office_vehicle_retire')}
          </Button>
        )}
      </div>
    </section>
  );
}

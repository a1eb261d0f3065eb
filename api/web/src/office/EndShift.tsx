import { useState } from 'preact/hooks';
import { dayAfter, momentOf } from '../shared/moments';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Text } from '../shared/fields';
import type { Desk } from './desk';
import { clockOf, type DeskShift } from './shifts';
import { useWords } from './words';

interface Props {
  desk: Desk;
  shift: DeskShift;
  onDone: (text: string) => void;
}

/** Ends a shift that somebody forgot to end, at the time that they tell. */
export function EndShift({ desk, shift, onDone }: Props) {
  const { t } = useWords();
  const failureText = useFailureText();
  const { timeZone } = desk.place;
  const begins = clockOf(shift.starts_at, timeZone);
  const [at, setAt] = useState(clockOf(shift.ends_at, timeZone));
  const [failure, setFailure] = useState<unknown>(null);
  const name = desk.nameOf(shift.courier_id);
  const end = (): void => {
    const day = at < begins ? dayAfter(shift.day, 1) : shift.day;
    setFailure(null);
    desk.client
      .post(`/v1/shifts/${encodeURIComponent(shift.id)}/end`, { at: momentOf(day, at, timeZone) })
      .then(() => onDone(t('office_ended', { name, time: at })), setFailure);
  };
  return (
    <div class="stack">
      {failure !== null && (
        <Notice tone="breaks" isLive>
          {failureText(failure)}
        </Notice>
      )}
      <div class="row wrap office-line">
        <Text label={t('office_end_at', { name })} type="time" value={at} onChange={setAt} />
        <Button isDisabled={at === ''} onPress={end}>
          {t('office_end')}
        </Button>
      </div>
    </div>
  );
}

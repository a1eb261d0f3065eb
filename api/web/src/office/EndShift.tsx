import { useState } from 'preact/hooks';
import { clockOf, dayAfter, dayOf, momentOf } from '../shared/moments';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { Failure } from '../shared/Failure';
import { Text } from '../shared/fields';
import type { Desk } from './desk';
import type { DeskShift } from './shifts';
import { useWords } from './words';

interface Props {
  desk: Desk;
  shift: DeskShift;
  onDone: (text: string) => void;
}

/** Ends a shift that somebody forgot to end, at the time that they tell. */
export function EndShift({ desk, shift, onDone }: Props) {
  const { t } = useWords();
  const { timeZone } = desk.place;
  const begins = clockOf(shift.starts_at, timeZone);
  const [at, setAt] = useState(clockOf(shift.ends_at, timeZone));
  const { isBusy, failure, send } = useSending();
  const name = desk.nameOf(shift.courier_id);
  const end = (): void => {
    const first = dayOf(new Date(shift.starts_at), timeZone);
    const day = at < begins ? dayAfter(first, 1) : first;
    const path = `/v1/shifts/${encodeURIComponent(shift.id)}/end`;
    send(
      () => desk.client.post(path, { at: momentOf(day, at, timeZone) }),
      () => onDone(t('office_ended', { name, time: at })),
    );
  };
  return (
    <div class="stack">
      <Failure error={failure} />
      <div class="row wrap office-line">
        <Text label={t('office_end_at', { name })} type="time" value={at} onChange={setAt} />
        <Button isDisabled={at === ''} isBusy={isBusy} onPress={end}>
          {t('office_end')}
        </Button>
      </div>
    </div>
  );
}

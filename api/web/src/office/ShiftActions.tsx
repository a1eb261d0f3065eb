import { useRef, useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { Failure } from '../shared/Failure';
import { Choice } from '../shared/fields';
import { AskedOnce } from './AskedOnce';
import type { CrewMember } from './crew';
import type { Desk } from './desk';
import { EffectLine, OutsideNotice } from './EffectLine';
import type { DeskShift, ShiftEffect, Stretch } from './shifts';
import { useWords } from './words';

interface Props {
  desk: Desk;
  known: DeskShift;
  people: CrewMember[];
  onDone: (text: string) => void;
}

/** A shift goes to a colleague who said yes, or is called off: what that does is shown first. */
export function ShiftActions({ desk, known, people, onDone }: Props) {
  const { t } = useWords();
  const [to, setTo] = useState('');
  const [outside, setOutside] = useState<Stretch[]>([]);
  const [effect, setEffect] = useState<ShiftEffect | null>(null);
  const { isBusy, failure, setFailure, send } = useSending();
  const asked = useRef('');
  const path = `/v1/shifts/${encodeURIComponent(known.id)}`;
  const name = desk.nameOf(known.courier_id);
  const ask = (): void =>
    send(
      () =>
        desk.client.post<ShiftEffect>(`${path}/cancel`, { if_match: known.etag, dry_run: true }),
      setEffect,
    );
  const callOff = (): void =>
    send(
      () => desk.client.post(`${path}/cancel`, { if_match: known.etag }),
      () => onDone(t('office_called_off', { name })),
    );
  /** Whoever is chosen may not be able to work then, or not be allowed to: it is said first. */
  const choose = (courier_id: string): void => {
    setTo(courier_id);
    asked.current = courier_id;
    setFailure(null);
    setOutside([]);
    if (courier_id === '') return;
    const { starts_at, ends_at } = known;
    desk.client
      .post<ShiftEffect>('/v1/shifts', { courier_id, starts_at, ends_at, dry_run: true })
      .then(
        (found) => asked.current === courier_id && setOutside(found.outside),
        (error: unknown) => asked.current === courier_id && setFailure(error),
      );
  };
  const handOver = (): void =>
    send(
      () => desk.client.post(`${path}/hand-over`, { courier_id: to, if_match: known.etag }),
      () => onDone(t('office_handed_over', { name: desk.nameOf(to) })),
    );
  return (
    <section class="stack office-part">
      <Failure error={failure} />
      {known.is_offered && <p>{t('office_offered_by', { name })}</p>}
      <div class="row wrap office-line">
        <Choice
          label={t('office_hand_over_to')}
          value={to}
          options={[
            { value: '', text: '' },
            ...people
              .filter(({ id }) => id !== known.courier_id)
              .map((one) => ({ value: one.id, text: one.name })),
          ]}
          onChange={choose}
        />
        <Button isDisabled={to === ''} isBusy={isBusy} onPress={handOver}>
          {t('office_hand_over')}
        </Button>
        <span class="grow" />
        {effect === null && (
          <Button isBusy={isBusy} onPress={ask}>
            {t('office_call_off')}
          </Button>
        )}
      </div>
      <OutsideNotice name={desk.nameOf(to)} parts={outside} />
      {effect !== null && (
        <>
          <EffectLine effect={effect} />
          <AskedOnce
            title={t('office_call_off')}
            sure={t('office_call_off_sure')}
            isBusy={isBusy}
            onSure={callOff}
            onKeep={() => setEffect(null)}
          />
        </>
      )}
    </section>
  );
}

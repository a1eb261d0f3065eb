import { useEffect, useState } from 'preact/hooks';
import { Sheet } from '../shared/Sheet';
import { Choice, Text } from '../shared/fields';
import { PROFILES } from './crew';
import type { Desk } from './desk';
import { DeskForm } from './DeskForm';
import { EffectLine, OutsideNotice } from './EffectLine';
import { EndShift } from './EndShift';
import { ShiftActions } from './ShiftActions';
import {
  fieldsOfShift,
  newFields,
  shiftBody,
  shiftFaults,
  type DeskShift,
  type Roster,
  type ShiftEffect,
  type ShiftFault,
} from './shifts';
import { useDeskForm, type Saving } from './useDeskForm';
import { useWords } from './words';

const PAUSE_MS = 250;

interface Props {
  desk: Desk;
  known: DeskShift | null;
  /** Whose new shift, and on which day. */
  courier: string;
  day: string;
  onSaved: (text: string) => void;
  onClose: () => void;
}

/** A shift to agree on or to change, with what that does to its day before it is decided. */
export function ShiftForm({ desk, known, courier, day, onSaved, onClose }: Props) {
  const { t, formats } = useWords();
  const { client, place } = desk;
  const form = useDeskForm(
    () => (known ? fieldsOfShift(known, place.timeZone) : newFields(courier, day)),
    known?.etag ?? null,
  );
  const { base, fields, set, setFailure } = form;
  const [effect, setEffect] = useState<ShiftEffect | null>(null);
  const isOver = known?.state === 'ended';
  const faults = shiftFaults(fields);
  const path = known ? `/v1/shifts/${encodeURIComponent(known.id)}/change` : '/v1/shifts';
  const body = JSON.stringify({
    ...shiftBody(fields, place.timeZone),
    ...(known ? {} : { courier_id: fields.courier }),
  });
  const isWorthAsking = faults.size === 0 && !isOver && (known === null || fields !== base);
  useEffect(() => {
    setFailure(null);
    if (!isWorthAsking) {
      setEffect(null);
      return undefined;
    }
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.post<ShiftEffect>(path, { ...JSON.parse(body), dry_run: true }).then(
        (found) => isCurrent && setEffect(found),
        (error: unknown) => {
          if (!isCurrent) return;
          setEffect(null);
          setFailure(error);
        },
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, path, body, isWorthAsking, setFailure]);

  const errorOf = (name: ShiftFault): string | null =>
    form.isTried && faults.has(name) ? t(`office_fault_${name}`) : null;
  const compare = async (): Promise<void> => {
    const day = known?.day ?? fields.day;
    const query = new URLSearchParams({ first_day: day, last_day: day });
    const roster = await client.get<Roster>(`/v1/shifts?${query}`);
    const now = roster.shifts.find(({ id }) => id === known?.id);
    if (now === undefined) throw new Error('gone');
    form.compare(fieldsOfShift(now, place.timeZone), now.etag);
  };
  const saving: Saving = {
    isFaulty: faults.size > 0,
    send: () =>
      client.post(path, { ...JSON.parse(body), ...(known ? { if_match: form.etag } : {}) }),
    compare,
    onSaved: () => onSaved(t('office_shift_saved', { name: desk.nameOf(fields.courier) })),
  };
  const people = (desk.crew ?? []).filter(({ is_active }) => is_active);
  const title = known
    ? t('office_shift_of', { name: desk.nameOf(known.courier_id), day: formats.day(known.day) })
    : t('office_shift_new');
  return (
    <Sheet title={title} onClose={onClose}>
      <DeskForm
        form={form}
        saving={saving}
        words="office_shift"
        isOver={isOver}
        effect={
          effect !== null && (
            <>
              <OutsideNotice name={desk.nameOf(fields.courier)} parts={effect.outside} />
              <EffectLine effect={effect} />
            </>
          )
        }
      >
        {isOver && <p>{t('office_shift_over')}</p>}
        {known === null && (
          <div class="office-fields">
            <Choice
              label={t('office_shift_courier')}
              value={fields.courier}
              error={errorOf('courier')}
              options={[
                { value: '', text: '' },
                ...people.map(({ id, name }) => ({ value: id, text: name })),
              ]}
              onChange={set('courier')}
            />
            <Text
              label={t('office_shift_day')}
              type="date"
              value={fields.day}
              onChange={set('day')}
            />
          </div>
        )}
        <div class="office-fields">
          <Text
            label={t('office_shift_from')}
            type="time"
            value={fields.from}
            error={errorOf('hours')}
            onChange={set('from')}
          />
          <Text
            label={t('office_shift_to')}
            type="time"
            value={fields.to}
            {...(fields.to !== '' && fields.to < fields.from ? { hint: t('office_next_day') } : {})}
            onChange={set('to')}
          />
          <Choice
            label={t('office_shift_profile')}
            value={fields.profile}
            options={[
              ...(known ? [] : [{ value: '', text: t('office_as_usual') }]),
              ...PROFILES.map((code) => ({ value: code, text: t(`profile_${code}`) })),
            ]}
            onChange={set('profile')}
          />
          {fields.profile !== '' && (
            <>
              <Text
                label={t('office_shift_kilograms')}
                mode="decimal"
                value={fields.kilograms}
                error={errorOf('capacity')}
                onChange={set('kilograms')}
              />
              <Text
                label={t('office_shift_liters')}
                mode="decimal"
                value={fields.liters}
                onChange={set('liters')}
              />
            </>
          )}
          <Text
            label={t('office_shift_rest')}
            mode="decimal"
            length={3}
            value={fields.rest}
            hint={t('office_rest_hint')}
            error={errorOf('rest')}
            onChange={set('rest')}
          />
          {fields.rest !== '' && (
            <>
              <Text
                label={t('office_shift_rest_from')}
                type="time"
                value={fields.rest_from}
                onChange={set('rest_from')}
              />
              <Text
                label={t('office_shift_rest_to')}
                type="time"
                value={fields.rest_to}
                onChange={set('rest_to')}
              />
              <Choice
                label={t('office_shift_rest_paid')}
                value={fields.rest_paid}
                options={[
                  { value: 'yes', text: t('office_yes') },
                  { value: 'no', text: t('office_no') },
                ]}
                onChange={set('rest_paid')}
              />
            </>
          )}
        </div>
      </DeskForm>
      {known?.state === 'agreed' && (
        <ShiftActions desk={desk} known={known} people={people} onDone={onSaved} />
      )}
      {known?.state === 'begun' && (
        <section class="stack office-part">
          <EndShift desk={desk} shift={known} onDone={onSaved} />
          <p class="soft small">{t('office_shift_begun')}</p>
        </section>
      )}
    </Sheet>
  );
}

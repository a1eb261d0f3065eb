import { useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import { Sheet } from '../shared/Sheet';
import { LANGUAGE_NAMES } from '../shared/words';
import { Choice, Text } from '../shared/fields';
import { PlaceField, type ChosenPlace } from '../storefront/PlaceField';
import { NO_PLACE } from '../storefront/wish';
import { AwayList } from './AwayList';
import {
  courierBody,
  courierFaults,
  fieldsOf,
  initialsOf,
  pointText,
  PROFILES,
  type CourierFault,
  type CrewMember,
} from './crew';
import { CarriedFields, DeskForm } from './DeskForm';
import { Leaving } from './Leaving';
import { useDeskForm, type Saving } from './useDeskForm';
import { MoreWords, SHOP_FILES, useWords, type Place } from './words';

interface Props {
  client: Client;
  place: Place;
  /** Nobody yet: somebody is taken on. */
  known: CrewMember | null;
  language: string;
  /** Who else learns which addresses are typed. */
  notice: string | null;
  read: () => Promise<CrewMember[]>;
  onSaved: (text: string) => void;
  onChanged: () => void;
  onClose: () => void;
}

/** Who a courier is to the desk: name, what they ride and carry, what they can do. */
export function CourierForm(props: Props) {
  const { client, known, read, onSaved, onClose } = props;
  const { t } = useWords();
  const form = useDeskForm(() => fieldsOf(known, props.language), known?.etag ?? null);
  const { fields, setFields, set } = form;
  const [home, setHome] = useState<ChosenPlace>(NO_PLACE);
  const faults = courierFaults(fields);
  /** Something was typed that is no place yet: it is not left out without a word. */
  const isHomeUnfound = home.text.trim() !== '' && home.found === null;
  const errorOf = (name: CourierFault): string | null =>
    form.isTried && faults.has(name) ? t(`office_fault_${name}`) : null;
  const compare = async (): Promise<void> => {
    const now = (await read()).find(({ id }) => id === known?.id);
    if (now === undefined) throw new Error('gone');
    form.compare(fieldsOf(now, props.language), now.etag);
  };
  const saving: Saving = {
    isFaulty: faults.size > 0 || isHomeUnfound,
    send: () => {
      const body = courierBody(fields);
      if (known === null) return client.post('/v1/couriers', body);
      const path = `/v1/couriers/${encodeURIComponent(known.id)}/change`;
      return client.post(path, { ...body, if_match: form.etag });
    },
    compare,
    onSaved: () =>
      onSaved(t(known === null ? 'office_taken_on' : 'office_saved', { name: fields.name })),
  };
  return (
    <Sheet title={known?.name ?? t('office_take_on')} onClose={onClose}>
      <DeskForm form={form} saving={saving}>
        <div class="office-fields">
          <Text
            label={t('office_field_name')}
            value={fields.name}
            error={errorOf('name')}
            onChange={(name) => {
              const isOwn = fields.initials !== initialsOf(fields.name);
              const initials = isOwn ? fields.initials : initialsOf(name);
              setFields({ ...fields, name, initials });
            }}
          />
          <Text
            label={t('office_field_initials')}
            length={4}
            value={fields.initials}
            error={errorOf('initials')}
            onChange={set('initials')}
          />
          <Choice
            label={t('office_field_profile')}
            value={fields.profile}
            options={PROFILES.map((code) => ({ value: code, text: t(`profile_${code}`) }))}
            onChange={set('profile')}
          />
          <Choice
            label={t('office_field_language')}
            value={fields.language}
            options={Object.entries(LANGUAGE_NAMES).map(([value, text]) => ({ value, text }))}
            onChange={set('language')}
          />
          <CarriedFields fields={fields} errorOf={errorOf} set={set} />
          <Text
            label={t('office_field_percent')}
            mode="decimal"
            length={5}
            hint={t('office_percent_hint')}
            value={fields.percent}
            error={errorOf('percent')}
            onChange={set('percent')}
          />
          <Text
            label={t('office_field_skills')}
            hint={t('office_skills_hint')}
            value={fields.skills}
            error={errorOf('skills')}
            onChange={set('skills')}
          />
        </div>
        <MoreWords files={SHOP_FILES} place={props.place}>
          <PlaceField
            client={client}
            label={t('office_field_home')}
            value={home}
            error={form.isTried && isHomeUnfound ? t('office_fault_home') : null}
            notice={
              [
                fields.home === '' ? null : t('office_home_now', { place: fields.home }),
                props.notice,
              ]
                .filter(Boolean)
                .join(' ') || null
            }
            onChange={(next) => {
              setHome(next);
              if (next.found) setFields({ ...fields, home: pointText(next.found.location) });
            }}
          />
        </MoreWords>
      </DeskForm>
      {known !== null && (
        <>
          <AwayList client={client} known={known} onChanged={props.onChanged} />
          <Leaving
            client={client}
            known={known}
            onDone={(text) => {
              onSaved(text);
            }}
          />
        </>
      )}
    </Sheet>
  );
}

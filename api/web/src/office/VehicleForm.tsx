import { useState } from 'preact/hooks';
import { isOvertaken } from '../console/store';
import type { Vehicle } from '../console/vehicles';
import { Button } from '../shared/Button';
import { Choice, Text } from '../shared/fields';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import type { ProfileName } from '../shared/wire';
import { PROFILES } from './crew';
import type { Desk } from './desk';
import { MeanwhileNotice } from './MeanwhileNotice';
import { useDeskForm } from './useDeskForm';
import { fieldsOfVehicle, vehicleBody, vehicleFaults, type VehicleFault } from './vehicles';
import { VehicleState } from './VehicleState';
import { VehicleUses } from './VehicleUses';
import { useWords, type OfficeKey } from './words';

interface Props {
  desk: Desk;
  /** None yet: one is added. */
  known: Vehicle | null;
  read: () => Promise<Vehicle[]>;
  onSaved: (text: string) => void;
  onClose: () => void;
}

/** What the co-op calls a vehicle and what it carries; whether it runs, and who has it when. */
export function VehicleForm({ desk, known, read, onSaved, onClose }: Props) {
  const { t } = useWords();
  const failureText = useFailureText();
  const form = useDeskForm(() => fieldsOfVehicle(known), known?.etag ?? null);
  const { fields, set } = form;
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const faults = vehicleFaults(fields);
  const errorOf = (name: VehicleFault): string | null =>
    isTried && faults.has(name) ? t(`office_fault_${name}`) : null;
  const path = known ? `/v1/vehicles/${encodeURIComponent(known.id)}` : '/v1/vehicles';
  const compare = async (): Promise<void> => {
    const now = (await read()).find(({ id }) => id === known?.id);
    if (now !== undefined) form.compare(fieldsOfVehicle(now), now.etag);
  };
  const save = async (): Promise<void> => {
    setTried(true);
    if (faults.size > 0) return;
    setBusy(true);
    setFailure(null);
    try {
      const body = vehicleBody(fields);
      if (known === null) await desk.client.post(path, body);
      else await desk.client.post(`${path}/change`, { ...body, if_match: form.etag });
      onSaved(t(known === null ? 'office_vehicle_added' : 'office_saved', { name: fields.name }));
    } catch (error) {
      if (isOvertaken(error)) await compare().catch(setFailure);
      else setFailure(error);
    }
    setBusy(false);
  };
  return (
    <Sheet title={known?.name ?? t('office_vehicle_add')} onClose={onClose}>
      <form
        class="stack wide office-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <MeanwhileNotice
          found={form.meanwhile}
          nameOf={(field) => t(`office_field_${field}` as OfficeKey)}
          valueOf={(field, value) =>
            field === 'profile' ? t(`profile_${value as ProfileName}`) : value || '–'
          }
          onTake={form.take}
        />
        {failure !== null && (
          <Notice tone="breaks" isLive>
            {failureText(failure)}
          </Notice>
        )}
        <div class="office-fields">
          <Text
            label={t('office_vehicle_name')}
            value={fields.name}
            error={errorOf('name')}
            onChange={set('name')}
          />
          <Choice
            label={t('office_vehicle_kind')}
            value={fields.profile}
            options={PROFILES.map((code) => ({ value: code, text: t(`profile_${code}`) }))}
            onChange={set('profile')}
          />
          <Text
            label={t('office_field_kilograms')}
            mode="decimal"
            length={8}
            value={fields.kilograms}
            error={errorOf('kilograms')}
            onChange={set('kilograms')}
          />
          <Text
            label={t('office_field_liters')}
            mode="decimal"
            length={8}
            value={fields.liters}
            error={errorOf('liters')}
            onChange={set('liters')}
          />
          <Text
            label={t('office_vehicle_skills')}
            hint={t('office_skills_hint')}
            value={fields.skills}
            error={errorOf('skills')}
            onChange={set('skills')}
          />
        </div>
        <div>
          <Button type="submit" look="main" isDisabled={isBusy}>
            {t('office_save')}
          </Button>
        </div>
      </form>
      {known !== null && (
        <>
          <VehicleState desk={desk} known={known} path={path} onDone={onSaved} />
          <VehicleUses desk={desk} known={known} path={path} onDone={onSaved} />
        </>
      )}
    </Sheet>
  );
}

import type { Vehicle } from '../console/vehicles';
import { Choice, Text } from '../shared/fields';
import { Sheet } from '../shared/Sheet';
import { PROFILES } from './crew';
import type { Desk } from './desk';
import { CarriedFields, DeskForm } from './DeskForm';
import { useDeskForm, type Saving } from './useDeskForm';
import { fieldsOfVehicle, vehicleBody, vehicleFaults, type VehicleFault } from './vehicles';
import { VehicleState } from './VehicleState';
import { VehicleUses } from './VehicleUses';
import { useWords } from './words';

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
  const form = useDeskForm(() => fieldsOfVehicle(known), known?.etag ?? null);
  const { fields, set } = form;
  const faults = vehicleFaults(fields);
  const errorOf = (name: VehicleFault): string | null =>
    form.isTried && faults.has(name) ? t(`office_fault_${name}`) : null;
  const path = known ? `/v1/vehicles/${encodeURIComponent(known.id)}` : '/v1/vehicles';
  const compare = async (): Promise<void> => {
    const now = (await read()).find(({ id }) => id === known?.id);
    if (now === undefined) throw new Error('gone');
    form.compare(fieldsOfVehicle(now), now.etag);
  };
  const saving: Saving = {
    isFaulty: faults.size > 0,
    send: () => {
      const body = vehicleBody(fields);
      if (known === null) return desk.client.post(path, body);
      return desk.client.post(`${path}/change`, { ...body, if_match: form.etag });
    },
    compare,
    onSaved: () =>
      onSaved(t(known === null ? 'office_vehicle_added' : 'office_saved', { name: fields.name })),
  };
  return (
    <Sheet title={known?.name ?? t('office_vehicle_add')} onClose={onClose}>
      <DeskForm form={form} saving={saving}>
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
          <CarriedFields fields={fields} errorOf={errorOf} set={set} />
          <Text
            label={t('office_vehicle_skills')}
            hint={t('office_skills_hint')}
            value={fields.skills}
            error={errorOf('skills')}
            onChange={set('skills')}
          />
        </div>
      </DeskForm>
      {known !== null && (
        <>
          <VehicleState desk={desk} known={known} path={path} onDone={onSaved} />
          <VehicleUses desk={desk} known={known} path={path} onDone={onSaved} />
        </>
      )}
    </Sheet>
  );
}

import { Plus } from 'lucide';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { SkeletonLines } from '../shared/Skeleton';
import type { Desk } from './desk';
import { VehicleForm } from './VehicleForm';
import type { Vehicle } from '../console/vehicles';
import { useWords } from './words';

function Row({ one, desk, onOpen }: { one: Vehicle; desk: Desk; onOpen: () => void }) {
  const { t, formats } = useWords();
  const next = one.shifts[0];
  const isBroken = one.broken_since !== null;
  return (
    <tr>
      <th scope="row">{one.name}</th>
      <td>{t(`profile_${one.profile}`)}</td>
      <td class="end">
        {formats.weight(one.capacity_g)} ·{' '}
        {t('office_liters', { n: Math.round(one.capacity_cm3 / 1000) })}
      </td>
      <td>
        {isBroken ? (
          <span class="chip look">
            {t('office_vehicle_broken_since', { since: formats.moment(one.broken_since ?? '') })}
          </span>
        ) : (
          t(one.is_active ? 'office_vehicle_in_use' : 'office_vehicle_retired')
        )}{' '}
        {isBroken && one.back_on !== null && (
          <span class="number">{t('office_vehicle_back', { day: formats.day(one.back_on) })}</span>
        )}
      </td>
      <td>
        {next === undefined
          ? '–'
          : `${desk.nameOf(next.courier_id)} · ${formats.moment(next.starts_at)}–${formats.time(next.ends_at)}`}
      </td>
      <td class="end">
        <Button look="plain" label={t('office_open_person', { name: one.name })} onPress={onOpen}>
          {t('office_change')}
        </Button>
      </td>
    </tr>
  );
}

/** The co-op's vehicles: what they carry, what is broken since when, who has which next. */
export function Vehicles({ desk }: { desk: Desk }) {
  const { t } = useWords();
  const failureText = useFailureText();
  const { client } = desk;
  const [list, setList] = useState<Vehicle[] | null>(null);
  const [open, setOpen] = useState<Vehicle | 'new' | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const read = useCallback(async () => {
    const { vehicles } = await client.get<{ vehicles: Vehicle[] }>('/v1/vehicles');
    setList(vehicles);
    return vehicles;
  }, [client]);
  useEffect(() => {
    read().catch(setFailure);
  }, [read]);
  return (
    <div class="stack wide">
      <div class="row wrap office-line">
        <p class="grow soft">{t('office_vehicles_about')}</p>
        <Button look="main" icon={Plus} onPress={() => setOpen('new')}>
          {t('office_vehicle_add')}
        </Button>
      </div>
      {failure !== null && <Notice tone="breaks">{failureText(failure)}</Notice>}
      {list === null && failure === null && <SkeletonLines count={6} height={32} />}
      {list?.length === 0 && <p class="empty">{t('office_vehicles_none')}</p>}
      {list !== null && list.length > 0 && (
        <div
          class="office-scroll"
          tabIndex={0}
          role="region"
          aria-label={t('office_part_vehicles')}
        >
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t('office_vehicle_name')}</th>
                <th scope="col">{t('office_vehicle_kind')}</th>
                <th scope="col" class="end">
                  {t('office_carries')}
                </th>
                <th scope="col">{t('office_vehicle_state')}</th>
                <th scope="col">{t('office_vehicle_next')}</th>
                <th scope="col">
                  <span class="unseen">{t('office_change')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.map((one) => (
                <Row key={one.id} one={one} desk={desk} onOpen={() => setOpen(one)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open !== null && (
        <VehicleForm
          desk={desk}
          known={open === 'new' ? null : open}
          read={read}
          onSaved={(text) => {
            desk.say(text);
            setOpen(null);
            read().catch(setFailure);
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

import { Plus } from 'lucide';
import { useCallback, useState } from 'preact/hooks';
import { useAnswer } from '../shared/asking';
import { Button } from '../shared/Button';
import { Failure } from '../shared/Failure';
import { SkeletonLines } from '../shared/Skeleton';
import type { Desk } from './desk';
import { DeskTable } from './DeskTable';
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
  const { client } = desk;
  const [open, setOpen] = useState<Vehicle | 'new' | null>(null);
  const ask = useCallback(
    async () => (await client.get<{ vehicles: Vehicle[] }>('/v1/vehicles')).vehicles,
    [client],
  );
  const { found: list, failure, read } = useAnswer(ask);
  const columns = [
    { title: t('office_vehicle_name') },
    { title: t('office_vehicle_kind') },
    { title: t('office_carries'), isNumber: true },
    { title: t('office_vehicle_state') },
    { title: t('office_vehicle_next') },
  ];
  return (
    <div class="stack wide">
      <div class="row wrap office-line">
        <p class="grow soft">{t('office_vehicles_about')}</p>
        <Button look="main" icon={Plus} onPress={() => setOpen('new')}>
          {t('office_vehicle_add')}
        </Button>
      </div>
      <Failure error={failure} />
      {list === null && failure === null && <SkeletonLines count={6} height={32} />}
      {list?.length === 0 && <p class="empty">{t('office_vehicles_none')}</p>}
      {list !== null && list.length > 0 && (
        <DeskTable label={t('office_part_vehicles')} columns={columns} canChange>
          {list.map((one) => (
            <Row key={one.id} one={one} desk={desk} onOpen={() => setOpen(one)} />
          ))}
        </DeskTable>
      )}
      {open !== null && (
        <VehicleForm
          desk={desk}
          known={open === 'new' ? null : open}
          read={read}
          onSaved={(text) => {
            desk.say(text);
            setOpen(null);
            read().catch(() => undefined); // it is shown as the failure
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

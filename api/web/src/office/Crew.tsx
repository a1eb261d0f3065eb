import { UserPlus } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Failure } from '../shared/Failure';
import { SkeletonLines } from '../shared/Skeleton';
import { Who } from '../shared/Who';
import { Text } from '../shared/fields';
import { CourierForm } from './CourierForm';
import type { CrewMember } from './crew';
import type { Desk } from './desk';
import { DeskTable } from './DeskTable';
import { useWords } from './words';

function Row({ one, color, onOpen }: { one: CrewMember; color: number; onOpen: () => void }) {
  const { t, formats } = useWords();
  const away = one.absences[0];
  return (
    <tr>
      <th scope="row">
        <span class="row">
          <Who initials={one.initials} color={color} />
          <span>{one.name}</span>
        </span>
      </th>
      <td>{t(`profile_${one.profile}`)}</td>
      <td class="end">
        {formats.weight(one.capacity_g)} ·{' '}
        {t('office_liters', { n: Math.round(one.capacity_cm3 / 1000) })}
      </td>
      <td class="end">{formats.percent(one.time_permille / 1000)}</td>
      <td>{one.skills.join(', ') || '–'}</td>
      <td class="number">{one.next_shift_at ? formats.moment(one.next_shift_at) : '–'}</td>
      <td class="number">
        {away
          ? t('office_days', {
              first: formats.day(away.first_day),
              last: formats.day(away.last_day),
            })
          : '–'}
      </td>
      <td class="end">
        <Button look="plain" label={t('office_open_person', { name: one.name })} onPress={onOpen}>
          {t('office_change')}
        </Button>
      </td>
    </tr>
  );
}

/** Everybody who delivers, with what they ride, carry and can do. */
export function Crew({ desk }: { desk: Desk }) {
  const { t, language } = useWords();
  const [open, setOpen] = useState<CrewMember | 'new' | null>(null);
  const [wanted, setWanted] = useState('');
  const { crew, failure } = desk;
  const letters = wanted.trim().toLowerCase();
  const shown = (crew ?? []).filter(({ name, skills }) =>
    [name, ...skills].some((text) => text.toLowerCase().includes(letters)),
  );
  const numHere = (crew ?? []).filter(({ is_active }) => is_active).length;
  const groups = [
    { title: t('office_here', { n: numHere }), list: shown.filter((one) => one.is_active) },
    { title: t('office_gone'), list: shown.filter((one) => !one.is_active) },
  ];
  const columns = [
    { title: t('office_field_name') },
    { title: t('office_field_profile') },
    { title: t('office_carries'), isNumber: true },
    { title: t('office_pace'), isNumber: true },
    { title: t('office_field_skills') },
    { title: t('office_next_shift') },
    { title: t('office_away') },
  ];
  return (
    <div class="stack wide">
      <div class="row wrap office-line">
        <Text label={t('office_find')} value={wanted} onChange={setWanted} />
        <Button look="main" icon={UserPlus} onPress={() => setOpen('new')}>
          {t('office_take_on')}
        </Button>
      </div>
      <Failure error={failure} />
      {crew === null && failure === null && <SkeletonLines count={6} height={32} />}
      {groups.map(
        ({ title, list }) =>
          list.length > 0 && (
            <section key={title} class="stack">
              <h3>{title}</h3>
              <DeskTable label={title} columns={columns} canChange>
                {list.map((one) => (
                  <Row
                    key={one.id}
                    one={one}
                    color={desk.colorOf(one.id)}
                    onOpen={() => setOpen(one)}
                  />
                ))}
              </DeskTable>
            </section>
          ),
      )}
      {crew !== null && shown.length === 0 && <p class="empty">{t('office_nobody')}</p>}
      {open !== null && (
        <CourierForm
          client={desk.client}
          place={desk.place}
          known={open === 'new' ? null : open}
          language={language}
          notice={desk.notice}
          read={desk.read}
          onChanged={desk.refresh}
          onSaved={(text) => {
            desk.say(text);
            setOpen(null);
            desk.refresh();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

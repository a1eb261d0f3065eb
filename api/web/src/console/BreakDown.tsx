import { Wrench } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { Choice, Text } from '../shared/fields';
import type { CourierOfDay, ProfileName } from '../shared/wire';
import { DecisionSheet } from '../shared/DecisionSheet';
import type { DayStore } from './store';
import { isFreeFor, type Vehicle } from './vehicles';
import type { BrokenDown, NewRide } from './wire';
import { useWords } from './words';

/** What one usually carries, where no colleague shows it: kilograms and liters. */
const USUAL: Record<ProfileName, [number, number]> = {
  foot: [8, 30],
  bike: [20, 80],
  cargo_bike: [90, 400],
  e_van: [500, 3000],
};
const PROFILES = Object.keys(USUAL) as ProfileName[];
const STILL_MS = 200;

interface Props {
  courier: CourierOfDay;
  store: DayStore;
  say: (text: string) => void;
}

function RideSheet({ courier, store, say, onClose }: Props & { onClose: () => void }) {
  const { t } = useWords();
  const [profile, setProfile] = useState<ProfileName>('foot');
  const [kilograms, setKilograms] = useState(String(USUAL.foot[0]));
  const [liters, setLiters] = useState(String(USUAL.foot[1]));
  const [vehicle, setVehicle] = useState('');
  const [free, setFree] = useState<readonly Vehicle[]>([]);
  const [answer, setAnswer] = useState<{ ride: string; would: BrokenDown } | null>(null);
  const { isBusy, failure, setFailure, send } = useSending();
  const isValid = Number(kilograms) > 0 && Number(liters) > 0;
  const ride: NewRide = {
    profile,
    capacity_g: Math.round(Number(kilograms) * 1000),
    capacity_cm3: Math.round(Number(liters) * 1000),
    ...(vehicle === '' ? {} : { vehicle_id: vehicle }),
  };
  const { shift } = courier;
  useEffect(() => {
    let isCurrent = true;
    store.vehicles().then(
      (all) =>
        isCurrent &&
        setFree(
          all.filter(
            (one) =>
              isFreeFor(one, shift) && one.shifts.every(({ shift_id: id }) => id !== shift.id),
          ),
        ),
      () => undefined, // one can go on with something else
    );
    return () => {
      isCurrent = false;
    };
  }, [store, shift]);
  const key = JSON.stringify(ride);
  const found = answer?.ride === key ? answer.would : null;
  useEffect(() => {
    if (!isValid) return undefined;
    let isCurrent = true;
    const timer = setTimeout(() => {
      store.breakDown(courier.id, ride, true).then(
        (would) => {
          if (!isCurrent) return;
          setAnswer({ ride: key, would });
          setFailure(null);
        },
        (error: unknown) => isCurrent && setFailure(error),
      );
    }, STILL_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
    // The key says which ride; each time the day is read it may mean something else.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [store, courier.id, key, isValid, store.data.value]);
  const done = ({ to_fetch: left }: BrokenDown): void => {
    say(t('broken_done', { name: courier.name, n: left.length }));
    onClose();
  };
  const amount = (label: string, value: string, set: (value: string) => void) => (
    <Text label={label} type="number" bounds={{ min: 1 }} value={value} onChange={set} />
  );
  const choose = (id: string): void => {
    const one = free.find((vehicle) => vehicle.id === id);
    setVehicle(one?.id ?? '');
    if (one === undefined) return;
    setProfile(one.profile);
    setKilograms(String(one.capacity_g / 1000));
    setLiters(String(one.capacity_cm3 / 1000));
  };
  return (
    <DecisionSheet
      title={t('broken_title', { name: courier.name })}
      confirm={t('broken_confirm')}
      canConfirm={found !== null && isValid}
      isBusy={isBusy}
      failure={failure}
      onConfirm={() => send(() => store.breakDown(courier.id, ride, false), done)}
      onClose={onClose}
    >
      <p>{t('broken_text', { name: courier.name })}</p>
      {free.length > 0 && (
        <Choice
          label={t('broken_vehicle')}
          value={vehicle}
          none={t('broken_vehicle_none')}
          options={free.map((one) => ({ value: one.id, text: one.name }))}
          onChange={choose}
        />
      )}
      {vehicle === '' && (
        <>
          <Choice
            label={t('broken_ride')}
            value={profile}
            options={PROFILES.map((one) => ({ value: one, text: t(`profile_${one}`) }))}
            onChange={(value) => {
              const next = value as ProfileName;
              setProfile(next);
              setKilograms(String(USUAL[next][0]));
              setLiters(String(USUAL[next][1]));
            }}
          />
          <div class="row">
            {amount(t('broken_kilograms'), kilograms, setKilograms)}
            {amount(t('broken_liters'), liters, setLiters)}
          </div>
        </>
      )}
      <div aria-live="polite">
        {found && (
          <ul class="dots">
            <li>{t('broken_keeps', { n: found.keeps.length })}</li>
            <li>{t('broken_fetch', { n: found.to_fetch.length })}</li>
            <li>{t('broken_replan', { n: found.to_replan.length })}</li>
          </ul>
        )}
      </div>
    </DecisionSheet>
  );
}

/** A vehicle is broken: its courier goes on with another one, or on foot. */
export function BreakDown(props: Props) {
  const { t } = useWords();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button icon={Wrench} onPress={() => setAsking(true)}>
        {t('broken_button')}
      </Button>
      {isAsking && <RideSheet {...props} onClose={() => setAsking(false)} />}
    </>
  );
}

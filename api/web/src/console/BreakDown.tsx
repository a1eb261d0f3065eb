import { Wrench } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Choice, Text } from '../shared/fields';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import type { CourierOfDay, ProfileName } from '../shared/wire';
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
  const failureText = useFailureText();
  const [profile, setProfile] = useState<ProfileName>('foot');
  const [kilograms, setKilograms] = useState(USUAL.foot[0]);
  const [liters, setLiters] = useState(USUAL.foot[1]);
  const [vehicle, setVehicle] = useState('');
  const [free, setFree] = useState<readonly Vehicle[]>([]);
  const [answer, setAnswer] = useState<{ ride: string; would: BrokenDown } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const isValid = kilograms > 0 && liters > 0;
  const ride: NewRide = {
    profile,
    capacity_g: Math.round(kilograms * 1000),
    capacity_cm3: Math.round(liters * 1000),
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
  const confirm = (): void => {
    setBusy(true);
    store.breakDown(courier.id, ride, false).then(
      ({ to_fetch: left }) => {
        say(t('broken_done', { name: courier.name, n: left.length }));
        onClose();
      },
      (error: unknown) => {
        setFailure(error);
        setBusy(false);
      },
    );
  };
  const amount = (label: string, value: number, set: (value: number) => void) => (
    <Text
      label={label}
      type="number"
      bounds={{ min: 1 }}
      value={value}
      onChange={(text) => set(Number(text))}
    />
  );
  const choose = (id: string): void => {
    const one = free.find((vehicle) => vehicle.id === id);
    setVehicle(one?.id ?? '');
    if (one === undefined) return;
    setProfile(one.profile);
    setKilograms(one.capacity_g / 1000);
    setLiters(one.capacity_cm3 / 1000);
  };
  return (
    <Sheet
      title={t('broken_title', { name: courier.name })}
      onClose={onClose}
      foot={
        <>
          <Button look="main" isDisabled={isBusy || found === null || !isValid} onPress={confirm}>
            {t('broken_confirm')}
          </Button>
          <Button onPress={onClose}>{t('keep_as_is')}</Button>
        </>
      }
    >
      <div class="stack wide">
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
                setKilograms(USUAL[next][0]);
                setLiters(USUAL[next][1]);
              }}
            />
            <div class="row">
              {amount(t('broken_kilograms'), kilograms, setKilograms)}
              {amount(t('broken_liters'), liters, setLiters)}
            </div>
          </>
        )}
        <div aria-live="polite">
          {failure !== null && <Notice tone="breaks">{failureText(failure)}</Notice>}
          {found && (
            <ul class="dots">
              <li>{t('broken_keeps', { n: found.keeps.length })}</li>
              <li>{t('broken_fetch', { n: found.to_fetch.length })}</li>
              <li>{t('broken_replan', { n: found.to_replan.length })}</li>
            </ul>
          )}
        </div>
      </div>
    </Sheet>
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

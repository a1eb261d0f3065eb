import { useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import type { ProfileName } from '../shared/wire';
import type { Act } from './Shifts';
import type { RideFacts } from './time';
import { TimeField } from './TimeField';
import { useWords } from './words';

const PROFILES: ProfileName[] = ['foot', 'bike', 'cargo_bike', 'e_van'];
const KILO = 1000;

/** What I ride and how much I carry at most, from the next shift that has not begun. */
export function Ride({ ride, client, act }: { ride: RideFacts; client: Client; act: Act }) {
  const { t } = useWords();
  const id = useId();
  const [profile, setProfile] = useState(ride.profile);
  const [kilograms, setKilograms] = useState(String(ride.capacity_g / KILO));
  const [liters, setLiters] = useState(String(ride.capacity_cm3 / KILO));
  const [climb, setClimb] = useState(ride.max_climb_m === null ? '' : String(ride.max_climb_m));
  const save = (): void => {
    const capacity_g = Math.round(Number(kilograms) * KILO);
    const capacity_cm3 = Math.round(Number(liters) * KILO);
    const max_climb_m = climb === '' ? null : Math.round(Number(climb));
    const body = { profile, capacity_g, capacity_cm3, max_climb_m };
    void act(() => client.post('/v1/me/ride', body));
  };
  return (
    <details class="why">
      <summary>{t('ride')}</summary>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div class="field">
          <label for={id}>{t('ride_profile')}</label>
          <select
            id={id}
            class="input"
            value={profile}
            onChange={(event) => setProfile(event.currentTarget.value as ProfileName)}
          >
            {PROFILES.map((name) => (
              <option key={name} value={name}>
                {t(`ride_${name}`)}
              </option>
            ))}
          </select>
        </div>
        <div class="ways">
          <TimeField
            label={t('ride_weight')}
            kind="number"
            least={0.001}
            value={kilograms}
            onChange={setKilograms}
          />
          <TimeField label={t('ride_volume')} kind="number" value={liters} onChange={setLiters} />
        </div>
        <TimeField label={t('ride_climb')} kind="number" value={climb} onChange={setClimb} />
        {!ride.has_heights && <p class="small soft">{t('ride_flat')}</p>}
        <Button type="submit" isDisabled={!(Number(kilograms) > 0 && Number(liters) > 0)}>
          {t('ride_save')}
        </Button>
      </form>
    </details>
  );
}

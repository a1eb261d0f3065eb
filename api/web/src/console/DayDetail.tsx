import { RefreshCw } from 'lucide';
import { Button } from '../shared/Button';
import type { Day } from '../shared/wire';
import { Decisions } from './Decisions';
import { Facts } from './Facts';
import { FairnessSentence } from './FairnessTable';
import { Incidents, TellIncident } from './Incidents';
import type { DayStore } from './store';
import { useWords } from './words';

/** Of what happened last, as many are told. */
const SHOWN = 12;

interface Props {
  day: Day;
  store: DayStore;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

export function DayDetail({ day, store, say, onFailure }: Props) {
  const { t, has, formats } = useWords();
  const { plan } = day;
  const recent = store.recent.value.flatMap((event) => {
    const key = `event_${event.kind.replace('.', '_')}`;
    return has(key) ? [{ ...event, said: t(key) }] : [];
  });
  return (
    <>
      {plan === null ? (
        <p class="soft">{t('plan_none')}</p>
      ) : (
        <>
          <p>
            <FairnessSentence plan={plan} />
          </p>
          <Facts
            rows={[
              [
                t('plan'),
                t('plan_facts', { version: plan.version, time: formats.time(plan.created_at) }),
              ],
              [t('policy'), t('policy_facts', { version: String(plan.policy_version) })],
              [
                t('travel'),
                <span class="number">
                  {formats.hours(plan.figures.travel_s)} ·{' '}
                  {formats.distance(plan.figures.distance_m)}
                </span>,
              ],
              [
                t('lateness'),
                <span class="number">{formats.minutes(plan.figures.lateness_s)}</span>,
              ],
            ]}
          />
        </>
      )}
      <div class="row wrap">
        <Button
          icon={RefreshCw}
          onPress={() => void store.replan().then(() => say(t('replan_asked')), onFailure)}
        >
          {t('replan')}
        </Button>
        <TellIncident store={store} />
      </div>
      <Incidents day={day} store={store} />
      <Decisions day={day} history={store.history.value} />
      <section class="stack">
        <h3>{t('recent')}</h3>
        {recent.length === 0 && <p class="small soft">{t('recent_none')}</p>}
        <ol class="recent small">
          {recent.slice(0, SHOWN).map(({ seq, at, said }) => (
            <li key={seq} class="row">
              <span class="number soft">{formats.time(at)}</span>
              <span>{said}</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

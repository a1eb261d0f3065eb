import { RefreshCw } from 'lucide';
import { Button } from '../shared/Button';
import type { Day } from '../shared/wire';
import { Decisions } from './Decisions';
import { Facts } from './Facts';
import { FairnessSentence } from './FairnessTable';
import { Incidents, TellIncident } from './Incidents';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  store: DayStore;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

export function DayDetail({ day, store, say, onFailure }: Props) {
  const { t, has, formats } = useWords();
  const { plan } = day;
  const recent = store.recent.value;
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
          {recent.map((event) => {
            const key = `event_${event.kind.replace('.', '_')}`;
            return (
              <li key={event.seq} class="row">
                <span class="number soft">{formats.time(event.at)}</span>
                <span>{has(key) ? t(key) : event.kind}</span>
              </li>
            );
          })}
        </ol>
      </section>
    </>
  );
}

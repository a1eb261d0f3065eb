import { useCallback, useState } from 'preact/hooks';
import { useAnswer } from '../shared/asking';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { Choice } from '../shared/fields';
import { useLongWork, WorkProgress } from '../shared/LongWork';
import type { Proposal } from '../shared/votes';
import { ReplayResult } from './ReplayResult';
import type { FullReplay, Replay } from './replay';
import { useWords } from './words';
import './replay.css';

const WEEKS = [1, 2, 4, 8] as const;
const IN_FORCE = 'in_force';

const pathOf = (id: string): string => `/v1/replays/${encodeURIComponent(id)}`;

/** Under what weeks can happen again: the rules in force, what is proposed, and what others use. */
function usePolicies(client: Client) {
  const { t, formats, language } = useWords();
  const ask = useCallback(
    async () => {
      const [{ packs }, { proposals }] = await Promise.all([
        client.get<{ packs: { name: string; title: string }[] }>('/v1/policy-packs'),
        client.get<{ proposals: Proposal[] }>('/v1/proposals'),
      ]);
      return [
        { value: IN_FORCE, text: t('replay_in_force') },
        ...proposals.map((one) => ({
          value: `proposal:${one.id}`,
          text: t('proposal_of', { day: formats.date(one.opened_at) }),
        })),
        ...packs.map(({ name, title }) => ({ value: `pack:${name}`, text: title })),
      ];
    },
    // The sentences change with the language only.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, language],
  );
  return useAnswer(ask);
}

/** Lets past weeks happen again under two policies, and shows who would have earned what. */
export function ReplayPanel({ client }: { client: Client }) {
  const { t, language } = useWords();
  const { found: policies, failure: unread } = usePolicies(client);
  const [sources, setSources] = useState<[string, string]>([IN_FORCE, '']);
  const [weeks, setWeeks] = useState('4');
  const newest = useCallback(
    async () => (await client.get<{ replays: Replay[] }>('/v1/replays')).replays[0] ?? null,
    // The server says in words what was replayed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, language],
  );
  const whole = useCallback(
    (id: string) => client.get<FullReplay>(pathOf(id)),
    // The server says in words what came of it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, language],
  );
  const work = useLongWork({ newest, whole, pathOf, kind: 'replay.progress' });
  const { shown, full, failure, isBusy, isRunning, ask } = work;
  const start = (event: Event): void => {
    event.preventDefault();
    const question = { policies: sources, num_weeks: Number(weeks) };
    ask(() => client.post<Replay>('/v1/replays', question));
  };
  const nameOf = (source: string): string =>
    policies?.find(({ value }) => value === source)?.text ?? source;
  const [first, second] = sources;
  return (
    <section class="stack wide replay">
      <h2>{t('replay_title')}</h2>
      <p class="soft">{t('replay_about')}</p>
      <form class="row wrap replay-form" onSubmit={start}>
        <Choice
          label={t('replay_first')}
          value={first}
          none=""
          options={policies ?? []}
          onChange={(source) => setSources([source, second])}
        />
        <Choice
          label={t('replay_second')}
          value={second}
          none=""
          options={policies ?? []}
          onChange={(source) => setSources([first, source])}
        />
        <Choice
          label={t('replay_weeks')}
          value={weeks}
          options={WEEKS.map((number) => ({ value: String(number), text: String(number) }))}
          onChange={setWeeks}
        />
        <Button
          type="submit"
          look="main"
          isDisabled={isRunning || first === '' || second === '' || first === second}
          isBusy={isBusy}
        >
          {t('replay_start')}
        </Button>
      </form>
      <Failure error={failure ?? unread} />
      {shown !== null && (
        <WorkProgress
          work={shown}
          numSteps={shown.num_days}
          label={t('replay_progress')}
          stop={t('replay_cancel')}
          isBusy={isBusy}
          onStop={() => ask(() => client.post<Replay>(`${pathOf(shown.id)}/cancel`))}
        >
          <span class="number">
            {t('replay_days_done', { done: shown.num_done, all: shown.num_days })}
          </span>
        </WorkProgress>
      )}
      {full?.result && <ReplayResult result={full.result} nameOf={nameOf} />}
      {full?.result &&
        shown !== null &&
        (shown.published_at === null ? (
          <div>
            <Button
              isBusy={isBusy}
              onPress={() => ask(() => client.post<Replay>(`${pathOf(shown.id)}/publish`))}
            >
              {t('replay_publish')}
            </Button>
          </div>
        ) : (
          <p class="small soft">{t('replay_published')}</p>
        ))}
    </section>
  );
}

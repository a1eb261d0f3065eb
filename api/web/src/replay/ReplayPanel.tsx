import { useCallback, useEffect, useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { followProgress } from '../shared/progress';
import type { Proposal } from '../shared/votes';
import { ReplayResult } from './ReplayResult';
import type { FullReplay, Replay } from './replay';
import { useWords } from './words';
import './replay.css';

const WEEKS = [1, 2, 4, 8] as const;
const IN_FORCE = 'in_force';

const isOver = ({ state }: Replay): boolean => state !== 'running';
const pathOf = (id: string): string => `/v1/replays/${encodeURIComponent(id)}`;

interface Choice {
  source: string;
  label: string;
}

/** Listens to how far a replay has come, until it is over. */
function useProgress(shown: Replay | null, onStep: (step: Replay) => void): void {
  const id = shown?.state === 'running' ? shown.id : null;
  useEffect(
    () =>
      id === null
        ? undefined
        : followProgress(`${pathOf(id)}/progress`, 'replay.progress', isOver, onStep),
    [id, onStep],
  );
}

function useChoices(client: Client): Choice[] {
  const { t, formats, language } = useWords();
  const [choices, setChoices] = useState<Choice[]>([]);
  useEffect(() => {
    let isCurrent = true;
    Promise.all([
      client.get<{ packs: { name: string; title: string }[] }>('/v1/policy-packs'),
      client.get<{ proposals: Proposal[] }>('/v1/proposals'),
    ]).then(
      ([{ packs }, { proposals }]) => {
        if (!isCurrent) return;
        setChoices([
          { source: IN_FORCE, label: t('replay_in_force') },
          ...proposals.map((one) => ({
            source: `proposal:${one.id}`,
            label: t('proposal_of', { day: formats.date(one.opened_at) }),
          })),
          ...packs.map(({ name, title }) => ({ source: `pack:${name}`, label: title })),
        ]);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
    // The sentences change with the language only.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, language]);
  return choices;
}

/** Lets past weeks happen again under two policies, and shows who would have earned what. */
export function ReplayPanel({ client }: { client: Client }) {
  const { t, language } = useWords();
  const failureText = useFailureText();
  const id = useId();
  const choices = useChoices(client);
  const [sources, setSources] = useState<[string, string]>([IN_FORCE, '']);
  const [weeks, setWeeks] = useState<number>(4);
  const [shown, setShown] = useState<Replay | null>(null);
  const [full, setFull] = useState<FullReplay | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const doneId = shown?.state === 'done' ? shown.id : null;
  useEffect(() => {
    client
      .get<{ replays: Replay[] }>('/v1/replays')
      .then(({ replays }) => setShown(replays[0] ?? null), setFailure);
  }, [client, language]);
  useEffect(() => {
    setFull(null);
    if (doneId !== null) client.get<FullReplay>(pathOf(doneId)).then(setFull, setFailure);
  }, [client, doneId, language]);
  const onStep = useCallback((step: Replay) => setShown(step), []);
  useProgress(shown, onStep);
  const ask = (question: Promise<Replay>): void => {
    setFailure(null);
    question.then((asked) => {
      setShown(asked);
      setFull((known) => (known?.replay.id === asked.id ? { ...known, replay: asked } : known));
    }, setFailure);
  };
  const start = (event: Event): void => {
    event.preventDefault();
    ask(client.post<Replay>('/v1/replays', { policies: sources, num_weeks: weeks }));
  };
  const nameOf = (source: string): string =>
    choices.find((one) => one.source === source)?.label ?? source;
  const isRunning = shown?.state === 'running';
  return (
    <section class="stack wide replay">
      <h2>{t('replay_title')}</h2>
      <p class="soft">{t('replay_about')}</p>
      <form class="row wrap replay-form" onSubmit={start}>
        {([0, 1] as const).map((index) => (
          <div key={index} class="field grow">
            <label for={`${id}-${index}`}>
              {t(index === 0 ? 'replay_first' : 'replay_second')}
            </label>
            <select
              id={`${id}-${index}`}
              class="input"
              value={sources[index]}
              onChange={(event) => {
                const chosen = event.currentTarget.value;
                setSources(index === 0 ? [chosen, sources[1]] : [sources[0], chosen]);
              }}
            >
              <option value="" />
              {choices.map(({ source, label }) => (
                <option key={source} value={source}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        ))}
        <div class="field">
          <label for={`${id}-weeks`}>{t('replay_weeks')}</label>
          <select
            id={`${id}-weeks`}
            class="input"
            value={String(weeks)}
            onChange={(event) => setWeeks(Number(event.currentTarget.value))}
          >
            {WEEKS.map((number) => (
              <option key={number} value={String(number)}>
                {number}
              </option>
            ))}
          </select>
        </div>
        <Button
          type="submit"
          look="main"
          isDisabled={isRunning || sources[1] === '' || sources[0] === sources[1]}
        >
          {t('replay_start')}
        </Button>
      </form>
      <div aria-live="polite">
        {failure !== null && <Notice tone="breaks">{failureText(failure)}</Notice>}
      </div>
      {shown !== null && shown.state !== 'done' && (
        <Notice tone={isRunning ? 'calm' : 'look'} title={shown.message}>
          {isRunning && (
            <div class="row wrap">
              <progress
                max={shown.num_days}
                value={shown.num_done}
                aria-label={t('replay_progress')}
              />
              <span class="number">
                {t('replay_days_done', { done: shown.num_done, all: shown.num_days })}
              </span>
              <Button onPress={() => ask(client.post<Replay>(`${pathOf(shown.id)}/cancel`))}>
                {t('replay_cancel')}
              </Button>
            </div>
          )}
        </Notice>
      )}
      {full?.result && <ReplayResult result={full.result} nameOf={nameOf} />}
      {full?.result &&
        (full.replay.published_at === null ? (
          <Button onPress={() => ask(client.post<Replay>(`${pathOf(full.replay.id)}/publish`))}>
            {t('replay_publish')}
          </Button>
        ) : (
          <p class="small soft">{t('replay_published')}</p>
        ))}
    </section>
  );
}

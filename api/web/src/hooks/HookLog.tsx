import { useCallback, useEffect, useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { SkeletonLines } from '../shared/Skeleton';
import { TableHead } from '../shared/TableHead';
import { keyOfKind, lastTry, STATES, type HookNotice } from './hooks';
import { useWords } from './words';

const PAGE = 50;

interface Props {
  client: Client;
  onFailure: (error: unknown) => void;
}

function Tried({ notice }: { notice: HookNotice }) {
  const { t, has, formats } = useWords();
  const last = lastTry(notice);
  if (last === null) return <span class="soft">{t('hooks_not_tried')}</span>;
  const key = `hooks_problem_${last.problem ?? 'none'}`;
  const values = { status: String(last.status ?? '') };
  return (
    <>
      {has(key) ? t(key, values) : (last.problem ?? values.status)}
      <span class="soft small">
        {' · '}
        {t('hooks_tries', { n: notice.tries.length })}
        {' · '}
        {formats.moment(last.at)}
      </span>
    </>
  );
}

/** What is to be sent and what was, the newest first. */
export function HookLog({ client, onFailure }: Props) {
  const { t, has, formats } = useWords();
  const id = useId();
  const [state, setState] = useState('');
  const [notices, setNotices] = useState<HookNotice[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const load = useCallback(
    async (before: string | null): Promise<void> => {
      const query = new URLSearchParams({
        limit: String(PAGE),
        ...(state ? { state } : {}),
        ...(before ? { before } : {}),
      });
      try {
        const answer = await client.get<{ notices: HookNotice[]; next: string | null }>(
          `/v1/notices?${query}`,
        );
        setNotices((known) => (before ? [...(known ?? []), ...answer.notices] : answer.notices));
        setNext(answer.next);
      } catch (error) {
        onFailure(error);
      }
    },
    [client, state, onFailure],
  );
  useEffect(() => void load(null), [load]);
  const again = (notice: HookNotice): void => {
    client
      .post<HookNotice>(`/v1/notices/${encodeURIComponent(notice.id)}/send`)
      .then(
        (sent) =>
          setNotices((known) => known?.map((one) => (one.id === sent.id ? sent : one)) ?? null),
        onFailure,
      );
  };
  return (
    <div class="stack">
      <div class="row wrap">
        <h3 id={`${id}-log`} class="grow">
          {t('hooks_log')}
        </h3>
        <label class="small" for={`${id}-state`}>
          {t('hooks_show')}
        </label>
        <select
          id={`${id}-state`}
          class="input of-state"
          value={state}
          onChange={(event) => setState(event.currentTarget.value)}
        >
          <option value="">{t('hooks_every')}</option>
          {STATES.map((name) => (
            <option key={name} value={name}>
              {t(`hooks_state_${name}`)}
            </option>
          ))}
        </select>
        <Button onPress={() => void load(null)}>{t('hooks_look_again')}</Button>
      </div>
      {notices === null && <SkeletonLines count={4} />}
      {notices?.length === 0 && <p class="soft">{t('hooks_log_none')}</p>}
      {notices !== null && notices.length > 0 && (
        <div class="hook-log" role="region" aria-labelledby={`${id}-log`} tabIndex={0}>
          <table class="table">
            <TableHead
              columns={[
                { title: t('hooks_col_when') },
                { title: t('hooks_col_what') },
                { title: t('hooks_col_order') },
                { title: t('hooks_col_state') },
                { title: t('hooks_col_last') },
                { title: t('hooks_again'), isUnseen: true },
              ]}
            />
            <tbody>
              {notices.map((notice) => {
                const key = keyOfKind(notice.type);
                return (
                  <tr key={notice.id}>
                    <td class="number">{formats.moment(notice.at)}</td>
                    <td>{has(key) ? t(key) : notice.type}</td>
                    <td>{notice.reference || notice.order_id}</td>
                    <td class={notice.state === 'failed' ? 'look' : ''}>
                      {t(`hooks_state_${notice.state}`)}
                    </td>
                    <td>
                      <Tried notice={notice} />
                    </td>
                    <td>
                      {notice.state !== 'dropped' && (
                        <Button onPress={() => again(notice)}>{t('hooks_again')}</Button>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {next !== null && (
        <div>
          <Button onPress={() => void load(next)}>{t('hooks_more')}</Button>
        </div>
      )}
    </div>
  );
}

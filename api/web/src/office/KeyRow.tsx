import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Choice } from '../shared/fields';
import { AskedOnce } from './AskedOnce';
import type { ShopKey } from './keys';
import { useWords } from './words';

const DAY_S = 86_400;
const OVERLAPS = [7, 1, 0] as const;

interface Props {
  one: ShopKey;
  isBusy: boolean;
  onRotate: (overlapSeconds: number) => void;
  onRevoke: () => void;
}

/** One key: what it is good for and until when; a new one in its place, or its end, asked once more. */
export function KeyRow({ one, isBusy, onRotate, onRevoke }: Props) {
  const { t, formats } = useWords();
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null);
  const [days, setDays] = useState('7');
  const { name } = one;
  const goodFor =
    one.origins.length > 0 ? one.origins : one.scopes.map((s) => t(`office_scope_${s}`));
  const state =
    one.state === 'ending' && one.ends_at !== null
      ? t('office_key_ending', { day: formats.date(one.ends_at) })
      : t(one.state === 'ended' ? 'office_key_over' : 'office_key_good');
  return (
    <>
      <tr>
        <th scope="row">{name}</th>
        <td>{goodFor.join(', ') || t('office_key_all')}</td>
        <td class="number">{formats.date(one.created_at)}</td>
        <td>
          <span class={one.state === 'good' ? 'chip good' : 'chip'}>{state}</span>
        </td>
        <td class="end">
          {one.state !== 'ended' && (
            <>
              <Button
                look="plain"
                label={t('office_key_rotate_of', { name })}
                onPress={() => setAsking('rotate')}
              >
                {t('office_key_rotate')}
              </Button>
              <Button
                look="plain"
                label={t('office_key_revoke_of', { name })}
                onPress={() => setAsking('revoke')}
              >
                {t('office_key_revoke')}
              </Button>
            </>
          )}
        </td>
      </tr>
      {asking !== null && (
        <tr>
          <td colSpan={5}>
            <AskedOnce
              sure={t(asking === 'rotate' ? 'office_key_rotate_sure' : 'office_key_revoke_sure')}
              isBusy={isBusy}
              onSure={() => {
                setAsking(null);
                if (asking === 'rotate') onRotate(Number(days) * DAY_S);
                else onRevoke();
              }}
              onKeep={() => setAsking(null)}
            >
              {asking === 'rotate' ? (
                <Choice
                  label={t('office_key_overlap')}
                  value={days}
                  options={OVERLAPS.map((n) => ({
                    value: String(n),
                    text: n === 0 ? t('office_key_at_once') : t('office_num_days', { n }),
                  }))}
                  onChange={setDays}
                />
              ) : (
                <p>{t('office_key_revoke_text', { name })}</p>
              )}
            </AskedOnce>
          </td>
        </tr>
      )}
    </>
  );
}

import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { SkeletonLines } from '../shared/Skeleton';
import { keyOfKind, type Subscription } from './hooks';
import { useWords } from './words';

interface Props {
  found: Subscription[] | null;
  isBusy: boolean;
  onRotate: (one: Subscription) => void;
  onRemove: (one: Subscription) => void;
}

/** The addresses that hear of orders; removing one takes two presses. */
export function Subscriptions({ found, isBusy, onRotate, onRemove }: Props) {
  const { t, has } = useWords();
  const [isSure, setSure] = useState<string | null>(null);
  if (found === null) return <SkeletonLines count={2} />;
  if (found.length === 0) return <p class="soft">{t('hooks_none')}</p>;
  const named = (kind: string): string => {
    const key = keyOfKind(kind);
    return has(key) ? t(key) : kind;
  };
  return (
    <ul class="hooks stack">
      {found.map((one) => (
        <li key={one.id} class="card stack">
          <strong class="address">{one.url}</strong>
          <p class="small">
            {one.storefront_id ?? t('hooks_whole')}
            {' · '}
            {one.kinds.length === 0 ? t('hooks_all') : one.kinds.map(named).join(', ')}
          </p>
          {one.state === 'gone' && <p class="small look">{t('hooks_gone')}</p>}
          <div class="row wrap">
            {one.state === 'active' && (
              <Button isBusy={isBusy} onPress={() => onRotate(one)}>
                {t('hooks_rotate')}
              </Button>
            )}
            <Button
              isBusy={isBusy}
              onPress={() => {
                if (isSure === one.id) onRemove(one);
                setSure(isSure === one.id ? null : one.id);
              }}
            >
              {t(isSure === one.id ? 'hooks_remove_sure' : 'hooks_remove')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

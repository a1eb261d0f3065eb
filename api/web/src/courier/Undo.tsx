import { X } from 'lucide';
import { Button } from '../shared/Button';
import type { CourierStore } from './store';
import { useWords } from './words';

/** What was just pressed, with a way back for ten seconds; it covers nothing one presses next. */
export function Undo({ store }: { store: CourierStore }) {
  const { t, has } = useWords();
  const held = store.outbox.held.value;
  const last = held?.reports.at(-1);
  const said = last && `said_${last.kind}`;
  return (
    <div class="undo" role="status">
      {said && has(said) && (
        <div class="toast">
          <span class="grow">{t(said)}</span>
          <Button onPress={() => void store.undo()}>{t('undo')}</Button>
          <Button
            look="plain"
            icon={X}
            label={t('undo_close')}
            onPress={() => void store.outbox.settle()}
          />
        </div>
      )}
    </div>
  );
}

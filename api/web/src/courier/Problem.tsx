import { Button } from '../shared/Button';
import { Sheet } from '../shared/Sheet';
import { useWords, type CourierKey } from './words';

const REASONS = {
  pickup: ['closed', 'not_ready', 'too_heavy', 'damaged', 'other'],
  delivery: ['nobody_there', 'wrong_address', 'refused', 'damaged', 'other'],
} as const;

interface Props {
  kind: 'pickup' | 'delivery';
  onClose: () => void;
  onFailed: (reason: string) => void;
  onDeclined: (() => void) | undefined;
}

/** What went wrong, in one tap; or hand the order back, for which no reason is asked. */
export function Problem({ kind, onClose, onFailed, onDeclined }: Props) {
  const { t } = useWords();
  return (
    <Sheet title={t('problem_title')} onClose={onClose}>
      <div class="stack">
        {REASONS[kind].map((reason) => (
          <Button
            key={reason}
            extra="choice"
            onPress={() => {
              onFailed(reason);
              onClose();
            }}
          >
            {t(`reason_${reason}` satisfies CourierKey)}
          </Button>
        ))}
        {onDeclined && (
          <>
            <p class="soft">{t('decline_text')}</p>
            <Button
              extra="choice"
              onPress={() => {
                onDeclined();
                onClose();
              }}
            >
              {t('decline')}
            </Button>
          </>
        )}
      </div>
    </Sheet>
  );
}

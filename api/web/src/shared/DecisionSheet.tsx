import type { ComponentChildren } from 'preact';
import { Button } from './Button';
import { Failure } from './Failure';
import { Text } from './fields';
import { Sheet } from './Sheet';
import { useWords } from './words';

interface Props {
  title: string;
  /** What the button says that does it. */
  confirm: string;
  canConfirm?: boolean;
  isBusy?: boolean;
  /** Why it could not be done. */
  failure?: unknown;
  /** The reason that may be given, and its field; nothing where none is asked for. */
  reason?: { id: string; value: string; onChange: (value: string) => void };
  onConfirm: () => void;
  onClose: () => void;
  children: ComponentChildren;
}

/** Says what would happen, then does it or leaves all as it is. */
export function DecisionSheet(props: Props) {
  const { t } = useWords();
  const { canConfirm = true, isBusy = false, reason, onClose } = props;
  return (
    <Sheet
      title={props.title}
      onClose={onClose}
      foot={
        <>
          <Button look="main" isDisabled={!canConfirm} isBusy={isBusy} onPress={props.onConfirm}>
            {props.confirm}
          </Button>
          <Button onPress={onClose}>{t('keep_as_is')}</Button>
        </>
      }
    >
      <div class="stack wide">
        <Failure error={props.failure} />
        {props.children}
        {reason && (
          <Text
            id={reason.id}
            label={t('reason_optional')}
            value={reason.value}
            length={200}
            onChange={reason.onChange}
          />
        )}
      </div>
    </Sheet>
  );
}

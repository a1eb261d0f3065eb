import { X } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from './Button';
import { useWords } from './words';

interface Props {
  title: string;
  children: ComponentChildren;
  foot?: ComponentChildren;
  isWide?: boolean;
  onClose: () => void;
}

/**
 * A modal layer: keeps focus inside, closes with Escape or a press beside it, gives focus back to
 * where it was. A press that began inside of it, to mark some text, closes nothing.
 */
export function Sheet({ title, children, foot, isWide = false, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isPressedBeside = useRef(false);
  const id = useId();
  const { t } = useWords();
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={isWide ? 'sheet wide' : 'sheet'}
      aria-labelledby={id}
      onClose={onClose}
      onPointerDown={(event) => {
        isPressedBeside.current = event.target === dialog.current;
      }}
      onClick={(event) => {
        if (event.target === dialog.current && isPressedBeside.current) onClose();
      }}
    >
      <div class="sheet-head">
        <h2 id={id}>{title}</h2>
        <Button icon={X} look="plain" label={t('close')} onPress={onClose} />
      </div>
      <div class="sheet-body" tabIndex={-1}>
        {children}
      </div>
      {foot !== undefined && <div class="sheet-foot">{foot}</div>}
    </dialog>
  );
}

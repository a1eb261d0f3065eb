import type { IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';

interface Props {
  children?: ComponentChildren;
  /** Says what an icon-only button does. */
  label?: string;
  icon?: IconNode;
  look?: 'main' | 'plain' | 'edge';
  extra?: string;
  isDisabled?: boolean;
  /** What it began is under way; it keeps the focus and does nothing meanwhile. */
  isBusy?: boolean;
  isPressed?: boolean;
  type?: 'button' | 'submit';
  onPress?: (event: MouseEvent) => void;
}

export function Button(props: Props) {
  const { look = 'edge', type = 'button', isBusy = false } = props;
  const classes = ['button', look, props.children === undefined ? 'icon-only' : '', props.extra];
  return (
    <button
      type={type}
      class={classes.filter(Boolean).join(' ')}
      disabled={props.isDisabled ?? false}
      {...(props.isPressed === undefined ? {} : { 'aria-pressed': props.isPressed })}
      {...(props.label === undefined ? {} : { 'aria-label': props.label, title: props.label })}
      {...(isBusy ? { 'aria-disabled': true, onClick: (event) => event.preventDefault() } : {})}
      {...(props.onPress === undefined || isBusy ? {} : { onClick: props.onPress })}
    >
      {props.icon && <Icon node={props.icon} />}
      {props.children}
    </button>
  );
}

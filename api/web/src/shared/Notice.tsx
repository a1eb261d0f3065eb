import { CircleAlert, CircleCheck, Info, TriangleAlert, type IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';

type Tone = 'calm' | 'look' | 'breaks' | 'good';

const ICONS: Record<Tone, IconNode> = {
  calm: Info,
  look: TriangleAlert,
  breaks: CircleAlert,
  good: CircleCheck,
};

interface Props {
  tone?: Tone;
  title?: string;
  children?: ComponentChildren;
  /** Read aloud when it appears; for things that happen while the page is open. */
  isLive?: boolean;
}

/** One thing to know: what happened and what to do; the icon's shape repeats what the color says. */
export function Notice({ tone = 'calm', title, children, isLive = false }: Props) {
  return (
    <div class={`notice ${tone}`} {...(isLive ? { role: 'status' } : {})}>
      <Icon node={ICONS[tone]} />
      <div class="stack grow">
        {title !== undefined && <strong>{title}</strong>}
        {children !== undefined && <div>{children}</div>}
      </div>
    </div>
  );
}

import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { SkeletonLines } from '../shared/Skeleton';
import { useWords } from './words';

interface Props<P> {
  load: () => Promise<ComponentType<P>>;
  props: P;
}

/** A view whose code is loaded when it is opened; the phone keeps it like the page itself. */
export function Later<P>({ load, props }: Props<P>) {
  const { t } = useWords();
  const [View, setView] = useState<ComponentType<P> | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    load().then(
      (loaded) => setView(() => loaded),
      () => setFailed(true),
    );
  }, [load]);
  if (hasFailed) return <p class="empty">{t('needs_network')}</p>;
  return View ? <View {...(props as P & object)} /> : <SkeletonLines count={4} height={72} />;
}

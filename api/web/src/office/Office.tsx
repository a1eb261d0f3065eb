import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import type { Me } from '../shared/wire';

export interface OfficeProps {
  client: Client;
  coop: Me['coop'];
  /** The day that the console shows. */
  day: string;
  onFailure: (error: unknown) => void;
  onClose: () => void;
}

/** The office, whose code is loaded when it is opened. */
export function Office(props: OfficeProps) {
  const [View, setView] = useState<ComponentType<OfficeProps> | null>(null);
  const { onFailure, onClose } = props;
  useEffect(() => {
    import('./OfficePage').then(
      ({ OfficePage }) => setView(() => OfficePage),
      (error: unknown) => {
        onFailure(error);
        onClose();
      },
    );
    // Once: whoever opens it anew tries anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return View && <View {...props} />;
}

import { useState } from 'preact/hooks';

/** What is open at one door; at another door nothing is, however late it comes. */
export function useForDoor<T>(key: string): [T | null, (value: T | null) => void] {
  const [kept, keep] = useState<{ key: string; value: T | null }>({ key, value: null });
  return [kept.key === key ? kept.value : null, (value) => keep({ key, value })];
}

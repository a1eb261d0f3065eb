import { Notice } from './Notice';
import { useFailureText } from './page';

/** What went wrong, in one sentence; nothing while nothing did. */
export function Failure({ error }: { error: unknown }) {
  const text = useFailureText();
  if (error === null || error === undefined) return null;
  return (
    <Notice tone="breaks" isLive>
      {text(error)}
    </Notice>
  );
}

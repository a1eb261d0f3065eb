import { Notice } from './Notice';
import { useWords } from './words';

/** What a person should look at, from the API's codes. */
export function Attention({ codes }: { codes: readonly string[] }) {
  const { t } = useWords();
  const keys = codes.map((code) => {
    if (code === 'address_unsure' || code === 'slot_closed' || code === 'window_over') return code;
    return code.startsWith('failed_') ? 'attention_failed' : 'attention_unplanned';
  });
  return (
    <>
      {[...new Set(keys)].map((key) => (
        <Notice key={key} tone="look">
          {t(key)}
        </Notice>
      ))}
    </>
  );
}

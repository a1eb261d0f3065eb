import { Notice } from './Notice';
import { useWords } from './words';

const SAID = [
  'address_unsure',
  'slot_closed',
  'window_over',
  'reference_repeated',
  'pin_spent',
] as const;

/** What a person should look at, from the API's codes. */
export function Attention({ codes }: { codes: readonly string[] }) {
  const { t } = useWords();
  const keys = codes.map((code) => {
    const said = SAID.find((one) => one === code);
    if (said) return said;
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

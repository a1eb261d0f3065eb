import { Copy } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import type { NewSecret } from './hooks';
import { useWords } from './words';

/** The secret that signs: it is on the screen this once. */
export function SecretOnce({ made }: { made: NewSecret }) {
  const { t } = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(made.secret).then(
      () => setCopied(true),
      () => undefined, // it can still be marked and copied by hand
    );
  };
  return (
    <Notice tone="good" title={t('hooks_secret_title')}>
      <p class="cut">{made.url}</p>
      <p>
        <code class="secret">{made.secret}</code>
      </p>
      <div class="row wrap">
        <Button icon={Copy} onPress={copy}>
          {t(isCopied ? 'hooks_copied' : 'hooks_copy')}
        </Button>
      </div>
      <p class="small">{t(made.old_secret_until ? 'hooks_secret_both' : 'hooks_secret_text')}</p>
    </Notice>
  );
}

import { Copy } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { useWords } from './words';

interface Props {
  secret: string;
  /** What it belongs to, and what one should know about it. */
  about: string;
  text: string;
}

/** A secret that is on the screen this once. */
export function SecretOnce({ secret, about, text }: Props) {
  const { t } = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => undefined, // it can still be marked and copied by hand
    );
  };
  return (
    <Notice tone="good" title={t('hooks_secret_title')}>
      <p class="cut">{about}</p>
      <p>
        <code class="secret">{secret}</code>
      </p>
      <div class="row wrap">
        <Button icon={Copy} onPress={copy}>
          {t(isCopied ? 'hooks_copied' : 'hooks_copy')}
        </Button>
      </div>
      <p class="small">{text}</p>
    </Notice>
  );
}

import { useId, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Choice, Text } from '../shared/fields';
import { originsOf, SCOPES, type Scope } from './keys';
import { useWords } from './words';

interface Props {
  isBusy: boolean;
  onAdd: (body: Record<string, unknown>) => void;
}

/** A new key: what it is called, and what it is good for or from which pages. */
export function KeyForm({ isBusy, onAdd }: Props) {
  const { t } = useWords();
  const id = useId();
  const [name, setName] = useState('');
  const [kind, setKind] = useState('key');
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set());
  const [pages, setPages] = useState('');
  const [isTried, setTried] = useState(false);
  const origins = originsOf(pages);
  const arePagesGood = kind === 'key' || (origins !== null && origins.length > 0);
  const toggle = (scope: Scope): void => {
    const next = new Set(scopes);
    if (!next.delete(scope)) next.add(scope);
    setScopes(next);
  };
  const add = (event: Event): void => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || !arePagesGood) return;
    onAdd({
      name: name.trim(),
      ...(kind === 'key' ? { scopes: SCOPES.filter((one) => scopes.has(one)) } : { origins }),
    });
  };
  return (
    <form class="card stack wide" noValidate aria-label={t('office_key_new')} onSubmit={add}>
      <strong>{t('office_key_new')}</strong>
      <div class="row wrap office-line">
        <Text
          label={t('office_field_name')}
          value={name}
          error={isTried && name.trim() === '' ? t('office_fault_name') : null}
          onChange={setName}
        />
        <Choice
          label={t('office_key_kind')}
          value={kind}
          options={[
            { value: 'key', text: t('office_key_secret') },
            { value: 'pages', text: t('office_key_pages') },
          ]}
          onChange={setKind}
        />
      </div>
      {kind === 'key' ? (
        <fieldset class="field">
          <legend>{t('office_key_for')}</legend>
          <div class="row wrap office-choices">
            {SCOPES.map((scope) => (
              <label key={scope} class="row">
                <input type="checkbox" checked={scopes.has(scope)} onChange={() => toggle(scope)} />
                {t(`office_scope_${scope}`)}
              </label>
            ))}
          </div>
          <p class="soft small">{t('office_key_all_hint')}</p>
        </fieldset>
      ) : (
        <div class="field">
          <label for={id}>{t('office_key_from_pages')}</label>
          <textarea
            id={id}
            class="input"
            rows={2}
            maxLength={2000}
            aria-invalid={isTried && !arePagesGood}
            aria-describedby={`${id}-hint`}
            value={pages}
            onInput={(event) => setPages(event.currentTarget.value)}
          />
          <p id={`${id}-hint`} class={isTried && !arePagesGood ? 'field-error' : 'soft small'}>
            {t('office_key_pages_hint')}
          </p>
        </div>
      )}
      <div>
        <Button type="submit" look="main" isBusy={isBusy}>
          {t('office_key_make')}
        </Button>
      </div>
    </form>
  );
}

import type { ComponentChildren } from 'preact';
import { Button } from '../shared/Button';
import { Text } from '../shared/fields';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import type { ProfileName } from '../shared/wire';
import { MeanwhileNotice } from './MeanwhileNotice';
import type { DeskFormState, Saving } from './useDeskForm';
import { useWords, type OfficeKey } from './words';

interface Props {
  form: DeskFormState;
  saving: Saving;
  children: ComponentChildren;
}

/** Fields that are saved together: above them what others changed meanwhile, and what went wrong. */
export function DeskForm({ form, saving, children }: Props) {
  const { t } = useWords();
  const failureText = useFailureText();
  return (
    <form
      class="stack wide office-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.save(saving);
      }}
    >
      <MeanwhileNotice
        found={form.meanwhile}
        nameOf={(field) => t(`office_field_${field}` as OfficeKey)}
        valueOf={(field, value) =>
          field === 'profile' ? t(`profile_${value as ProfileName}`) : value || '–'
        }
        onTake={form.take}
      />
      {form.failure !== null && (
        <Notice tone="breaks" isLive>
          {failureText(form.failure)}
        </Notice>
      )}
      {children}
      <div>
        <Button type="submit" look="main" isDisabled={form.isBusy}>
          {t('office_save')}
        </Button>
      </div>
    </form>
  );
}

type Carried = 'kilograms' | 'liters';

interface CarriedProps {
  fields: Record<Carried, string>;
  errorOf: (name: Carried) => string | null;
  set: (name: Carried) => (value: string) => void;
}

/** How much somebody or something carries at most. */
export function CarriedFields({ fields, errorOf, set }: CarriedProps) {
  const { t } = useWords();
  return (
    <>
      {(['kilograms', 'liters'] as const).map((name) => (
        <Text
          key={name}
          label={t(`office_field_${name}`)}
          mode="decimal"
          length={8}
          value={fields[name]}
          error={errorOf(name)}
          onChange={set(name)}
        />
      ))}
    </>
  );
}

import type { ComponentChildren } from 'preact';
import { Button } from '../shared/Button';
import { Text } from '../shared/fields';
import { Failure } from '../shared/Failure';
import type { ProfileName } from '../shared/wire';
import { LANGUAGE_NAMES, type Language } from '../shared/words';
import { MeanwhileNotice } from './MeanwhileNotice';
import type { DeskFormState, Saving } from './useDeskForm';
import { useWords, type OfficeKey } from './words';

interface Props {
  form: DeskFormState;
  saving: Saving;
  /** Before the words of a field's name in the catalogs. */
  words?: 'office_field' | 'office_shift';
  /** Nothing can be saved any more. */
  isOver?: boolean;
  /** What saving would do, between the fields and the button. */
  effect?: ComponentChildren;
  children: ComponentChildren;
}

/** Fields that are saved together: above them what others changed meanwhile, below what went wrong. */
export function DeskForm(props: Props) {
  const { form, saving, words = 'office_field', isOver = false, effect, children } = props;
  const { t } = useWords();
  const said = (field: string, value: string): string => {
    if (value === '') return '–';
    if (field === 'profile') return t(`profile_${value as ProfileName}`);
    if (field === 'language') return LANGUAGE_NAMES[value as Language];
    if (field === 'rest_paid') return t(value === 'yes' ? 'office_yes' : 'office_no');
    return value;
  };
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
        nameOf={(field) => t(`${words}_${field}` as OfficeKey)}
        valueOf={said}
        onTake={form.take}
      />
      {children}
      <Failure error={form.failure} />
      {effect}
      {!isOver && (
        <div>
          <Button type="submit" look="main" isBusy={form.isBusy}>
            {t('office_save')}
          </Button>
        </div>
      )}
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

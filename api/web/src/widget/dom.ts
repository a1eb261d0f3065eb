type Child = Node | string;
type Props = Record<string, string | boolean | ((event: Event) => void)>;

/** Makes an element: texts are attributes, functions are listeners, `true` is a bare attribute. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

export interface Field {
  box: HTMLElement;
  input: HTMLInputElement;
  /** Says what is wrong with it, or that nothing is. */
  fault(text: string): void;
}

/** A labelled input with a place for what is wrong with it. */
export function field(name: string, label: string, props: Props = {}): Field {
  const input = h('input', { id: name, name, maxlength: '120', ...props });
  const error = h('p', { id: `${name}-error`, class: 'error', hidden: true });
  return {
    box: h('div', { class: 'field' }, h('label', { for: name }, label), input, error),
    input,
    fault(text) {
      error.textContent = text;
      error.hidden = text === '';
      if (text === '') {
        input.removeAttribute('aria-invalid');
        input.removeAttribute('aria-describedby');
      } else {
        input.setAttribute('aria-invalid', 'true');
        input.setAttribute('aria-describedby', error.id);
      }
    },
  };
}

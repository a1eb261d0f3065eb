import { h } from './dom';
import { deliveryForm } from './form';
import { asker, Refusal, type Order, type Shop } from './server';
import styles from './style.css?inline';
import { pick, speak } from './words';

/** Puts the form where the script stands, or into the element that `data-target` names. */
async function start(script: HTMLScriptElement): Promise<void> {
  const { key = '', target, lang, weight = '', reference = '' } = script.dataset;
  const page = document.documentElement.lang;
  const language = pick([lang ?? '', page, ...navigator.languages]);
  const host = h('div', { lang: language });
  const place = target ? document.querySelector(target) : null;
  if (place) place.append(host);
  else script.after(host);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];

  const say = speak(language);
  const ask = asker(new URL(script.src).origin, key, language);
  const onBooked = (order: Order): void => {
    host.dispatchEvent(new CustomEvent('commonwheel-booked', { bubbles: true, detail: order }));
  };
  try {
    const shop = await ask<Shop>('shop');
    root.append(deliveryForm({ ask, say, shop, language, weight, reference, onBooked }));
  } catch (error) {
    const text = error instanceof Refusal ? error.message : say('unreachable');
    root.append(h('p', { class: 'error', role: 'alert' }, text));
  }
}

if (document.currentScript instanceof HTMLScriptElement) void start(document.currentScript);

import '../shared/tokens.css';
import '../shared/page.css';
import '../shared/components.css';
import './courier.css';
import { openPage } from '../shared/page';
import type { Me } from '../shared/wire';
import { App } from './App';
import { openMemory } from './memory';
import { catalog } from './words';

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  navigator.serviceWorker.register('/courier-sw.js', { scope: '/courier' }).catch(() => undefined);
}

const memory = await openMemory();

void openPage({
  catalog,
  titleKey: 'title',
  memory: { keep: (me) => memory.keep('me', me), find: () => memory.find<Me>('me') },
  view: (session) => <App session={session} memory={memory} />,
});

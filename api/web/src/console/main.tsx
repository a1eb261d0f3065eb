import '../shared/tokens.css';
import '../shared/page.css';
import '../shared/components.css';
import '../hooks/hooks.css';
import './console.css';
import './orders.css';
import './trays.css';
import './map-timeline.css';
import './board.css';
import './detail.css';
import { openPage } from '../shared/page';
import { App } from './App';
import { catalog } from './words';

void openPage({ catalog, titleKey: 'title', view: (session) => <App {...session} /> });

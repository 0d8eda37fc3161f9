// The root of the page.
import { createRoot } from 'react-dom/client';
import './style/fonts.css';
import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/board.css';
import './style/deployment.css';
import './style/log.css';
import './style/story.css';
import './style/dialog.css';
import './style/records.css';
import './style/metrics.css';
import './style/past.css';
import './style/overlay.css';
import './style/matrix.css';
import './style/wall.css';
import './style/forms.css';
import './style/actions.css';
import { feed } from './live/feed';
import { currentRoute } from './live/navigation';
import { watchTab } from './live/tab';
import { applyTheme } from './live/theme';
import { registerWorker } from './live/worker';
import { Page } from './views/Page';

applyTheme();
watchTab();
registerWorker();

const patience = 150; // ms that the first frame waits for the board, so that it is drawn once and not after a shape of it

const place = document.getElementById('page');
const { page } = currentRoute();
const begun = page === 'sign_in' ? undefined : feed.start(); // signing in starts it otherwise
const shown = page === 'board' ? Promise.race([begun, new Promise((late) => setTimeout(late, patience))]) : Promise.resolve();
void shown.then(() => place && createRoot(place).render(<Page />));
